// Package passport makes and checks passports of format 1, as FORMAT.md describes them. It knows
// nothing of screens, storage or the network: a check needs a text, a trust list and a time.
package passport

import (
	"crypto/rand"
	"fmt"
	"regexp"
	"time"

	"golang.org/x/text/unicode/norm"

	"muster/internal/trust"
)

const (
	// MaxItems is the most items that one passport holds.
	MaxItems = 32
	// DemoIssuer is the demonstration organisation. Its passports are caution at best, everywhere.
	DemoIssuer = "ods:DEMO0"

	day       = 86_400
	maxSmall  = 65_535
	maxHow    = 31
	minorBase = 64
)

// ID is a passport's number, its cti.
type ID = trust.PassportID

// NewID returns 16 random bytes.
func NewID() ID {
	var id ID
	rand.Read(id[:]) // it never fails: the program ends instead
	return id
}

// How says how an item was shown: bits that may stand together.
type How uint8

const (
	// Knowledge was tested.
	Knowledge How = 1 << iota
	// Practical was witnessed by an assessor.
	Practical
	// TestedOnly was shown by test, without teaching.
	TestedOnly
	// Taught before it was tested.
	Taught
	// AwaitingSignOff is content that no named clinician has signed off yet.
	AwaitingSignOff
)

// Has says whether every bit of b is set.
func (h How) Has(b How) bool { return h&b == b }

// words names the bits for JSON, in their order.
func (h How) words() []string {
	out := []string{}
	for i, w := range []string{"knowledge", "practical", "tested-only", "taught", "awaiting-sign-off"} {
		if h.Has(1 << i) {
			out = append(out, w)
		}
	}
	return out
}

// Item is one thing that the holder has completed.
type Item struct {
	Code      string `json:"code"`      // "<subject>.<level>", for example "resus.2-adult"
	Version   int    `json:"version"`   // of the module: major*64 + minor
	Completed int    `json:"completed"` // whole days before the UTC day of issue
	Valid     int    `json:"valid"`     // days from completion; 0 is without expiry
	How       How    `json:"how"`
}

// ModuleVersion packs a module's version, minor below 64, as an Item has it.
func ModuleVersion(major, minor int) int { return major*minorBase + minor }

// NewItem makes an item of a completion. It counts in whole UTC days; completed must not be after issued.
func NewItem(code string, version int, completed, issued time.Time, validDays int, how How) Item {
	days := floorDay(issued.Unix()) - floorDay(completed.Unix())
	return Item{Code: code, Version: version, Completed: int(days), Valid: validDays, How: how}
}

// VersionText writes the module's version as "major.minor".
func (i Item) VersionText() string {
	return fmt.Sprintf("%d.%d", i.Version/minorBase, i.Version%minorBase)
}

// CompletedOn returns the day of completion, at midnight UTC, in a passport issued at that time.
func (i Item) CompletedOn(issuedAt int64) time.Time {
	return time.Unix(day*(floorDay(issuedAt)-int64(i.Completed)), 0).UTC()
}

// LastSecond returns the last second the item is valid, in a passport issued at that time, and false when
// the item does not expire.
func (i Item) LastSecond(issuedAt int64) (int64, bool) {
	if i.Valid == 0 {
		return 0, false
	}
	return day*(floorDay(issuedAt)-int64(i.Completed)+int64(i.Valid)+1) - 1, true
}

// Expired says whether the item's last second is past at that time.
func (i Item) Expired(issuedAt, now int64) bool {
	last, ends := i.LastSecond(issuedAt)
	return ends && now > last
}

// floorDay returns the UTC day of a time, counted from 1970.
func floorDay(t int64) int64 {
	d := t / day
	if t%day < 0 {
		d--
	}
	return d
}

// Claims is what a passport says. Times are Unix seconds.
type Claims struct {
	Issuer        string `json:"issuer"`  // "ods:" and the organisation's ODS code
	Subject       string `json:"subject"` // the number in a register: "gmc:1234567", "nmc:…", "staff:…"
	Expires       int64  `json:"expires"` // the last second any item is valid; 0 when one has no expiry
	IssuedAt      int64  `json:"issued_at"`
	ID            ID     `json:"id"`
	Name          string `json:"name"`         // the holder's, NFC, 1–96 bytes
	Organisation  string `json:"organisation"` // its name for people, 1–96 bytes
	Device        string `json:"device"`       // where it was done, 1–40 bytes
	Session       string `json:"session"`      // 1–40 bytes
	Trainer       string `json:"trainer"`      // up to 40 bytes, may be empty
	Framework     string `json:"framework"`    // for example "cstf-eng/1.1", 1–24 bytes
	Items         []Item `json:"items"`        // 1–32
	Demonstration bool   `json:"demonstration"`
}

// Passport is a passport that was issued: its text, and what the text says.
type Passport struct {
	Text      string `json:"text"`
	Claims    Claims `json:"claims"`
	QRVersion int    `json:"qr_version"` // of the symbol, level M
}

// Expiry returns the last second any item is valid, or 0 when one has no expiry.
func (c Claims) Expiry() int64 {
	var last int64
	for _, i := range c.Items {
		t, ends := i.LastSecond(c.IssuedAt)
		if !ends {
			return 0
		}
		last = max(last, t)
	}
	return last
}

var (
	subjectPattern = regexp.MustCompile(`^[a-z]{2,8}:[0-9A-Za-z./-]{1,32}$`)
	codePattern    = regexp.MustCompile(`^[a-z0-9-]+\.[a-z0-9-]+$`)
)

// IsSubject says whether s is a register and a number, as the format writes them.
func IsSubject(s string) bool { return subjectPattern.MatchString(s) }

// IsCode says whether s is a subject and a level with one dot between, at most 24 characters.
func IsCode(s string) bool { return len(s) <= 24 && codePattern.MatchString(s) }

// Check holds claims against every rule of the format. It returns ErrClaims with the first that is broken.
func (c Claims) Check() error {
	if err := c.checkWho(); err != nil {
		return err
	}
	if err := c.checkWhere(); err != nil {
		return err
	}
	if len(c.Items) < 1 || len(c.Items) > MaxItems {
		return broken("it must have 1 to %d items, not %d", MaxItems, len(c.Items))
	}
	for n, i := range c.Items {
		if err := i.check(c.IssuedAt); err != nil {
			return fmt.Errorf("%w (item %d)", err, n+1)
		}
	}
	if c.Expires != c.Expiry() || c.Expires > trust.MaxTime {
		return broken("its expiry is not the last second of its items")
	}
	return nil
}

func (c Claims) checkWho() error {
	switch {
	case !trust.IsIssuer(c.Issuer):
		return fmt.Errorf("%w: %w", ErrClaims, trust.ErrIssuer)
	case !IsSubject(c.Subject):
		return broken("the holder's number %q is not written as register:number", c.Subject)
	case c.IssuedAt < 0 || c.IssuedAt > trust.MaxTime:
		return broken("the time of issue is out of range")
	case !trust.IsText(c.Name, 1, 96):
		return broken("the holder's name must have 1 to 96 bytes that can be shown")
	case !norm.NFC.IsNormalString(c.Name):
		return broken("the holder's name is not in the composed form (NFC)")
	}
	return nil
}

func (c Claims) checkWhere() error {
	for _, s := range []struct {
		what, text  string
		least, most int
	}{
		{"organisation's name", c.Organisation, 1, 96},
		{"device", c.Device, 1, 40},
		{"session", c.Session, 1, 40},
		{"trainer", c.Trainer, 0, 40},
		{"framework", c.Framework, 1, 24},
	} {
		if !trust.IsText(s.text, s.least, s.most) {
			return broken("the %s must have %d to %d bytes that can be shown", s.what, s.least, s.most)
		}
	}
	return nil
}

func (i Item) check(issuedAt int64) error {
	switch {
	case !IsCode(i.Code):
		return broken("the code %q is not <subject>.<level> in a–z, 0–9 and hyphens", i.Code)
	case i.Version < 0 || i.Version > maxSmall:
		return broken("the module's version is out of range")
	case i.Completed < 0 || i.Completed > maxSmall:
		return broken("it was completed after the day of issue, or too long before")
	case int64(i.Completed) > floorDay(issuedAt):
		return broken("it was completed before 1970")
	case i.Valid < 0 || i.Valid > maxSmall:
		return broken("its days of validity are out of range")
	case i.How > maxHow:
		return broken("how it was shown is out of range")
	}
	return nil
}

func broken(format string, args ...any) error {
	return fmt.Errorf("%w: %s", ErrClaims, fmt.Sprintf(format, args...))
}
