package keystore

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"muster/internal/trust"
)

// OrganisationKeys keeps an organisation's keys in a folder of the administrator's
// choice, on the administrator's machine or on a stick, each in a file of its own:
// organisation-<kid>.key. It never makes, moves or removes a folder that holds keys.
type OrganisationKeys struct {
	Dir    string
	Params Params // what a new passphrase's sealing costs
}

// What an organisation's key file is called.
const (
	organisationPrefix = "organisation-"
	keySuffix          = ".key"
)

// Path is the file of one key.
func (k OrganisationKeys) Path(kid trust.Kid) string {
	return filepath.Join(k.Dir, organisationPrefix+kid.String()+keySuffix)
}

// Make makes a new key, sealed for one person, and opens it. It makes the folder
// too, in one that is there, and writes over no other key. Errors are ErrFolder,
// ErrReadOnly, ErrFull, ErrName, and ErrShort or ErrLong of the passphrase.
func (k OrganisationKeys) Make(issuer, holder, passphrase string, now time.Time) (trust.OrganisationKey, error) {
	f, err := NewOrganisation(issuer, Holder{holder, passphrase}, now, k.Params)
	if err != nil {
		return nil, err
	}
	if err := os.Mkdir(k.Dir, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return nil, onDisk(err)
	}
	if err := k.there(); err != nil {
		return nil, err
	}
	if err := f.SaveNew(k.Path(f.Public.Kid())); err != nil {
		return nil, onDisk(err)
	}
	return opened(f.openOrganisationAs(holder, passphrase))
}

// Open opens a key for one of its holders. Errors are ErrFolder where the folder or
// its stick is away, ErrNoKey where the folder is there and the key is not (both are
// fs.ErrNotExist), trust.ErrPassphrase, ErrDamaged, ErrNewer.
func (k OrganisationKeys) Open(kid trust.Kid, holder, passphrase string) (trust.OrganisationKey, error) {
	f, err := k.load(kid)
	if err != nil {
		return nil, err
	}
	return opened(f.openOrganisationAs(holder, passphrase))
}

// opened keeps a key that did not open from being taken for one that did.
func opened(u *UnlockedOrganisation, err error) (trust.OrganisationKey, error) {
	if err != nil {
		return nil, wrong(err)
	}
	return u, nil
}

// List looks up what is in the folder, the oldest first; it opens nothing. Where some
// of the files cannot be read it lists the others, with an error that names them.
func (k OrganisationKeys) List() (all []trust.Sealed, err error) {
	if err := k.there(); err != nil {
		return nil, err
	}
	entries, err := os.ReadDir(k.Dir)
	if err != nil {
		return nil, onDisk(err)
	}
	var bad []error
	for _, e := range entries {
		kid, ok := kidOf(e.Name())
		if !ok {
			continue
		}
		f, err := k.load(kid)
		if err != nil {
			bad = append(bad, err)
			continue
		}
		all = append(all, trust.Sealed{Key: f.Public, Issuer: f.Issuer, Holders: f.Holders(), Made: time.Unix(f.Created, 0).UTC()})
	}
	slices.SortStableFunc(all, func(a, b trust.Sealed) int { return a.Made.Compare(b.Made) })
	return all, errors.Join(bad...)
}

// kidOf reads the key's short name out of a file's.
func kidOf(name string) (kid trust.Kid, ok bool) {
	text, isKey := strings.CutPrefix(name, organisationPrefix)
	text, ends := strings.CutSuffix(text, keySuffix)
	return kid, isKey && ends && kid.UnmarshalText([]byte(text)) == nil && kid.String() == text
}

// AddHolder lets another person open a key; passphrase is of one who can already.
// ErrSlot where they can already.
func (k OrganisationKeys) AddHolder(kid trust.Kid, passphrase, next, nextPassphrase string) error {
	return k.change(kid, func(f *File) error { return f.AddHolder(passphrase, Holder{next, nextPassphrase}, k.Params) })
}

// RemoveHolder takes a person off a key; the last one stays (ErrSlot). A copy of the
// file from before still opens for them: who must be shut out for good is shut out by
// a new key.
func (k OrganisationKeys) RemoveHolder(kid trust.Kid, holder string) error {
	return k.change(kid, func(f *File) error { return f.RemoveHolder(holder) })
}

// ChangePassphrase gives a holder another passphrase, with the one they have.
func (k OrganisationKeys) ChangePassphrase(kid trust.Kid, holder, passphrase, next string) error {
	return k.change(kid, func(f *File) error { return f.changeOf(Holder{holder, passphrase}, next, k.Params) })
}

// change reads a key file, changes it and writes it back whole.
func (k OrganisationKeys) change(kid trust.Kid, do func(*File) error) error {
	f, err := k.load(kid)
	if err != nil {
		return err
	}
	if err := do(f); err != nil {
		return wrong(err)
	}
	return onDisk(f.Save(k.Path(kid)))
}

// load reads a key file, which has to hold what its name says.
func (k OrganisationKeys) load(kid trust.Kid) (*File, error) {
	if err := k.there(); err != nil {
		return nil, err
	}
	f, err := Load(k.Path(kid))
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("%w: %w", ErrNoKey, err)
	case err != nil:
		return nil, onDisk(err)
	case f.Kind != OrganisationKind:
		return nil, fmt.Errorf("%s: %w", k.Path(kid), ErrKind)
	case f.Public.Kid() != kid:
		return nil, fmt.Errorf("%s: %w (it holds another key than its name says)", k.Path(kid), ErrDamaged)
	}
	return f, nil
}

// there tells a folder that is away, as on a stick that was taken out, from a key
// that is missing in it.
func (k OrganisationKeys) there() error {
	info, err := os.Stat(k.Dir)
	if err == nil && !info.IsDir() {
		err = fmt.Errorf("%s: %w", k.Dir, fs.ErrNotExist)
	}
	return onDisk(err)
}

// Cabinet opens organisations' keys in whatever folder it is given; each method is
// that of OrganisationKeys.
type Cabinet struct{ Params Params }

func (c Cabinet) in(folder string) OrganisationKeys { return OrganisationKeys{folder, c.Params} }

// Make makes a new key in the folder and opens it.
func (c Cabinet) Make(folder, issuer, holder, passphrase string, now time.Time) (trust.OrganisationKey, error) {
	return c.in(folder).Make(issuer, holder, passphrase, now)
}

// Open opens a key in the folder for one of its holders.
func (c Cabinet) Open(folder string, kid trust.Kid, holder, passphrase string) (trust.OrganisationKey, error) {
	return c.in(folder).Open(kid, holder, passphrase)
}

// List looks up what is in the folder.
func (c Cabinet) List(folder string) ([]trust.Sealed, error) { return c.in(folder).List() }

// AddHolder lets another person open a key in the folder.
func (c Cabinet) AddHolder(folder string, kid trust.Kid, passphrase, next, nextPassphrase string) error {
	return c.in(folder).AddHolder(kid, passphrase, next, nextPassphrase)
}

// RemoveHolder takes a person off a key in the folder.
func (c Cabinet) RemoveHolder(folder string, kid trust.Kid, holder string) error {
	return c.in(folder).RemoveHolder(kid, holder)
}

// ChangePassphrase gives a holder of a key in the folder another passphrase.
func (c Cabinet) ChangePassphrase(folder string, kid trust.Kid, holder, passphrase, next string) error {
	return c.in(folder).ChangePassphrase(kid, holder, passphrase, next)
}
