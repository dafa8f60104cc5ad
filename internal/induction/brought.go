package induction

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// Hold binds a passport that was brought to the person it is to count for: it is
// refused where it names somebody else, where its number is another organisation's
// own, and where the programme excludes its issuer. This organisation's own passport
// counts like any other: it may come from another of its machines. A name that is
// spelt otherwise is a doubt; case and spaces are forgiven, accents are not. Own is
// this organisation as an issuer. A refusal that is there already stays.
func Hold(b Brought, holder Learner, own string, p Programme) Brought {
	b.Doubts = slices.Clone(b.Doubts)
	switch {
	case b.Refused != "":
	case b.Holder.Register() == Staff && b.Issuer != own:
		b.Refused = RefusedStaffNumber
	case b.Holder == "" || !strings.EqualFold(string(b.Holder), string(holder.Number)):
		b.Refused = RefusedHolder
	case p.excludes(b.Issuer):
		b.Refused = RefusedExcluded
	case !sameName(b.Name, holder.Name) && !slices.Contains(b.Doubts, DoubtName):
		b.Doubts = append(b.Doubts, DoubtName)
	}
	return b
}

// Hold is Hold for a passport that was kept: one that was taken back is refused.
func (r Recognition) Hold(b Brought, holder Learner, own string, p Programme) Brought {
	if b = Hold(b, holder, own, p); b.Refused == "" && r.Withdrawn.Made() {
		b.Refused = RefusedWithdrawn
	}
	return b
}

func sameName(a, b string) bool {
	return strings.EqualFold(strings.Join(strings.Fields(a), " "), strings.Join(strings.Fields(b), " "))
}

// The characters that a reason has, and the most that the name of who issued
// evidence or its reference have.
const (
	ReasonLeast   = 3
	ReasonMost    = 300
	BodyMost      = 120
	ReferenceMost = 120
)

// CleanReason folds runs of spaces in a reason or note that a trainer typed, and
// refuses one of fewer than ReasonLeast or more than ReasonMost characters
// (reason-form).
func CleanReason(typed string) (string, error) {
	s, ok := CleanText(typed, 4*ReasonMost)
	if n := utf8.RuneCountInString(s); !ok || n < ReasonLeast || n > ReasonMost {
		return "", Refuse(Invalid, CodeReasonForm, ReasonLeast, ReasonMost)
	}
	return s, nil
}

func checkReason(s string) error {
	clean, err := CleanReason(s)
	if err == nil && clean != s {
		return Refuse(Invalid, CodeReasonForm, ReasonLeast, ReasonMost)
	}
	return err
}

// checkLine refuses a line that CleanText would change or that is too long; least
// is 0 where it may be empty.
func checkLine(s string, least, most int, why Reason) error {
	if s == "" && least == 0 {
		return nil
	}
	clean, ok := CleanText(s, 4*most)
	if n := utf8.RuneCountInString(s); !ok || clean != s || n < least || n > most {
		return Refuse(Invalid, why, most)
	}
	return nil
}

// checkDay refuses a day after today and one before 1970.
func checkDay(d Date, now time.Time) error {
	switch {
	case d > DateOf(now):
		return Refuse(Invalid, CodeDateFuture)
	case d < 0:
		return Refuse(Invalid, CodeDateEarly)
	}
	return nil
}

// checkParts wants a code, and each part of it at most once and at least one.
func checkParts(c Code, parts []Part) error {
	known := func(p Part) bool { return p == KnowledgePart || p == PracticalPart }
	for i, p := range parts {
		if !known(p) || slices.Index(parts, p) != i {
			return Refuse(Invalid, CodePartsForm)
		}
	}
	if !c.Valid() || len(parts) == 0 {
		return Refuse(Invalid, CodePartsForm)
	}
	return nil
}

// Check refuses evidence that does not say what was seen (parts-form,
// evidence-kind), who issued it (body-form) or when it was completed (date-future,
// date-early), or whose reference is too long (reference-form).
func (e Evidence) Check(now time.Time) error {
	if err := checkParts(e.Code, e.Parts); err != nil {
		return err
	}
	if e.Kind != ESRTransfer && e.Kind != Certificate && e.Kind != OtherProof {
		return Refuse(Invalid, CodeEvidenceKind)
	}
	if err := checkDay(e.Completed, now); err != nil {
		return err
	}
	if err := checkLine(e.Body, 2, BodyMost, CodeBodyForm); err != nil {
		return err
	}
	return checkLine(e.Reference, 0, ReferenceMost, CodeReferenceForm)
}

// Check refuses a waiver of nothing (parts-form), without a reason (reason-form) or
// given later than now (date-future).
func (w Waiver) Check(now time.Time) error {
	if err := checkParts(w.Code, w.Parts); err != nil {
		return err
	}
	if err := checkDay(DateOf(w.At), now); err != nil {
		return err
	}
	return checkReason(w.Reason)
}

// Check refuses a local check that does not say what was looked at (reason-form), of
// nothing (parts-form), or made later than now (date-future).
func (c LocalCheck) Check(now time.Time) error {
	if !c.Code.Valid() || c.Passport == "" {
		return Refuse(Invalid, CodePartsForm)
	}
	if err := checkDay(DateOf(c.At), now); err != nil {
		return err
	}
	return checkReason(c.Note)
}

// Check refuses a withdrawal without a reason (reason-form) or made later than now
// (date-future).
func (w Withdrawal) Check(now time.Time) error {
	if err := checkDay(DateOf(w.At), now); err != nil {
		return err
	}
	return checkReason(w.Reason)
}
