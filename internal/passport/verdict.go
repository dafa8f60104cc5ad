package passport

import (
	"strings"
	"time"

	"muster/internal/trust"
)

// Band is the one glance: accept, look closer, or no.
type Band string

// The three bands.
const (
	Accept  Band = "accept"
	Caution Band = "caution"
	Refuse  Band = "refuse"
)

// Status is what a check found, in the words that files and vectors use.
type Status string

// Every status there is: the one that accepts, the cautions in the order they are told, the refusals.
const (
	Valid Status = "valid"

	IssuerUnknown   Status = "issuer-unknown"
	ListsStale      Status = "lists-stale"
	ClockDoubtful   Status = "clock-doubtful"
	SomeExpired     Status = "some-expired"
	AwaitingContent Status = "awaiting-sign-off"
	Demonstration   Status = "demonstration"

	NotAPassport Status = "not-a-passport"
	NewerFormat  Status = "newer-format"
	Damaged      Status = "damaged"
	Forged       Status = "forged"
	Revoked      Status = "revoked"
	NotYetValid  Status = "not-yet-valid"
	Expired      Status = "expired"
)

// Statuses returns every status in the order of the format page, for those who need words for each.
func Statuses() []Status {
	return []Status{
		Valid, IssuerUnknown, ListsStale, ClockDoubtful, SomeExpired, AwaitingContent, Demonstration,
		NotAPassport, NewerFormat, Damaged, Forged, Revoked, NotYetValid, Expired,
	}
}

// Verdict is the answer to "may I rely on this?". A screen shows it and --json prints it as it is. What
// was not verified is not in it.
type Verdict struct {
	Format  int      `json:"format"` // of this answer: 1
	Band    Band     `json:"band"`
	Status  Status   `json:"status"`           // the first of Reasons
	Reasons []Status `json:"reasons"`          // the one refusal, or every caution in order, or valid
	Detail  string   `json:"detail,omitempty"` // of a refusal or of stale lists, for the helpdesk, in English

	// Shown says whether the claims may be shown; Claims and Items are empty otherwise.
	Shown  bool          `json:"shown"`
	Claims *Claims       `json:"claims,omitempty"`
	Items  []ItemVerdict `json:"items,omitempty"`

	// Organisation and Issuer are as the trust list has them; empty for an issuer that is not listed.
	Organisation string `json:"organisation,omitempty"`
	Issuer       string `json:"issuer,omitempty"`
	// SignedOn is the device that signed, as its delegation names it; with Shown alone.
	SignedOn string `json:"signed_on,omitempty"`
	// KidGroups is the start of the fingerprint of an issuer that is not listed: three groups of four.
	KidGroups string `json:"kid_groups,omitempty"`

	Freshness Freshness `json:"freshness"`
}

// Freshness is what every verdict says of its own ground. Times are Unix seconds.
type Freshness struct {
	CheckedAt     int64 `json:"checked_at"`       // the clock, or the floor when the clock is below it
	Clock         int64 `json:"clock"`            // what the clock said
	ClockDoubtful bool  `json:"clock_doubtful"`   // it is below a time already seen
	ListIssued    int64 `json:"list_issued"`      // of the trust list
	NextUpdate    int64 `json:"list_next_update"` // past it the list is stale
	ListAgeDays   int64 `json:"list_age_days"`
	ListStale     bool  `json:"list_stale"`

	// What follows is told where the list was put together from signed ones and names the issuer; ListIssued
	// and what goes with it are then of the list that names it.

	ListFrom           string        `json:"list_from,omitempty"`               // the issuer of that list
	RevocationsIssued  int64         `json:"revocations_issued,omitempty"`      // of the issuer's own list
	RevocationsUpdate  int64         `json:"revocations_next_update,omitempty"` // past it that list is stale
	RevocationsAgeDays int64         `json:"revocations_age_days,omitempty"`
	Why                []trust.Stale `json:"stale_because,omitempty"` // what is missing or overdue
}

// of puts in what is known of one issuer.
func (f *Freshness) of(issuer string, list trust.List) {
	k, ok := list.Known[issuer]
	if !ok {
		return
	}
	f.ListFrom, f.Why = k.From, k.StaleAt(f.CheckedAt)
	f.ListIssued, f.NextUpdate, f.ListAgeDays = k.List.Issued, k.List.NextUpdate, f.days(k.List)
	f.RevocationsIssued, f.RevocationsUpdate, f.RevocationsAgeDays = k.Revocations.Issued, k.Revocations.NextUpdate, f.days(k.Revocations)
	f.ListStale = len(f.Why) > 0
}

// days is the age of something; of nothing it is 0.
func (f *Freshness) days(a trust.Age) int64 {
	if a.IsZero() {
		return 0
	}
	return max(0, f.CheckedAt-a.Issued) / day
}

// staleDetail says in English what is missing or overdue.
func staleDetail(why []trust.Stale) string {
	var all []string
	for _, w := range why {
		all = append(all, staleWords[w])
	}
	return strings.Join(all, "; ")
}

var staleWords = map[trust.Stale]string{
	trust.ListMissing:        "no trust list in force names the issuer",
	trust.ListOverdue:        "the next trust list is overdue",
	trust.RevocationsMissing: "no revocation list of the issuer has been received",
	trust.RevocationsOverdue: "the issuer's next revocation list is overdue",
}

// ItemVerdict is one item as a person reads it. Days are in UTC, "2006-01-02".
type ItemVerdict struct {
	Code        string   `json:"code"`
	Version     string   `json:"version"` // "major.minor"
	CompletedOn string   `json:"completed_on"`
	ValidUntil  string   `json:"valid_until,omitempty"` // the last day; empty without expiry
	Expired     bool     `json:"expired"`
	How         []string `json:"how"`
	Awaiting    bool     `json:"awaiting_sign_off"`
}

// OK says whether the passport is accepted without more.
func (v Verdict) OK() bool { return v.Band == Accept }

// Has says whether a status is among the reasons.
func (v Verdict) Has(s Status) bool {
	for _, r := range v.Reasons {
		if r == s {
			return true
		}
	}
	return false
}

// show puts the verified claims into the verdict.
func (v *Verdict) show(c Claims, signedOn string) {
	v.Shown, v.Claims, v.SignedOn = true, &c, signedOn
	for _, i := range c.Items {
		v.Items = append(v.Items, i.verdict(c.IssuedAt, v.Freshness.CheckedAt))
	}
}

func (i Item) verdict(issuedAt, now int64) ItemVerdict {
	out := ItemVerdict{
		Code:        i.Code,
		Version:     i.VersionText(),
		CompletedOn: i.CompletedOn(issuedAt).Format(time.DateOnly),
		Expired:     i.Expired(issuedAt, now),
		How:         i.How.words(),
		Awaiting:    i.How.Has(AwaitingSignOff),
	}
	if last, ends := i.LastSecond(issuedAt); ends {
		out.ValidUntil = time.Unix(last, 0).UTC().Format(time.DateOnly)
	}
	return out
}

// freshness judges the list and the clock by the highest time that was seen before.
func freshness(list trust.List, now, floor int64) Freshness {
	at := max(now, floor)
	return Freshness{
		CheckedAt: at, Clock: now, ClockDoubtful: now < floor,
		ListIssued: list.Issued, NextUpdate: list.NextUpdate,
		ListAgeDays: max(0, at-list.Issued) / day, ListStale: at > list.NextUpdate,
	}
}
