package cli

import (
	"slices"
	"testing"
)

func TestTextIsToldFromAFile(t *testing.T) {
	for arg, want := range map[string]bool{
		"MP1:ABC": true, "MP2:": true, "MP12:X": true, "https://muster.example/#MP1:ABC": true, "HTTPS://X": true,
		"MP:ABC": false, "MPX:ABC": false, "mp1:abc": false, "MP1": false, "passport.pdf": false, "C:\\passport.pdf": false, "-": false, "": false, "https:/": false,
	} {
		if got := isText(arg); got != want {
			t.Errorf("isText(%q) = %t", arg, got)
		}
	}
}

func TestSplit(t *testing.T) {
	for _, c := range []struct {
		text string
		want []string
	}{
		{"MP1:A", []string{"MP1:A"}},
		{"MP1:A\r\n", []string{"MP1:A\r\n"}},
		{"MP1:A\nB", []string{"MP1:A\nB"}},
		{"MP1:A\n\nMP1:B\n", []string{"MP1:A\n", "MP1:B\n"}},
		{"Dear colleague,\nMP1:A\nregards", []string{"MP1:A\n"}},
		{"nothing here", []string{"nothing here"}},
		{" MP1:A", []string{" MP1:A"}},
		{"MP2:A\nMP1:A", []string{"MP2:A\nMP1:A"}},
	} {
		if got := split(c.text); !slices.Equal(got, c.want) {
			t.Errorf("split(%q) = %q, want %q", c.text, got, c.want)
		}
	}
}
