package document

import (
	"bytes"
	"errors"
	"sync"
	"testing"
)

// unbound is a document as gofpdf leaves it.
func unbound(t testing.TB, p *Press) []byte {
	t.Helper()
	s := p.print(info{title: "x"}, func(s *sheet) {
		s.addPage()
		s.text(body, margin, 20, "Zoë (1) \\ 2")
		s.text(strong, margin, 30, "Ngũgĩ")
	})
	var b bytes.Buffer
	if err := s.pdf.Output(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestBindRefusesAnotherForm(t *testing.T) {
	p := press(t)
	good := unbound(t, p)
	if _, err := bind(good, p.regular.showing(nil), p.bold.showing(nil)); err != nil {
		t.Fatal(err)
	}
	for end := range len(good) {
		if _, err := bind(good[:end], p.regular.showing(nil)); !errors.Is(err, errBind) {
			t.Fatalf("the first %d of %d bytes: %v", end, len(good), err)
		}
	}
	for name, bad := range map[string][]byte{
		"a moved object":      bytes.Replace(good, []byte("1 0 obj\n"), []byte("1  0 obj\n"), 1),
		"another size":        bytes.Replace(good, []byte("/Size "), []byte("/Sizes "), 1),
		"a stream left open":  bytes.Replace(good, []byte("endstream"), []byte("endsteram"), 1),
		"a table of nonsense": bytes.Replace(good, []byte("xref\n0 "), []byte("xref\n1 "), 1),
	} {
		out, err := bind(bad, p.regular.showing(nil), p.bold.showing(nil))
		if !errors.Is(err, errBind) {
			t.Errorf("%s: %v, %d bytes", name, err, len(out))
		}
	}
}

// TestCutsAreKept finds a font cut before, and never more of them than are kept.
func TestCutsAreKept(t *testing.T) {
	f := press(t).regular
	if first := f.showing(nil); first != f.showing(nil) || f.showing([]rune("ễ")) != f.showing([]rune("ịễ")) {
		t.Error("the same letters were cut twice")
	}
	if f.showing(nil) == f.showing([]rune("ễ")) || f.showing([]rune("Г")) == f.showing([]rune("Γ")) {
		t.Error("other letters came from the same cut")
	}
	for i := range rune(cutsKept + 5) {
		f.showing([]rune{0x2000 + i*block})
		if n := len(f.cuts.of); n > cutsKept {
			t.Fatalf("%d cuts are kept", n)
		}
	}
}

// TestManyAtOnce makes documents in common and rare letters on one press.
func TestManyAtOnce(t *testing.T) {
	p, words := press(t), english(t)
	rare := ordinary()
	rare.Name = "Nguyễn Thị Ánh"
	want := map[bool][]byte{false: must(t)(press(t).Passport(ordinary(), words)), true: must(t)(press(t).Passport(rare, words))}
	var wait sync.WaitGroup
	for i := range 12 {
		wait.Add(1)
		go func() {
			defer wait.Done()
			in := ordinary()
			if i%2 == 1 {
				in = rare
			}
			if got, err := p.Passport(in, words); err != nil || !bytes.Equal(got, want[i%2 == 1]) {
				t.Errorf("document %d differs, %v", i, err)
			}
		}()
	}
	wait.Wait()
}
