package passport

import (
	"testing"
	"time"
)

// A day's passport has sixteen items.
func BenchmarkVerify(b *testing.B) {
	h := newHospital(b, "ods:RXX")
	text, now := mustSign(b, someClaims(16), h.device), time.Unix(issued, 0)
	b.ReportAllocs()
	for b.Loop() {
		if v := Verify(text, h.list, now, time.Time{}); !v.OK() {
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
