package passport

import (
	"bytes"
	"compress/zlib"
	"errors"
	"strings"
	"testing"
)

func TestBody(t *testing.T) {
	for text, want := range map[string]Status{
		"":                                   NotAPassport,
		"MP1":                                NotAPassport,
		"MP01:AB":                            NotAPassport,
		"MP1000:AB":                          NotAPassport,
		"MP999:AB":                           NewerFormat,
		"MP2:" + strings.Repeat("A", 10_000): NewerFormat,
		"MP1:" + strings.Repeat("A", 4_293):  Damaged,
		" MP1:AB":                            NotAPassport,
		"HTTPS://x#MP2:":                     NewerFormat,
		"https://x#MP1:%4":                   NotAPassport,
		"https://x":                          NotAPassport,
		"https://x#https://x#MP1:AB":         NotAPassport,
		"http://x#MP1:AB":                    NotAPassport,
	} {
		if _, r := body(text); r == nil || r.status != want {
			t.Errorf("%.30q: %+v, want %s", text, r, want)
		}
	}
	for text, want := range map[string]string{
		"MP1:AB":                    "AB",
		"MP1:AB\r\n\t\r":            "AB",
		"MP1:AB ":                   "AB ",
		"hTTps://x/y?z#MP1:A+B%20C": "A+B C",
		"https://x#MP1:AB%0a\n":     "AB\n",
		"https://#MP1:%2a%2A":       "**",
	} {
		if got, r := body(text); r != nil || got != want {
			t.Errorf("%q: %q %+v, want %q", text, got, r, want)
		}
	}
}

// The examples of RFC 9285, section 4.3 and 4.4.
func TestBase45Examples(t *testing.T) {
	for plain, text := range map[string]string{"AB": "BB8", "Hello!!": "%69 VD92EX0", "base-45": "UJCLQE7W581", "ietf!": "QED8WEX0", "": ""} {
		if got := encodeBase45([]byte(plain)); got != text {
			t.Errorf("%q is %q, want %q", plain, got, text)
		}
		if got, err := decodeBase45(text); err != nil || string(got) != plain {
			t.Errorf("%q is %q (%v)", text, got, err)
		}
	}
	for _, text := range []string{"A", "GGW", ":::", "::", "V5", "ab", "A_", "BB8A", "é8"} {
		if got, err := decodeBase45(text); !errors.Is(err, ErrBase45) {
			t.Errorf("%q is %x (%v)", text, got, err)
		}
	}
}

func TestInflate(t *testing.T) {
	for _, n := range []int{0, 1, 486, maxInflated} {
		want := bytes.Repeat([]byte("a"), n)
		if got, err := inflate(deflate(want)); err != nil || !bytes.Equal(got, want) {
			t.Errorf("%d bytes: %d (%v)", n, len(got), err)
		}
	}
	good := deflate([]byte("passport"))
	var empty bytes.Buffer
	w, err := zlib.NewWriterLevelDict(&empty, 9, nil)
	if err != nil {
		t.Fatal(err)
	}
	w.Write([]byte("passport")) // a buffer
	w.Close()                   // a buffer
	// A stream may name the empty dictionary, and the library then asks for none.
	dictionary := append([]byte{0x78, 0xf9, 0, 0, 0, 1}, empty.Bytes()[2:]...)
	for name, b := range map[string][]byte{
		"nothing":          nil,
		"one byte":         {0x78},
		"a byte after":     append(bytes.Clone(good), 0),
		"cut":              good[:len(good)-1],
		"checksum":         append(bytes.Clone(good[:len(good)-1]), good[len(good)-1]^1),
		"a byte too many":  deflate(make([]byte, maxInflated+1)),
		"bomb":             deflate(make([]byte, 50<<20)),
		"empty dictionary": dictionary,
	} {
		if got, err := inflate(b); !errors.Is(err, ErrInflate) {
			t.Errorf("%s: %d bytes (%v)", name, len(got), err)
		}
	}
}
