package trust

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"strings"
	"testing"
)

func TestBundleComesBack(t *testing.T) {
	var all []Statement
	for _, kind := range Kinds() {
		all = append(all, one(t, kind))
	}
	b := bundleOf(t, all...)
	raw, err := ReadBundle(b)
	if err != nil || len(raw) != len(all) {
		t.Fatalf("%d of %d: %v", len(raw), len(all), err)
	}
	for i := range all {
		if !bytes.Equal(raw[i], all[i].Bytes()) {
			t.Errorf("%s comes back as another", all[i].Kind)
		}
	}
	if raw, err := ReadBundle(bundleOf(t)); err != nil || len(raw) != 0 {
		t.Errorf("an empty bundle: %d, %v", len(raw), err)
	}
}

// TestWhatIsHandedOver: a bundle, a statement as it is and a scanned text are all taken.
func TestWhatIsHandedOver(t *testing.T) {
	st := one(t, KindRequest).Bytes()
	text, err := TextOf(st)
	if err != nil {
		t.Fatal(err)
	}
	for name, b := range map[string][]byte{"statement": st, "text": []byte(text), "scanned text": []byte(text + "\r\n")} {
		raw, err := ReadBundle(b)
		if err != nil || len(raw) != 1 || !bytes.Equal(raw[0], st) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestBundlesThatAreRefused(t *testing.T) {
	good := bundleOf(t, one(t, KindStaff))
	for name, x := range map[string]struct {
		b    []byte
		want error
	}{
		"nothing":         {nil, ErrBundle},
		"trailing":        {append(bytes.Clone(good), 0), ErrBundle},
		"cut":             {good[:len(good)-1], ErrBundle},
		"another name":    {bytes.Replace(good, []byte("muster-bundle"), []byte("muster-bungle"), 1), ErrBundle},
		"newer form":      {bytes.Replace(good, []byte("bundle\x01"), []byte("bundle\x02"), 1), ErrBundle},
		"longer integer":  {bytes.Replace(good, []byte("bundle\x01\x81"), []byte("bundle\x18\x01\x81"), 1), ErrBundle},
		"indefinite":      {bytes.Replace(good, []byte("bundle\x01\x81"), []byte("bundle\x01\x9f"), 1), ErrBundle},
		"a PDF":           {[]byte("%PDF-1.7"), ErrBundle},
		"a passport":      {[]byte("MP1:NCFOXN"), ErrBundle},
		"the list as was": {[]byte(`{"organisations":[],"revoked":{}}`), ErrUnsigned},
		"too long":        {make([]byte, MaxBundle+1), ErrLimit},
		"text of nothing": {[]byte("MS1:"), ErrBundle},
		"text not base45": {[]byte("MS1:abc"), ErrBundle},
		"text not zlib":   {[]byte("MS1:" + EncodeBase45([]byte("plain"))), ErrBundle},
		"text too long":   {[]byte("MS1:" + strings.Repeat("0", MaxCodeText)), ErrBundle},
		"text a bomb":     {[]byte("MS1:" + EncodeBase45(Deflate(make([]byte, MaxCodeBytes+1)))), ErrBundle},
		"text with more":  {[]byte("MS1:" + EncodeBase45(append(Deflate([]byte{1}), 0))), ErrBundle},
	} {
		if raw, err := ReadBundle(x.b); !errors.Is(err, x.want) {
			t.Errorf("%s: %d statements, %v", name, len(raw), err)
		}
	}
	if _, err := EncodeBundle(make([][]byte, MaxStatements+1)); !errors.Is(err, ErrLimit) {
		t.Errorf("too many statements: %v", err)
	}
	if _, err := EncodeBundle([][]byte{make([]byte, MaxBundle)}); !errors.Is(err, ErrLimit) {
		t.Errorf("too many bytes: %v", err)
	}
}

func TestTextsThatDoNotFit(t *testing.T) {
	long := make([]byte, 4_000)
	for i := range long {
		sum := sha256.Sum256([]byte{byte(i), byte(i >> 8)})
		long[i] = sum[0] // it does not compress
	}
	if _, err := TextOf(long); !errors.Is(err, ErrTextTooLong) {
		t.Errorf("bytes that no code holds: %v", err)
	}
	if _, err := TextOf(make([]byte, MaxCodeBytes+1)); !errors.Is(err, ErrTextTooLong) {
		t.Errorf("bytes that compress, and are too many: %v", err)
	}
	for _, kind := range []Kind{KindRequest, KindEnrolment, KindCard, KindTime, KindSuccession} {
		text, err := TextOf(one(t, kind).Bytes())
		if err != nil || !IsStatementText(text) || len(text) > 1_200 {
			t.Errorf("%s: %d characters, %v", kind, len(text), err)
		}
	}
}
