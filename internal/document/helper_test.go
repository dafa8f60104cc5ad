package document

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"muster/internal/phrase"
)

var update = flag.Bool("update", false, "write the golden files anew")

const assetsDir = "../../assets"

func read(t testing.TB, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func press(t testing.TB) *Press {
	t.Helper()
	p, err := NewPress(Fonts{
		Regular: read(t, assetsDir+"/fonts/NotoSans-Regular.ttf"),
		Bold:    read(t, assetsDir+"/fonts/NotoSans-Bold.ttf"),
	})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func english(t testing.TB) *phrase.Printer {
	t.Helper()
	b, err := phrase.Load(os.DirFS(assetsDir))
	if err != nil {
		t.Fatal(err)
	}
	return b.Printer("en-GB")
}

// text is a passport's text of n characters, as base45 looks.
func text(n int) string {
	const set = "NCFOXN%TSMAHN-HY$4B/6+:0K1*R.Q2 8LZ7W3D5JP9VGUEI"
	b := []byte("MP1:")
	for seed := uint32(7); len(b) < n; {
		seed = seed*1664525 + 1013904223
		b = append(b, set[(seed>>16)%uint32(len(set))])
	}
	return string(b[:n])
}

func date(y, m, d int) time.Time { return time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC) }

var london = time.FixedZone("BST", 3600)

// ordinary is an ordinary day's: five subjects, one practical missing.
func ordinary() Passport {
	done := date(2026, 8, 5)
	return Passport{
		Text: text(720), Number: "0198a7c45f3b7e21b0d4c6aa19f2e853", Name: "Dr Zoë Ngũgĩ-Okafor", Holder: "gmc:7654321",
		Organisation: "St Brannoc’s University Hospitals NHS Trust", ODS: "RXX",
		Issued: time.Date(2026, 8, 5, 15, 42, 0, 0, london),
		Device: "kiosk-03", Session: "2026-08-05 Seminar room 2", Trainer: "Priya Raman", Framework: "cstf-eng/1.1",
		Items: []Item{
			{Code: "fire.1", Subject: "Fire safety", Level: "1", Version: "1.0", Completed: done, Until: date(2028, 8, 5), Knowledge: true, Tested: true},
			{Code: "ipc.2", Subject: "Infection prevention and control", Level: "2", Version: "2.3", Completed: done, Until: date(2027, 8, 5), Knowledge: true, Tested: true, Taught: true},
			{Code: "resus.2-adult", Subject: "Resuscitation", Level: "2 adult", Version: "1.0", Completed: done, Until: date(2027, 8, 5), Knowledge: true, Taught: true, PracticalMissing: true, Awaiting: true},
			{Code: "mh.2", Subject: "Moving and handling", Level: "2", Version: "1.1", Completed: done, Until: date(2028, 8, 5), Knowledge: true, Tested: true, Practical: true},
			{Code: "leadership.1", Subject: "Leading a ward round", Version: "1.0", Completed: done, Knowledge: true, Taught: true},
		},
		Outstanding: []Outstanding{
			{Text: "Resuscitation, level 2 adult: practical, with an assessor"},
			{Text: "Data security and protection, level 1"},
			{Text: "Fire routes and assembly point, main building", Local: true},
			{Text: "Bleep and switchboard", Local: true},
		},
	}
}

// crowded is the most a passport can hold: 32 items, long words, a long name.
func crowded() Passport {
	p := ordinary()
	p.Text = text(1600)
	p.Name = "Wolfeschlegelsteinhausenbergerdorff-Featherstonehaugh Ramanathapuramsubramaniam Llewelyn-Anne Ó"
	p.Organisation = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch and Aberystwyth Teaching Hospitals 1"
	p.Holder = "staff:ABCDEFGHIJKLMNOPQRSTUVWXYZ.-/012"
	p.Session, p.Device, p.Trainer = strings.Repeat("S", 40), strings.Repeat("d", 40), "Wolfeschlegelsteinhausenbergerdorff Abc"
	p.Items = nil
	for i := range 32 {
		it := ordinary().Items[i%5]
		it.Subject = fmt.Sprintf("%s %d", it.Subject, i+1)
		if i%7 == 3 {
			it.Subject += " Electroencephalographicallyinterpretedneuropsychopharmacology for everybody who works here"
		}
		p.Items = append(p.Items, it)
	}
	return p
}

// tool runs one of the programs that read a PDF as others will.
func tool(t testing.TB, stdin []byte, name string, args ...string) []byte {
	t.Helper()
	cmd := exec.Command(name, args...)
	cmd.Stdin = bytes.NewReader(stdin)
	var out, problems bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &problems
	if err := cmd.Run(); err != nil {
		t.Fatalf("%s %s: %v\n%s", name, strings.Join(args, " "), err, problems.String())
	}
	return out.Bytes()
}

// saved writes a PDF where a tool can read it.
func saved(t testing.TB, pdf []byte) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "x.pdf")
	if err := os.WriteFile(name, pdf, 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

// golden holds got against a file of testdata.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if want := read(t, file); !bytes.Equal(got, want) {
		t.Errorf("%s differs:\n%s", file, got)
	}
}
