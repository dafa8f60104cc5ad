package trust

import (
	"bytes"
	"testing"
)

// fuzzBody: what is read of a body of that kind is written back byte for byte.
func fuzzBody(f *testing.F, kind Kind) {
	st := one(f, kind)
	f.Add(st.body)
	f.Fuzz(func(t *testing.T, b []byte) {
		r := NewReader(b)
		body := forms[kind].read(r)
		if r.End() == nil && !bytes.Equal(body.encode(), b) {
			t.Errorf("%x is written as %x", b, body.encode())
		}
		if r.End() == nil {
			body.check(st.Head) // whatever it finds, it must not fall over
		}
	})
}

func FuzzCard(f *testing.F)              { fuzzBody(f, KindCard) }
func FuzzSignedList(f *testing.F)        { fuzzBody(f, KindList) }
func FuzzSignedRevocations(f *testing.F) { fuzzBody(f, KindRevocations) }
func FuzzRequirements(f *testing.F)      { fuzzBody(f, KindRequirements) }
func FuzzStaff(f *testing.F)             { fuzzBody(f, KindStaff) }
func FuzzRequest(f *testing.F)           { fuzzBody(f, KindRequest) }
func FuzzEnrolment(f *testing.F)         { fuzzBody(f, KindEnrolment) }
func FuzzSignedTime(f *testing.F)        { fuzzBody(f, KindTime) }
func FuzzSuccession(f *testing.F)        { fuzzBody(f, KindSuccession) }
func FuzzCatalogue(f *testing.F)         { fuzzBody(f, KindCatalogue) }

// FuzzStatement: a statement that is read is written back byte for byte, and none says anything unless it is
// one that was signed.
func FuzzStatement(f *testing.F) {
	signed := map[string]bool{}
	for _, kind := range Kinds() {
		st := one(f, kind)
		f.Add(st.Bytes())
		signed[string(st.message.Protected)+string(st.message.Payload)] = true
	}
	keys := []Key{ownKey.Public(), kioskKey.Public()}
	f.Fuzz(func(t *testing.T, b []byte) {
		st, err := ParseStatement(b)
		if err != nil {
			return
		}
		if !bytes.Equal(st.Bytes(), b) || !bytes.Equal(st.payload(), st.message.Payload) || !bytes.Equal(st.protected(), st.message.Protected) {
			t.Errorf("%x is written as %x", b, st.Bytes())
		}
		for _, k := range keys {
			if body, err := st.Verified(k); err == nil && !signed[string(st.message.Protected)+string(st.message.Payload)] {
				t.Errorf("nobody signed %+v", body)
			}
		}
		if _, _, err := st.OfItself(); err == nil && forms[st.Kind].itself == false {
			t.Errorf("a %s proves itself", st.Kind)
		}
	})
}

// FuzzBundle: a bundle that is read is written back byte for byte.
func FuzzBundle(f *testing.F) {
	var all []Statement
	for _, kind := range Kinds() {
		all = append(all, one(f, kind))
	}
	f.Add(bundleOf(f, all...))
	f.Add(bundleOf(f))
	f.Add([]byte("MS1:"))
	f.Fuzz(func(t *testing.T, b []byte) {
		raw, err := ReadBundle(b)
		if err != nil || len(b) == 0 || b[0] != 0x83 {
			return
		}
		if again, err := EncodeBundle(raw); err != nil || !bytes.Equal(again, b) {
			t.Errorf("%x is written as %x (%v)", b, again, err)
		}
	})
}

// FuzzCodeText: bytes come back out of a text, and what a text holds is written as a text that holds it.
func FuzzCodeText(f *testing.F) {
	text, err := TextOf(one(f, KindRequest).Bytes())
	if err != nil {
		f.Fatal(err)
	}
	f.Add(text)
	f.Add("MS1:\r\n")
	f.Fuzz(func(t *testing.T, text string) {
		b, err := BytesOfText(text)
		if err != nil {
			return
		}
		again, err := TextOf(b)
		if err != nil {
			return // another compressor made it shorter than this one can
		}
		if back, err := BytesOfText(again); err != nil || !bytes.Equal(back, b) {
			t.Errorf("%x comes back as %x (%v)", b, back, err)
		}
	})
}

// FuzzOffer: whatever is handed over, nothing is taken in that was not signed.
func FuzzOffer(f *testing.F) {
	var all []Statement
	signed := map[string]bool{}
	for _, st := range append(pool(f), one(f, KindRequest), one(f, KindSuccession), one(f, KindRevocations)) {
		all = append(all, st)
		signed[string(st.message.Protected)+string(st.message.Payload)] = true
		f.Add(st.Bytes())
	}
	f.Add(bundleOf(f, all...))
	book, _ := OpenBook(ownPlace(), [][]byte{one(f, KindList).Bytes()})
	f.Fuzz(func(t *testing.T, b []byte) {
		o, err := book.Offer(b, now)
		if err != nil {
			return
		}
		for _, st := range o.Taken {
			if !signed[string(st.message.Protected)+string(st.message.Payload)] {
				t.Errorf("nobody signed %s %+v", st.Kind, st.Head)
			}
		}
		if o.NothingNew() && len(o.Changes) > 0 {
			t.Errorf("nothing is new, and %+v changes", o.Changes)
		}
	})
}
