package trust

import (
	"encoding/json"
	"fmt"
	"io"
)

// What is read of a trust list at most.
const (
	maxListBytes     = 8 << 20
	maxOrganisations = 5_000
	maxRevoked       = 100_000
)

// ReadList reads a trust list in JSON, at most 8 MiB. Every member is needed, none other may stand there
// and none twice: a list that is half understood is worse than none.
func ReadList(r io.Reader) (List, error) {
	b, err := ReadAll(r, maxListBytes)
	if err != nil {
		return List{}, err
	}
	return ParseList(b)
}

// ParseList reads a trust list from JSON that is already in memory.
func ParseList(b []byte) (List, error) {
	m, err := Object(b, "organisations", "revoked", "list_issued", "list_next_update")
	if err != nil {
		return List{}, err
	}
	var l List
	if l.Organisations, err = array(m["organisations"], maxOrganisations, parseOrganisation); err != nil {
		return List{}, fmt.Errorf("organisations: %w", err)
	}
	if l.Revoked, err = parseRevoked(m["revoked"]); err != nil {
		return List{}, fmt.Errorf("revoked: %w", err)
	}
	if l.Issued, err = parseTime(m["list_issued"]); err != nil {
		return List{}, fmt.Errorf("list_issued: %w", err)
	}
	if l.NextUpdate, err = parseTime(m["list_next_update"]); err != nil {
		return List{}, fmt.Errorf("list_next_update: %w", err)
	}
	return l, nil
}

func parseOrganisation(b json.RawMessage) (Organisation, error) {
	m, err := Object(b, "iss", "name", "x", "y", "valid_from", "valid_to")
	if err != nil {
		return Organisation{}, err
	}
	var o Organisation
	if o.Issuer, err = String(m["iss"]); err != nil {
		return o, err
	}
	if o.Name, err = String(m["name"]); err != nil {
		return o, err
	}
	if o.Key, err = parseCoordinates(m["x"], m["y"]); err != nil {
		return o, err
	}
	if o.ValidFrom, err = parseTime(m["valid_from"]); err != nil {
		return o, err
	}
	o.ValidTo = Forever
	if string(m["valid_to"]) != "null" {
		if o.ValidTo, err = parseTime(m["valid_to"]); err != nil {
			return o, err
		}
	}
	return o, o.check()
}

func parseCoordinates(x, y json.RawMessage) (Key, error) {
	var point [2][32]byte
	for i, raw := range []json.RawMessage{x, y} {
		s, err := String(raw)
		if err != nil {
			return Key{}, err
		}
		if err := unhex(point[i][:], []byte(s)); err != nil {
			return Key{}, err
		}
	}
	return NewKey(point[0][:], point[1][:])
}

func parseRevoked(b json.RawMessage) (r Revocations, err error) {
	m, err := Object(b, "cti", "devices", "keys")
	if err != nil {
		return r, err
	}
	if r.Passports, err = array(m["cti"], maxRevoked, parseHex[PassportID]); err != nil {
		return r, err
	}
	if r.Keys, err = array(m["keys"], maxRevoked, parseHex[Kid]); err != nil {
		return r, err
	}
	r.Devices, err = array(m["devices"], maxRevoked, parseDevice)
	return r, err
}

// parseHex reads a string that a fixed-size type reads as hex.
func parseHex[T any, P interface {
	*T
	UnmarshalText([]byte) error
}](b json.RawMessage) (v T, err error) {
	s, err := String(b)
	if err != nil {
		return v, err
	}
	return v, P(&v).UnmarshalText([]byte(s))
}

// parseDevice reads ["ods:RXX", "kiosk-07"].
func parseDevice(b json.RawMessage) (Device, error) {
	pair, err := array(b, 2, String)
	if err != nil || len(pair) != 2 {
		return Device{}, fmt.Errorf("%w: a device is its organisation and its id", ErrJSON)
	}
	if !IsIssuer(pair[0]) || !IsText(pair[1], 1, 40) {
		return Device{}, fmt.Errorf("%w: a device is its organisation and its id", ErrJSON)
	}
	return Device{pair[0], pair[1]}, nil
}

func parseTime(b json.RawMessage) (int64, error) {
	v, err := Integer(b)
	if err == nil && (v < 0 || v > MaxTime) {
		err = fmt.Errorf("%w: %d is not a time the format can name", ErrJSON, v)
	}
	return v, err
}

// JSON writes the list, one line for each member, ending in a newline.
func (l List) JSON() ([]byte, error) {
	type organisation struct {
		Issuer    string `json:"iss"`
		Name      string `json:"name"`
		X         string `json:"x"`
		Y         string `json:"y"`
		ValidFrom int64  `json:"valid_from"`
		ValidTo   *int64 `json:"valid_to"`
	}
	type revoked struct {
		Passports []PassportID `json:"cti"`
		Devices   [][2]string  `json:"devices"`
		Keys      []Kid        `json:"keys"`
	}
	out := struct {
		Organisations []organisation `json:"organisations"`
		Revoked       revoked        `json:"revoked"`
		Issued        int64          `json:"list_issued"`
		NextUpdate    int64          `json:"list_next_update"`
	}{[]organisation{}, revoked{list(l.Revoked.Passports), [][2]string{}, list(l.Revoked.Keys)}, l.Issued, l.NextUpdate}
	for _, o := range l.Organisations {
		if err := o.check(); err != nil {
			return nil, err
		}
		e := organisation{o.Issuer, o.Name, o.Key.X(), o.Key.Y(), o.ValidFrom, nil}
		if o.ValidTo != Forever {
			e.ValidTo = &o.ValidTo
		}
		out.Organisations = append(out.Organisations, e)
	}
	for _, d := range l.Revoked.Devices {
		out.Revoked.Devices = append(out.Revoked.Devices, [2]string{d.Issuer, d.ID})
	}
	b, err := json.MarshalIndent(out, "", " ")
	return append(b, '\n'), err
}

// list makes an empty slice of none, so that JSON has [] and never null.
func list[T any](s []T) []T { return append(make([]T, 0, len(s)), s...) }
