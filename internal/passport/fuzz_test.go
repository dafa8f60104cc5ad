package passport

import (
	"bytes"
	"testing"
)

// FuzzText: there is always a verdict, in a known band, and claims are shown only when they are some
// that were signed.
func FuzzText(f *testing.F) {
	all := allVectors(f)
	signed := map[string]bool{}
	for i, v := range all {
		if _, e := verify(v.text, v.list, v.now, v.list.Issued); e.held {
			signed[string(e.message.Payload)] = true
		}
		if i%4 == 0 && len(v.text) < 1200 {
			f.Add(v.text)
		}
	}
	sound := all[0]
	f.Fuzz(func(t *testing.T, text string) {
		v, _ := verify(text, sound.list, sound.now, sound.list.Issued)
		if len(v.Reasons) == 0 || v.Reasons[0] != v.Status {
			t.Fatalf("%q: status %q, reasons %v", text, v.Status, v.Reasons)
		}
		if v.Shown != (v.Claims != nil) || v.OK() && !v.Shown {
			t.Fatalf("%q: %s, shown %v", text, v.Band, v.Shown)
		}
		if v.Shown && !signed[string(v.Claims.encode())] {
			t.Fatalf("%q: nobody signed %+v", text, v.Claims)
		}
	})
}

// FuzzClaims: what is read is written back byte for byte.
func FuzzClaims(f *testing.F) {
	for i, v := range allVectors(f) {
		if payload := v.stages["payload"]; i%3 == 0 && payload != nil {
			f.Add(payload)
		}
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		if c, err := decodeClaims(b); err == nil && !bytes.Equal(c.encode(), b) {
			t.Errorf("%x is written as %x", b, c.encode())
		}
	})
}

// FuzzMessage: the same of the message and the header around the claims.
func FuzzMessage(f *testing.F) {
	for i, v := range allVectors(f) {
		if b := v.stages["cose"]; i%3 == 0 && b != nil {
			f.Add(b)
		}
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		if len(b) > maxInflated {
			return
		}
		e, refused := open(prefix + encodeBase45(stored(b)))
		if refused != nil {
			return
		}
		e.message.Protected = protectedWith(e.delegation.Bytes())
		if !bytes.Equal(e.message.Encode(), b) {
			t.Errorf("%x is written as %x", b, e.message.Encode())
		}
	})
}

// FuzzBase45: bytes come back as they went, and a text that is read is written back as it was.
func FuzzBase45(f *testing.F) {
	f.Add([]byte("base-45"), "UJCLQE7W581")
	f.Add([]byte{0xff, 0xff, 0xff}, ":::")
	f.Fuzz(func(t *testing.T, b []byte, s string) {
		if back, err := decodeBase45(encodeBase45(b)); err != nil || !bytes.Equal(back, b) {
			t.Errorf("%x comes back as %x (%v)", b, back, err)
		}
		if b, err := decodeBase45(s); err == nil && encodeBase45(b) != s {
			t.Errorf("%q comes back as %q", s, encodeBase45(b))
		}
	})
}

// FuzzInflate: nothing inflates past its limit, and what inflates is whole.
func FuzzInflate(f *testing.F) {
	f.Add(deflate([]byte("passport")))
	f.Add([]byte{0x78, 0xf9, 0, 0, 0, 1})
	f.Fuzz(func(t *testing.T, b []byte) {
		if out, err := inflate(b); len(out) > maxInflated || err != nil && out != nil {
			t.Errorf("%d bytes (%v)", len(out), err)
		}
	})
}
