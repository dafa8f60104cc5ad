package photo_test

import (
	"bytes"
	"flag"
	"fmt"
	"image"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"

	"muster/internal/photo"
)

var captures = flag.Int("captures", 2, "how many pictures of each kind the corpus holds")

// reader is one program that reads codes, with its score.
type reader struct {
	name  string
	read  func(t testing.TB, file []byte) bool
	right int
	took  []time.Duration
}

// ours, and its peers. A peer's text is compared like ours.
func readers(t testing.TB, want *string) []*reader {
	all := []*reader{
		{name: "muster", read: func(t testing.TB, file []byte) bool {
			texts, err := photo.Read(file)
			if err != nil {
				t.Error(err)
			}
			for _, text := range texts {
				if text != *want {
					t.Errorf("read what is not there: %q", text)
				}
			}
			return len(texts) == 1
		}},
		{name: "gozxing", read: func(t testing.TB, file []byte) bool { return plainGozxing(t, file) == *want }},
	}
	if path, err := exec.LookPath("zbarimg"); err == nil {
		all = append(all, &reader{name: "zbarimg", read: func(t testing.TB, file []byte) bool {
			return zbar(t, path, file) == *want
		}})
	}
	return all
}

func plainGozxing(t testing.TB, file []byte) string {
	img, _, err := image.Decode(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	bmp, err := gozxing.NewBinaryBitmapFromImage(img)
	if err != nil {
		t.Fatal(err)
	}
	hints := map[gozxing.DecodeHintType]any{gozxing.DecodeHintType_TRY_HARDER: true}
	result, err := qrcode.NewQRCodeReader().Decode(bmp, hints)
	if err != nil {
		return ""
	}
	return result.GetText()
}

func zbar(t testing.TB, path string, file []byte) string {
	name := filepath.Join(t.TempDir(), "capture")
	if err := os.WriteFile(name, file, 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command(path, "--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", name).Output()
	if err != nil {
		return "" // it read nothing
	}
	return strings.TrimSuffix(string(out), "\n")
}

// TestTheCorpusIsReadBetterThanByOthers takes pictures of every kind, always the
// same ones, and shows each to every reader.
func TestTheCorpusIsReadBetterThanByOthers(t *testing.T) {
	var want string
	all := readers(t, &want)
	for i, k := range kinds {
		row := fmt.Sprintf("%-18s", k.name)
		before := make([]int, len(all))
		for j, rd := range all {
			before[j] = rd.right
		}
		for n := range *captures {
			r := rand.New(rand.NewPCG(uint64(i), uint64(n)))
			s := capture(t, r, k.make(r))
			want = s.text
			file := s.file(t)
			keep(t, fmt.Sprintf("%s-%d", k.name, n), file)
			for _, rd := range all {
				rd.try(t, file)
			}
		}
		for j, rd := range all {
			row += fmt.Sprintf(" %s %d", rd.name, rd.right-before[j])
		}
		t.Log(row)
	}
	judge(t, all, len(kinds)**captures)
}

func (rd *reader) try(t *testing.T, file []byte) {
	start := time.Now()
	if rd.read(t, file) {
		rd.right++
	}
	rd.took = append(rd.took, time.Since(start))
}

// judge asks for nine in ten, and for more than any other reads.
func judge(t *testing.T, all []*reader, total int) {
	for _, rd := range all {
		slices.Sort(rd.took)
		t.Logf("%-8s %d of %d, median %v, slowest %v", rd.name, rd.right, total,
			rd.took[total/2].Round(time.Millisecond), rd.took[total-1].Round(time.Millisecond))
	}
	if 100*all[0].right < 90*total {
		t.Errorf("read %d of %d", all[0].right, total)
	}
	for _, rd := range all[1:] {
		if all[0].right <= rd.right {
			t.Errorf("%s read %d, muster %d", rd.name, rd.right, all[0].right)
		}
	}
}

var keepIn = flag.String("keep", "", "a folder to leave the corpus in, to look at it")

func keep(t testing.TB, name string, file []byte) {
	if *keepIn == "" {
		return
	}
	if err := os.WriteFile(filepath.Join(*keepIn, strings.ReplaceAll(name, " ", "-")), file, 0o600); err != nil {
		t.Fatal(err)
	}
}
