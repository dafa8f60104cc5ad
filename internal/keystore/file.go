package keystore

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"muster/internal/trust"
)

// A key file, format 1, is one line and a JSON object:
//
//	muster-key 1 <SHA-256 of all that follows, hex>
//	{"kind":…,"issuer":…,"device":…,"created":…,"public_key":…,"slots":[…],"sealed":…,"delegation":…}
//
// sealed is the private key under a random 32-byte file key; each slot is that file key under Argon2id of
// one person's passphrase. Both are AES-256-GCM, nonce first. Bound to both are kind, issuer, device and
// public key, and to a slot its name, salt and cost as well, so that nothing can be exchanged. The sum in
// the first line keeps nobody out; it tells a damaged file from a wrong passphrase. The delegation is
// public and signed, and stands outside of what is sealed.
const (
	magic      = "muster-key"
	version    = 1
	maxFile    = 256 << 10
	maxSlots   = 32
	maxSlotLen = 96
)

// Kind is what a key is for.
type Kind string

const (
	// OrganisationKind keys sign delegations and lists, and never a passport.
	OrganisationKind Kind = "organisation"
	// DeviceKind keys sign passports, and nothing else.
	DeviceKind Kind = "device"
)

// File is a key file: what may be read without a passphrase, and the sealed rest.
type File struct {
	Kind    Kind
	Issuer  string    // "ods:" and the ODS code
	Device  string    // the device's id; empty for an organisation
	Created int64     // Unix seconds
	Public  trust.Key // the public half

	slots      []slot
	sealed     []byte
	delegation []byte
}

// slot is the file key sealed for one person.
type slot struct {
	Name   string `json:"name"`
	Params Params `json:"argon2id"`
	Salt   []byte `json:"salt"`
	Sealed []byte `json:"sealed"`
}

// body is the JSON of a file.
type body struct {
	Kind       Kind   `json:"kind"`
	Issuer     string `json:"issuer"`
	Device     string `json:"device"`
	Created    int64  `json:"created"`
	Public     []byte `json:"public_key"`
	Slots      []slot `json:"slots"`
	Sealed     []byte `json:"sealed"`
	Delegation []byte `json:"delegation"`
}

// Encode writes the file's bytes.
func (f *File) Encode() ([]byte, error) {
	b, err := json.MarshalIndent(body{
		f.Kind, f.Issuer, f.Device, f.Created, f.Public.COSE(), f.slots, f.sealed, f.delegation,
	}, "", " ")
	if err != nil {
		return nil, err
	}
	b = append(b, '\n')
	sum := sha256.Sum256(b)
	return append(fmt.Appendf(nil, "%s %d %x\n", magic, version, sum), b...), nil
}

// Parse reads a file's bytes. It opens nothing and spends nothing, and refuses what is damaged, newer, or
// asks for more memory or time than is safe.
func Parse(b []byte) (*File, error) {
	content, err := checked(b)
	if err != nil {
		return nil, err
	}
	var v body
	d := json.NewDecoder(bytes.NewReader(content))
	d.DisallowUnknownFields()
	if err := d.Decode(&v); err != nil {
		return nil, fmt.Errorf("%w (%w)", ErrDamaged, err)
	}
	public, err := trust.ParseKey(v.Public)
	if err != nil {
		return nil, fmt.Errorf("%w (%w)", ErrDamaged, err)
	}
	f := &File{v.Kind, v.Issuer, v.Device, v.Created, public, v.Slots, v.Sealed, v.Delegation}
	if err := f.check(); err != nil {
		return nil, err
	}
	if same, err := f.Encode(); err != nil || !bytes.Equal(same, b) {
		return nil, fmt.Errorf("%w (it is written otherwise than this program writes)", ErrDamaged)
	}
	return f, nil
}

// checked returns what follows the first line, when the line's sum is that of it.
func checked(b []byte) ([]byte, error) {
	if len(b) > maxFile {
		return nil, fmt.Errorf("%w: it is larger than any", ErrNotAKeyFile)
	}
	line, content, _ := bytes.Cut(b, []byte("\n"))
	words := strings.Split(string(line), " ")
	if words[0] != magic || len(words) < 2 {
		return nil, ErrNotAKeyFile
	}
	n, err := strconv.ParseUint(words[1], 10, 16)
	switch {
	case err == nil && n > version:
		return nil, ErrNewer
	case err != nil || n != version || len(words) != 3:
		return nil, ErrDamaged
	}
	if sum := sha256.Sum256(content); words[2] != hex.EncodeToString(sum[:]) {
		return nil, fmt.Errorf("%w (its sum differs)", ErrDamaged)
	}
	return content, nil
}

func (f *File) check() error {
	if err := f.checkNames(); err != nil {
		return fmt.Errorf("%w (%w)", ErrDamaged, err)
	}
	if err := checkSlots(f.slots); err != nil {
		return err
	}
	if len(f.delegation) > 0 {
		return f.checkDelegation(f.delegation)
	}
	return nil
}

// checkNames holds what the key is called against the rules of the format.
func (f *File) checkNames() error {
	switch {
	case f.Created < 0 || f.Created > trust.MaxTime:
		return fmt.Errorf("%w: the time is out of range", ErrName)
	case !trust.IsIssuer(f.Issuer):
		return fmt.Errorf("%w: %w", ErrName, trust.ErrIssuer)
	case f.Kind == OrganisationKind && f.Device == "", f.Kind == DeviceKind && trust.IsText(f.Device, 1, 40):
		return nil
	}
	return fmt.Errorf("%w: the device's id must have 1 to 40 bytes", ErrName)
}

func checkSlots(all []slot) error {
	if len(all) < 1 || len(all) > maxSlots {
		return ErrDamaged
	}
	var work uint64
	for _, s := range all {
		if !trust.IsText(s.Name, 1, maxSlotLen) || len(s.Salt) != saltSize {
			return ErrDamaged
		}
		if err := s.Params.check(); err != nil {
			return err
		}
		work += s.Params.work()
	}
	if work > maxWork {
		return ErrCost
	}
	return nil
}

// checkDelegation holds a delegation against the key. Its signature is the checkers' business.
func (f *File) checkDelegation(b []byte) error {
	d, err := trust.ParseDelegation(b)
	switch {
	case err != nil:
		return fmt.Errorf("%w: %w", ErrDelegation, err)
	case f.Kind != DeviceKind:
		return ErrKind
	case d.Key != f.Public || d.Issuer != f.Issuer || d.Device != f.Device:
		return ErrDelegation
	}
	return nil
}

// about is what is bound to the sealed key.
func (f *File) about() []byte {
	b := trust.AppendArray(nil, 5)
	for _, s := range []string{magic, string(f.Kind), f.Issuer, f.Device} {
		b = trust.AppendText(b, s)
	}
	return append(b, f.Public.COSE()...)
}

// about is what is bound to a slot.
func (s slot) about(f *File) []byte {
	b := trust.AppendText(f.about(), s.Name)
	b = trust.AppendBytes(b, s.Salt)
	for _, v := range []int64{int64(s.Params.Time), int64(s.Params.MemoryKiB), int64(s.Params.Threads)} {
		b = trust.AppendInt(b, v)
	}
	return b
}

// Holders returns the names of those who have a passphrase on the key, in the order they were given one.
func (f *File) Holders() []string {
	var names []string
	for _, s := range f.slots {
		names = append(names, s.Name)
	}
	return names
}

// Delegation returns the device's delegation, or nothing.
func (f *File) Delegation() []byte { return slices.Clone(f.delegation) }

// SetDelegation puts a device's delegation into the file, or returns ErrDelegation when it is for another
// device or key. No passphrase is needed: a delegation is public.
func (f *File) SetDelegation(b []byte) error {
	if err := f.checkDelegation(b); err != nil {
		return err
	}
	f.delegation = slices.Clone(b)
	return nil
}
