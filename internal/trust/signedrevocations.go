package trust

import (
	"bytes"
	"slices"
)

const (
	// MaxRevokedPassports is the most passports that one list revokes, and the most that a device spares.
	MaxRevokedPassports = 100_000
	// MaxRevokedDevices is the most devices that one list revokes.
	MaxRevokedDevices = 5_000
	// MaxRevokedKeys is the most keys that one list revokes.
	MaxRevokedKeys = 256
)

// SignedRevocations is what an organisation says no longer counts of its own: its passports, its
// devices, its keys. It says nothing of anybody else's. Everything is in ascending order, each once.
type SignedRevocations struct {
	Passports []PassportID
	Devices   []RevokedDevice
	Keys      []Kid
}

// RevokedDevice is a device whose passports no longer count, whatever their date, since a stolen key
// backdates.
type RevokedDevice struct {
	ID     string
	Spared []PassportID // those that still count, in ascending order
}

// Kind is KindRevocations.
func (SignedRevocations) Kind() Kind { return KindRevocations }

// Sorted returns the revocations in the order that the format asks for, each once.
func (v SignedRevocations) Sorted() SignedRevocations {
	out := SignedRevocations{Passports: ascending(v.Passports), Keys: ascending(v.Keys), Devices: slices.Clone(v.Devices)}
	slices.SortStableFunc(out.Devices, func(a, b RevokedDevice) int { return bytes.Compare([]byte(a.ID), []byte(b.ID)) })
	out.Devices = slices.CompactFunc(out.Devices, func(a, b RevokedDevice) bool { return a.ID == b.ID })
	for i := range out.Devices {
		out.Devices[i].Spared = ascending(out.Devices[i].Spared)
	}
	return out
}

func ascending[T PassportID | Kid](all []T) []T {
	out := slices.Clone(all)
	slices.SortFunc(out, compare[T])
	return slices.Compact(out)
}

func compare[T PassportID | Kid](a, b T) int {
	switch x := any(a).(type) {
	case PassportID:
		y := any(b).(PassportID)
		return bytes.Compare(x[:], y[:])
	default:
		x8, y8 := any(a).(Kid), any(b).(Kid)
		return bytes.Compare(x8[:], y8[:])
	}
}

func (v SignedRevocations) check(Head) error {
	if len(v.Passports) > MaxRevokedPassports || len(v.Devices) > MaxRevokedDevices || len(v.Keys) > MaxRevokedKeys {
		return rule("at most %d passports, %d devices and %d keys", MaxRevokedPassports, MaxRevokedDevices, MaxRevokedKeys)
	}
	if !isAscending(v.Passports, compare[PassportID]) || !isAscending(v.Keys, compare[Kid]) ||
		!isAscending(v.Devices, func(a, b RevokedDevice) int { return bytes.Compare([]byte(a.ID), []byte(b.ID)) }) {
		return rule("what is revoked must ascend, each once")
	}
	for _, d := range v.Devices {
		if !IsText(d.ID, 1, maxSubject) || len(d.Spared) > MaxRevokedPassports || !isAscending(d.Spared, compare[PassportID]) {
			return rule("a device is its id, and the passports that still count, ascending")
		}
	}
	return nil
}

// isAscending says whether each is above the one before.
func isAscending[T any](all []T, compare func(a, b T) int) bool {
	for i := 1; i < len(all); i++ {
		if compare(all[i-1], all[i]) >= 0 {
			return false
		}
	}
	return true
}

func (v SignedRevocations) encode() []byte {
	b := appendPassports(AppendInt(AppendMap(nil, 3), 1), v.Passports)
	b = AppendArray(AppendInt(b, 2), len(v.Devices))
	for _, d := range v.Devices {
		b = appendPassports(AppendText(AppendArray(b, 2), d.ID), d.Spared)
	}
	b = appendHead(AppendInt(b, 3), majorBytes, uint64(len(v.Keys)*len(Kid{})))
	for _, k := range v.Keys {
		b = append(b, k[:]...)
	}
	return b
}

func appendPassports(b []byte, all []PassportID) []byte {
	b = appendHead(b, majorBytes, uint64(len(all)*len(PassportID{})))
	for _, p := range all {
		b = append(b, p[:]...)
	}
	return b
}

func readSignedRevocations(r *Reader) Body {
	var v SignedRevocations
	r.Map(3, 3)
	r.Exactly(1)
	v.Passports = readPassports(r)
	r.Exactly(2)
	for n := r.Array(0, MaxRevokedDevices); n > 0 && !r.Failed(); n-- {
		r.Array(2, 2)
		v.Devices = append(v.Devices, RevokedDevice{ID: r.Text(1, maxSubject), Spared: readPassports(r)})
	}
	r.Exactly(3)
	for part := range slices.Chunk(r.pieces(len(Kid{}), MaxRevokedKeys), len(Kid{})) {
		v.Keys = append(v.Keys, Kid(part))
	}
	return v
}

func readPassports(r *Reader) []PassportID {
	b := r.pieces(len(PassportID{}), MaxRevokedPassports)
	if len(b) == 0 {
		return nil
	}
	all := make([]PassportID, 0, len(b)/len(PassportID{}))
	for part := range slices.Chunk(b, len(PassportID{})) {
		all = append(all, PassportID(part))
	}
	return all
}

// pieces reads a byte string of whole pieces of that size.
func (r *Reader) pieces(size, most int) []byte {
	b := r.Bytes(0, size*most)
	if len(b)%size != 0 {
		r.Failf("%d bytes are no whole number of pieces of %d", len(b), size)
		return nil
	}
	return b
}
