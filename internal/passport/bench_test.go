package passport

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"testing"
	"time"
)

var peer = flag.String("peer", "", "a folder for what packaging/bench checks: the passport of BenchmarkVerify")

// forPeer writes a passport where another program can check it too.
func forPeer(b *testing.B, text string, h hospital) {
	b.Helper()
	if *peer == "" {
		return
	}
	key := h.organisation.Public()
	kid := key.Kid()
	data, err := json.Marshal(map[string]any{"text": text, "organisation": key.COSE(), "kid": kid[:], "now": issued, "subject": someClaims(1).Subject})
	if err == nil {
		err = os.WriteFile(filepath.Join(*peer, "check.json"), data, 0o600)
	}
	if err != nil {
		b.Fatal(err)
	}
}

// A day's passport has sixteen items, and its device has been met before.
func BenchmarkVerify(b *testing.B) {
	h := newHospital(b, "ods:RXX")
	text, now := mustSign(b, someClaims(16), h.device), time.Unix(issued, 0)
	forPeer(b, text, h)
	b.ReportAllocs()
	for b.Loop() {
		if v := Verify(text, h.list, now, time.Time{}); !v.OK() {
			b.Fatal(v.Reasons)
		}
	}
}

// The first passport of a device that has not been met takes one signature more.
func BenchmarkVerifyStranger(b *testing.B) {
	h, now := newHospital(b, "ods:RXX"), time.Unix(issued, 0)
	texts := make([]string, 1_200) // more than are remembered
	for i := range texts {
		texts[i] = mustSign(b, someClaims(16), h.newDevice(b, "ods:RXX"))
	}
	forPeer(b, texts[0], h)
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		if v := Verify(texts[i%len(texts)], h.list, now, time.Time{}); !v.OK() {
			b.Fatal(v.Reasons)
		}
	}
}

func BenchmarkRefuseNoise(b *testing.B) {
	h, text := newHospital(b, "ods:RXX"), prefix+encodeBase45(make([]byte, 2_800))
	for b.Loop() {
		if v := at(text, h.list, issued); v.Status != Damaged {
			b.Fatal(v.Reasons)
		}
	}
}

func BenchmarkSign(b *testing.B) {
	h, c := newHospital(b, "ods:RXX"), someClaims(16)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Sign(c, h.device); err != nil {
			b.Fatal(err)
		}
	}
}
