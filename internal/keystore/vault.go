package keystore

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"muster/internal/trust"
)

// Vault keeps one machine's key files in a folder.
type Vault struct {
	Dir    string // "keys" in the data folder
	Params Params // what a new passphrase's sealing costs
}

// The files of a vault.
const (
	organisationFile = "organisation.key"
	deviceFile       = "passport.key"
)

// listLife is how long a founding trust list counts as fresh: as long as the
// delegation beside it.
const listLife = trust.MaxDelegation

// Found makes an organisation's key and this device's, both sealed under one
// holder's passphrase, and returns the delegation of the one to the other and a
// trust list (the JSON of trust.List) that names the organisation. What an earlier
// Found for the same organisation left behind when it was cut short is replaced;
// another organisation's keys never are (ErrExists), unless it is a device's
// that waits for its first delegation.
func (v Vault) Found(issuer, name, device, holder, passphrase string, now time.Time) (delegation, list []byte, err error) {
	if err := v.free(issuer); err != nil {
		return nil, nil, err
	}
	who := Holder{Name: holder, Passphrase: passphrase}
	org, err := NewOrganisation(issuer, who, now, v.Params)
	if err != nil {
		return nil, nil, err
	}
	dev, err := NewDevice(issuer, device, who, now, v.Params)
	if err != nil {
		return nil, nil, err
	}
	if delegation, err = vouch(org, dev, passphrase, now); err != nil {
		return nil, nil, err
	}
	if err := v.save(org, dev); err != nil {
		return nil, nil, err
	}
	list, err = trust.List{
		Organisations: []trust.Organisation{{Issuer: issuer, Name: name, Key: org.Public, ValidFrom: now.Unix(), ValidTo: trust.Forever}},
		Issued:        now.Unix(), NextUpdate: now.Unix() + listLife,
	}.JSON()
	return delegation, list, err
}

// free refuses a vault that holds another organisation's key.
func (v Vault) free(issuer string) error {
	org, dev, err := v.Keys()
	if err != nil {
		return err
	}
	for _, f := range []*File{org, dev} {
		if f != nil && f.Issuer != issuer && !f.unused() {
			return ErrExists
		}
	}
	return nil
}

func vouch(org, dev *File, passphrase string, now time.Time) ([]byte, error) {
	key, err := org.OpenOrganisation(passphrase)
	if err != nil {
		return nil, err
	}
	defer key.Close()
	d, err := key.Delegate(trust.Grant{Issuer: org.Issuer, Device: dev.Device, NotBefore: now.Unix(), Expires: now.Unix() + trust.MaxDelegation, Key: dev.Public})
	if err != nil {
		return nil, err
	}
	return d, dev.SetDelegation(d)
}

func (v Vault) save(org, dev *File) error {
	if err := os.MkdirAll(v.Dir, 0o700); err != nil {
		return err
	}
	if err := org.Save(filepath.Join(v.Dir, organisationFile)); err != nil {
		return err
	}
	return dev.Save(filepath.Join(v.Dir, deviceFile))
}

// Unlock opens the passport key with one holder's own passphrase;
// trust.ErrPassphrase where it is not theirs.
func (v Vault) Unlock(holder, passphrase string) (trust.PassportKey, error) {
	f, err := v.device()
	if err != nil {
		return nil, err
	}
	return unlocked(f, holder, passphrase)
}

// unlocked keeps a key that did not open from being taken for one that did.
func unlocked(f *File, holder, passphrase string) (trust.PassportKey, error) {
	key, err := f.OpenAs(holder, passphrase)
	if err != nil {
		return nil, wrong(err)
	}
	return key, nil
}

// Keys looks the vault's key files up; what is not there is nil. The organisation's
// is a demonstration's: the newest there is.
func (v Vault) Keys() (organisation, device *File, err error) {
	for _, f := range []struct {
		path string
		into **File
	}{{v.Path(OrganisationKind), &organisation}, {v.Path(DeviceKind), &device}} {
		got, err := Load(f.path)
		if errors.Is(err, os.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, nil, fmt.Errorf("%s: %w", filepath.Base(f.path), err)
		}
		*f.into = got
	}
	return organisation, device, nil
}

// Path is where the vault keeps the key of a kind. An organisation's lies under its
// own name, or where the first release put it.
func (v Vault) Path(k Kind) string {
	if k == OrganisationKind {
		own := OrganisationKeys{Dir: v.Dir}
		if all, _ := own.List(); len(all) > 0 {
			return own.Path(all[len(all)-1].Key.Kid())
		}
		return filepath.Join(v.Dir, organisationFile)
	}
	return filepath.Join(v.Dir, deviceFile)
}
