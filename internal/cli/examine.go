package cli

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"muster/internal/config"
	"muster/internal/desk"
	"muster/internal/induction"
	"muster/internal/trust"
)

// examination is one look at this installation.
type examination struct {
	*job
	found   []finding
	setUp   bool // Muster has been started here and has an organisation
	machine desk.Machine
	trusted desk.TrustState
}

// note adds a finding: its words are cli.doctor.<name>, and what to do about it
// cli.doctor.<name>.do, both with the arguments.
func (e *examination) note(part string, s state, name string, args ...any) {
	f := finding{Part: part, State: s, Text: e.Words.T("cli.doctor."+name, args...)}
	if do := "cli.doctor." + name + ".do"; e.Words.Has(do) {
		f.Do = e.Words.T(do, args...)
	}
	e.found = append(e.found, f)
}

// settings names each setting that somebody made, and where.
func (e *examination) settings() {
	e.note("program", fine, "program", e.Version.Version, e.Version.Commit)
	for _, key := range config.Keys() {
		if o := e.Config.Origin(key); o.Source != config.Default {
			e.note("settings", fine, "setting", key, e.Config.Value(key), o.String())
		}
	}
}

// What a data folder needs, in bytes.
const (
	roomNeeded = 16 << 20
	roomWanted = 256 << 20
)

// folder looks at the data folder itself.
func (e *examination) folder() {
	dir := e.Config.Data
	info, err := os.Stat(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		e.note("data", look, "folder-missing", dir)
		return
	case err != nil:
		e.note("data", wrong, "folder-unreadable", dir, err)
		return
	case !info.IsDir():
		e.note("data", wrong, "folder-file", dir)
		return
	}
	if err := tryWrite(dir); err != nil {
		e.note("data", wrong, "folder-read-only", dir, err)
	} else {
		e.note("data", fine, "folder", dir)
	}
	e.room(dir)
	e.privacy(dir)
}

// tryWrite makes a file in a folder and takes it away again.
func tryWrite(dir string) error {
	f, err := os.CreateTemp(dir, ".doctor-*")
	if err != nil {
		return err
	}
	return errors.Join(f.Close(), os.Remove(f.Name()))
}

// room asks how much more the disk takes.
func (e *examination) room(dir string) {
	free, err := freeBytes(dir)
	mib := int64(min(free, 1<<62) >> 20)
	switch {
	case err != nil:
		e.note("disk", look, "room-unknown", err)
	case free < roomNeeded:
		e.note("disk", wrong, "room-none", mib)
	case free < roomWanted:
		e.note("disk", look, "room-little", mib)
	default:
		e.note("disk", fine, "room", mib)
	}
}

// privacy asks who else can read the records and what protects their key.
func (e *examination) privacy(dir string) {
	private := true
	sealed, _ := filepath.Glob(filepath.Join(dir, "keys", "*.key")) // only its own pattern can be wrong
	for _, path := range append([]string{dir, filepath.Join(dir, "datakey"), filepath.Join(dir, "muster.db")}, sealed...) {
		info, err := os.Stat(path)
		if err == nil && openToOthers(info) {
			private = false
			e.note("privacy", wrong, "open-to-others", path, info.Mode().Perm().String())
		}
	}
	if private {
		e.note("privacy", fine, "private")
	}
	switch _, err := os.Stat(filepath.Join(dir, "datakey")); {
	case err != nil: // the records say what a missing key means
	case encryptedDisk(dir):
		e.note("disk-encryption", fine, "encrypted")
	default:
		e.note("disk-encryption", look, "unencrypted")
	}
}

// records opens the database to read and runs every check of it.
func (e *examination) records() {
	r, err := e.Look(e.ctx)
	if induction.ReasonOf(err) == induction.CodeNotSetUp {
		e.note("records", look, "not-set-up")
		return
	}
	if err != nil {
		e.broken(err)
		return
	}
	defer r.Close()
	h, err := r.Desk.Store.Check(e.ctx)
	if err == nil {
		e.health(h)
		e.machine, err = r.Desk.Machine(e.ctx)
	}
	if err == nil {
		e.setUp = e.machine.SetUp
		e.organisation()
		e.clock()
		e.trusted, err = r.Desk.TrustState(e.ctx)
	}
	if err == nil && e.machine.Administrator {
		err = e.office(r.Desk)
	}
	if err != nil {
		e.broken(err)
	}
}

// broken tells why the records cannot be used, with what the desk says to do.
func (e *examination) broken(err error) {
	_, text := e.explain(err)
	e.found = append(e.found, finding{Part: "records", State: wrong, Text: e.Words.T("cli.doctor.broken"), Do: text})
}

func (e *examination) health(h desk.Health) {
	for _, p := range h.Problems {
		e.note("records", wrong, "problem", p)
	}
	if len(h.Problems) == 0 {
		e.note("records", fine, "records", h.Events, h.Learners, (h.Bytes+1<<20-1)>>20)
	}
	if h.LowDisk {
		e.note("ballast", look, "ballast")
	}
}

func (e *examination) organisation() {
	m := e.machine
	switch {
	case !m.SetUp:
		e.note("organisation", look, "no-organisation")
	case m.Organisation.Demo():
		e.note("organisation", look, "demonstration")
	case m.Administrator:
		e.note("organisation", fine, "office", m.Organisation.Name, m.Organisation.ODS)
	default:
		e.note("organisation", fine, "organisation", m.Organisation.Name, m.Organisation.ODS, m.Device)
	}
	if m.Open {
		e.note("session", fine, "session", m.Session.Room, e.Words.Moment(m.Session.Opened.UTC()))
	}
	switch m.NotIssuing {
	case induction.CodeDeviceRevoked, induction.CodeKeyRevoked, induction.CodeKeyRetired: // the rest shows in the keys and the clock
		e.found = append(e.found, finding{Part: "enrolment", State: wrong, Text: e.Words.T("cli.doctor.not-issuing"), Do: e.Words.T("refusal." + string(m.NotIssuing))})
	}
}

// office looks at the organisation's keys, where its administrator keeps them.
func (e *examination) office(d *desk.Desk) error {
	o, err := d.LookAtOffice(e.ctx)
	if err != nil {
		return err
	}
	if !o.KeyThere {
		e.note("keys", look, "key-away", o.KeyFolder)
		return nil
	}
	for _, k := range o.Keys {
		switch {
		case k.Sealed && len(k.Holders) == 1:
			e.note("keys", look, "one-administrator", k.Kid.Groups(), o.KeyFolder, k.Holders[0])
		case k.Sealed:
			e.note("keys", fine, "organisation-key", k.Kid.Groups(), o.KeyFolder, k.Holders)
		case k.Status == trust.InUse:
			e.note("keys", look, "key-not-there", k.Kid.Groups(), o.KeyFolder)
		}
	}
	return nil
}

// clock holds the clock against the highest time that was recorded.
func (e *examination) clock() {
	m := e.machine
	if m.ClockBehind {
		e.note("clock", wrong, "clock-behind", e.Words.Moment(m.Clock), e.Words.Moment(m.Floor.UTC()))
		return
	}
	e.note("clock", fine, "clock", e.Words.Moment(m.Clock), e.Words.Moment(m.Floor.UTC()))
}

// delegationSoon is how many days before its end a delegation is worth a word.
const delegationSoon = 30

// keys looks at the key files, which are not opened.
func (e *examination) keys() {
	all, err := e.keyFiles()
	if err != nil {
		e.note("keys", wrong, "keys-broken", err)
		return
	}
	device := false
	for _, k := range all {
		if k.Device == "" {
			if e.setUp && !e.machine.Administrator && !e.machine.Organisation.Demo() {
				e.note("keys", look, "organisation-key-here", k.File)
			}
			continue
		}
		device = true
		e.note("keys", fine, "passport-key", k.File)
		e.delegation(e.key(k))
	}
	if e.setUp && !device && !e.machine.Administrator {
		e.note("keys", wrong, "no-key")
	}
}

func (e *examination) delegation(k keyJSON) {
	switch d := k.Delegation; {
	case d == nil:
		e.note("keys", wrong, "no-delegation", k.Device)
	case d.DaysLeft < 0:
		e.note("keys", wrong, "delegation-over", k.Device, time.Unix(d.Expires, 0).UTC())
	case d.DaysLeft < delegationSoon:
		e.note("keys", look, "delegation-soon", k.Device, d.DaysLeft)
	default:
		e.note("keys", fine, "delegation", k.Device, d.DaysLeft)
	}
}

// trust looks at how old each list is.
func (e *examination) trust() {
	s := e.trusted
	if len(s.Organisations) == 0 {
		e.note("trust", look, "no-list")
		return
	}
	for _, a := range s.Lists {
		switch {
		case a.Missing:
			e.note("trust", look, "list-missing."+string(a.Kind), a.Name)
		case a.Stale:
			e.note("trust", look, "list-old."+string(a.Kind), a.Name, a.NextUpdate)
		default:
			e.note("trust", fine, "list-fresh."+string(a.Kind), a.Name, a.NextUpdate)
		}
	}
	switch {
	case len(s.Lists) > 0:
		e.note("trust", fine, "organisations", len(s.Organisations))
	case s.Stale:
		e.note("trust", look, "list-stale", s.NextUpdate)
	default:
		e.note("trust", fine, "list", len(s.Organisations), s.NextUpdate)
	}
}
