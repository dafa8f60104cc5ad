package desk_test

import (
	"fmt"
	"testing"

	"muster/internal/desk"
	"muster/internal/testkit"
	"muster/internal/trust"
)

// manyRevoked is a kiosk whose organisation has taken 20,000 passports back.
func manyRevoked(b *testing.B) (*office, *station, trust.SignedRevocations) {
	o := officeOf(b, testkit.NewClock(testkit.Start), "RAA", "Alpha", shipped())
	k := o.kiosk(shipped(), "kiosk-1")
	var r trust.SignedRevocations
	for i := range 20_000 {
		var id trust.PassportID
		o.ok(id.UnmarshalText(fmt.Appendf(nil, "%032x", i+1)))
		r.Passports = append(r.Passports, id)
	}
	return o, k, r
}

// BenchmarkTakeRevocations reads and takes a list of 20,000 passports.
func BenchmarkTakeRevocations(b *testing.B) {
	o, k, r := manyRevoked(b)
	id := k.alex()
	for serial := int64(2); b.Loop(); serial++ {
		b.StopTimer()
		news := o.says(r, serial, "")
		b.StartTimer()
		k.ok(k.TakeBundle(k.ctx, id, passphrase, must(k.ReadBundle(k.ctx, news))(b)))
	}
}

// BenchmarkCheckAmongRevoked checks a passport where 20,000 others were taken back.
func BenchmarkCheckAmongRevoked(b *testing.B) {
	o, k, r := manyRevoked(b)
	news := o.says(r, 2, "")
	text := k.issues(1).Text
	k.ok(k.TakeBundle(k.ctx, k.alex(), passphrase, must(k.ReadBundle(k.ctx, news))(b)))
	for b.Loop() {
		must(k.Check(k.ctx, text))(b)
	}
}

// BenchmarkStartWithLists is the first look at the lists after a start.
func BenchmarkStartWithLists(b *testing.B) {
	o, k, r := manyRevoked(b)
	news := o.says(r, 2, "")
	k.ok(k.TakeBundle(k.ctx, k.alex(), passphrase, must(k.ReadBundle(k.ctx, news))(b)))
	for b.Loop() {
		k.build()
		must(k.Machine(k.ctx))(b)
	}
}

// BenchmarkEdit is an administrator's act: read, signed, on the disk.
func BenchmarkEdit(b *testing.B) {
	o := officeOf(b, testkit.NewClock(testkit.Start), "RAA", "Alpha", shipped())
	for b.Loop() {
		o.ok(o.AddStaff(o.ctx, o.in(), desk.StaffMember{Number: "staff:RAA-1", Name: "Alex Alpha"}, "a trainer"))
	}
}
