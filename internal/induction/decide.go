package induction

import (
	"cmp"
	"slices"
	"time"
)

// Decide says of each part of each requirement whether it is held here now, and on
// whose word: what was done here, then what other organisations' passports say,
// then evidence that was seen, then a waiver. The best that there is counts. It
// depends on nothing but what it is given, in whatever order that comes.
func Decide(p Programme, c Content, r Record, now time.Time) []Decision {
	j := newJudge(p, c, r, now)
	var out []Decision
	for _, req := range p.Requirements {
		for _, l := range j.lines(req) {
			out = append(out, l.Decision)
		}
	}
	return out
}

// Carried lists the passports that were brought and travel along with the holder's
// own: those with an item that is accepted here and that what was done here does
// not say as well. The oldest comes first.
func Carried(p Programme, c Content, r Record, now time.Time) []PassportID {
	j := newJudge(p, c, r, now)
	own := Entries(c, r, now)
	var out []*Brought
	for _, req := range p.Requirements {
		a := j.ask(req)
		for _, part := range a.parts() {
			for _, o := range j.offers[req.Code] {
				d, ok := j.passport(a, part, o)
				if ok && d.Ruling == Accepted && !j.says(own, o.item) && !slices.Contains(out, o.by) {
					out = append(out, o.by)
				}
			}
		}
	}
	slices.SortFunc(out, func(a, b *Brought) int { return cmp.Or(a.Issued.Compare(b.Issued), cmp.Compare(a.ID, b.ID)) })
	ids := make([]PassportID, len(out))
	for i, b := range out {
		ids[i] = b.ID
	}
	return ids
}

// says reports whether one of the entries says all that an item does.
func (j *judge) says(own []Entry, it *BroughtItem) bool {
	return slices.ContainsFunc(own, func(e Entry) bool {
		if e.Code == it.Code {
			return e.Full || !it.How.Practical
		}
		return e.Full && slices.Contains(j.lower(e.Framework, e.Code), it.Code)
	})
}

// judge is one working-out of what a record is worth under a programme.
type judge struct {
	p       Programme
	content Content
	r       Record
	now     time.Time
	session SessionID                             // the one now open; "" for none
	held    func(in SessionID, at time.Time) bool // whether what was done here was done before today
	offers  map[Code][]offer                      // what the passports that were brought have for each code
}

// offer is one item of a passport.
type offer struct {
	by   *Brought
	item *BroughtItem
}

func newJudge(p Programme, c Content, r Record, now time.Time) *judge {
	j := &judge{p: p, content: c, r: r, now: now}
	j.held = func(_ SessionID, at time.Time) bool { return DateOf(at) != DateOf(now) }
	if len(r.Brought) == 0 {
		return j
	}
	j.offers = map[Code][]offer{}
	seen := map[PassportID]bool{}
	for i := range r.Brought {
		b := &r.Brought[i]
		if seen[b.ID] || b.Refused != "" || p.excludes(b.Issuer) || r.withdrew(b.ID) {
			continue
		}
		seen[b.ID] = true
		j.offer(b)
	}
	return j
}

// offer notes what each item of a passport is good for: its own code, and those that
// it covers where it is held whole.
func (j *judge) offer(b *Brought) {
	for i := range b.Items {
		it := &b.Items[i]
		o := offer{b, it}
		j.offers[it.Code] = append(j.offers[it.Code], o)
		if !it.How.Practical && j.twofold(b.Framework, it.Code) {
			continue
		}
		for _, low := range j.lower(b.Framework, it.Code) {
			j.offers[low] = append(j.offers[low], o)
		}
	}
}

// twofold reports whether a code is whole only with its practical.
func (j *judge) twofold(framework string, code Code) bool {
	if m, ok := j.content.Module(code); ok && m.Practical != nil {
		return true
	}
	return j.known(framework, code).Practical
}

// known is what a framework's catalogue says of a code, or where that framework is
// not known here any other's: then the item is in doubt, and not lost.
func (j *judge) known(framework string, code Code) Known {
	k, ok := j.content.Known(framework, code)
	if !ok {
		k, _ = j.content.Known("", code)
	}
	return k
}

// lower lists the codes that a code covers, as the module here or the framework's
// catalogue says: always of the same subject, and never a kind of resuscitation.
func (j *judge) lower(framework string, code Code) []Code {
	if code.Subject() == "resus" {
		return nil
	}
	var out []Code
	if m, ok := j.content.Module(code); ok {
		out = append(out, m.Covers...)
	}
	out = append(out, j.known(framework, code).Covers...)
	out = slices.DeleteFunc(out, func(low Code) bool { return low == code || low.Subject() != code.Subject() })
	slices.Sort(out)
	return slices.Compact(out)
}

// excludes reports whether the programme accepts nothing from an issuer.
func (p Programme) excludes(issuer string) bool {
	return slices.ContainsFunc(p.Excluded, func(x Exclusion) bool { return x.Issuer == issuer })
}

// since is the first version of a code that counts when it was shown elsewhere.
func (p Programme) since(code Code) Version {
	for _, req := range p.Requirements {
		if req.Code == code {
			return req.Since
		}
	}
	return Version{}
}

// withdrew reports whether a passport was brought and taken back each time.
func (r Record) withdrew(id PassportID) bool {
	back := false
	for _, k := range r.Recognitions {
		if k.Passport == id {
			if !k.Withdrawn.Made() {
				return false
			}
			back = true
		}
	}
	return back
}

// takenBackAfter reports whether a passport was taken back after that look at it, and
// brought again, if at all, after it too: clocks that were mended since put times in
// any order.
func (r Record) takenBackAfter(c LocalCheck) bool {
	back := false
	for _, k := range r.Recognitions {
		switch {
		case k.Passport != c.Passport:
		case !k.Withdrawn.Made() && !c.At.Before(k.At):
			return false
		case k.Withdrawn.Made() && c.At.Before(k.Withdrawn.At):
			back = true
		}
	}
	return back
}

// ask is one requirement with what is known here of its code.
type ask struct {
	Requirement
	module    *Module // with the programme's own period; nil where there is none here
	framework string  // whose code it is; "" where nobody here knows it
	title     string
	months    int    // how long a completion counts here; 0 for good
	period    string // why that is shorter than the framework's
}

func (j *judge) ask(req Requirement) ask {
	a := ask{Requirement: req, title: string(req.Code)}
	m, here := j.content.Module(req.Code)
	if here {
		a.framework, a.title, a.months = m.Framework, m.Title, m.RefreshMonths
	}
	k, known := j.content.Known(a.framework, req.Code)
	if known {
		a.framework = k.Framework
	}
	if known && !here {
		a.title, a.months = k.Subject+" "+k.Level, k.RefreshMonths
	}
	if req.RefreshMonths != 0 && (a.months == 0 || req.RefreshMonths < a.months) {
		a.months, a.period = req.RefreshMonths, req.Reason
	}
	if here {
		a.module = shorten(m, req)
	}
	return a
}

// parts lists what is asked for. The practical of a code that no module here is for
// is asked for all the same.
func (a ask) parts() []Part {
	if a.Practical && (a.module == nil || a.module.Practical != nil) {
		return []Part{KnowledgePart, PracticalPart}
	}
	return []Part{KnowledgePart}
}

func (a ask) partTitle(part Part) string {
	if part == PracticalPart && a.module != nil {
		return a.module.Practical.Title
	}
	return a.title
}

// until is the last second on which a completion counts here; zero for good.
func (a ask) until(day Date, validDays int) time.Time {
	if a.months != 0 {
		if d := int(day.AddMonths(a.months) - day); validDays == 0 || d < validDays {
			validDays = d
		}
	}
	return until(day, validDays)
}

func (a ask) decision(part Part, g Ground) Decision {
	return Decision{Code: a.Code, Part: part, Title: a.partTitle(part), Ruling: Accepted, Ground: g, Held: a.Code, Period: a.period}
}

// decide weighs all that speaks for one part of a requirement.
func (j *judge) decide(a ask, part Part) Decision {
	best := a.decision(part, OnNothing)
	best.Ruling, best.Held = IsMissing, ""
	weigh := func(d Decision, ok bool) {
		if ok && better(d, best) {
			best = d
		}
	}
	weigh(j.here(a, part))
	j.covering(a, part, weigh)
	for _, o := range j.offers[a.Code] {
		weigh(j.passport(a, part, o))
	}
	for i := range j.r.Evidence {
		weigh(j.evidence(a, part, &j.r.Evidence[i]))
	}
	for i := range j.r.Waivers {
		weigh(j.waiver(a, part, &j.r.Waivers[i]))
	}
	return best
}

// dated gives a decision its dates, and finds it expired where it is.
func (j *judge) dated(d Decision, day Date, until time.Time) Decision {
	d.Completed, d.Until = day, until
	if !until.IsZero() && j.now.After(until) {
		d.Ruling = HasExpired
	}
	return d
}

// here is what was done here for the code itself.
func (j *judge) here(a ask, part Part) (Decision, bool) {
	d := a.decision(part, DoneHere)
	if part == PracticalPart {
		s, ok := lastWord(a.Code, j.r.SignOffs, j.now)
		d.By = s.Assessor
		return j.dated(d, DateOf(s.At), a.until(DateOf(s.At), 0)), ok && s.Passed
	}
	c, ok := j.completion(a)
	return j.dated(d, c.Day, c.Until()), ok
}

// completion is the newest that holds here, or the newest of all where none does,
// with this programme's period.
func (j *judge) completion(a ask) (Completion, bool) {
	var best Completion
	found := false
	for _, c := range j.r.Completions {
		if c.Module.Code != a.Code || c.At.After(j.now) {
			continue
		}
		if u := a.until(c.Day, c.ValidDays); !u.IsZero() {
			c.ValidDays = int(DateOf(u) - c.Day)
		}
		holds, held := c.HeldAt(j.now), best.HeldAt(j.now)
		if !found || holds && !held || holds == held && c.At.After(best.At) {
			best, found = c, true
		}
	}
	return best, found
}

// covering is what was done here, whole, for a higher level of the same subject.
func (j *judge) covering(a ask, part Part, weigh func(Decision, bool)) {
	for i, c := range j.r.Completions {
		high := c.Module.Code
		if high == a.Code || high.Subject() != a.Code.Subject() || !slices.Contains(j.lower(c.Framework, high), a.Code) {
			continue
		}
		if slices.ContainsFunc(j.r.Completions[:i], func(o Completion) bool { return o.Module.Code == high }) {
			continue
		}
		m, ok := j.content.Module(high)
		if !ok {
			continue
		}
		e, ok := Combine(m, j.r.Completions, j.r.SignOffs, j.now)
		if !ok || !e.Full || part == PracticalPart && !e.How.Practical {
			continue
		}
		d := a.decision(part, DoneHere)
		d.Held = high
		weigh(j.dated(d, e.Day, a.until(e.Day, e.ValidDays)), true)
	}
}

// passport is what one item of another organisation's passport is worth.
func (j *judge) passport(a ask, part Part, o offer) (Decision, bool) {
	shown := o.item.How.Knowledge
	if part == PracticalPart {
		shown = o.item.How.Practical
	}
	if !shown || o.item.Completed > j.latest() || part == PracticalPart && j.referred(a.Code, o.item.Completed) {
		return Decision{}, false
	}
	d := a.decision(part, OnPassport)
	d.Passport, d.Issuer, d.Organisation, d.Held = o.by.ID, o.by.Issuer, o.by.Organisation, o.item.Code
	d.Doubts = j.doubts(a, o)
	if len(d.Doubts) > 0 {
		d.Ruling = LocalLook
		if c, ok := j.looked(o); ok {
			d.Ruling, d.By, d.Note = Accepted, c.By, c.Note
		}
	}
	if o.item.Version.Compare(j.p.since(o.item.Code)) < 0 {
		d.Ruling = HasChanged
	}
	return j.dated(d, o.item.Completed, a.until(o.item.Completed, o.item.ValidDays)), true
}

// skew is how far another machine's clock may be ahead, as in a passport's check.
const skew = 300 * time.Second

// latest is the last day on which anything can have been completed.
func (j *judge) latest() Date { return DateOf(j.now.Add(skew)) }

// referred reports whether an assessor here has since asked the learner to practise:
// nothing that was shown before, wherever it was, then counts.
func (j *judge) referred(code Code, day Date) bool {
	s, ok := lastWord(code, j.r.SignOffs, j.now)
	return ok && !s.Passed && day <= DateOf(s.At)
}

// doubts lists why an item is to be looked at, in the order in which they are named.
func (j *judge) doubts(a ask, o offer) []Doubt {
	var out []Doubt
	for _, d := range []Doubt{DoubtStale, DoubtAwaiting, DoubtName, DoubtFramework} {
		if slices.Contains(o.by.Doubts, d) || d == DoubtAwaiting && o.item.How.Awaiting || d == DoubtFramework && j.foreign(a, o) {
			out = append(out, d)
		}
	}
	return out
}

// foreign reports whether an item's code is of another framework than the one asked
// for, or of another version of it. Muster's own codes are the same in each.
func (j *judge) foreign(a ask, o offer) bool {
	theirs := o.by.Framework
	if k, ok := j.content.Known(theirs, o.item.Code); ok {
		theirs = k.Framework
	}
	return theirs != a.framework
}

// looked is the last word of a trainer who looked at an item, since the passport was
// last taken back.
func (j *judge) looked(o offer) (LocalCheck, bool) {
	var best LocalCheck
	found := false
	for _, c := range j.r.LocalChecks {
		if c.Passport != o.by.ID || c.Code != o.item.Code || c.At.After(j.now) || j.r.takenBackAfter(c) {
			continue
		}
		if !found || cmp.Or(c.At.Compare(best.At), cmp.Compare(c.By, best.By), cmp.Compare(c.Note, best.Note)) > 0 {
			best, found = c, true
		}
	}
	return best, found
}

// evidence is what proof that a trainer saw is worth.
func (j *judge) evidence(a ask, part Part, e *Evidence) (Decision, bool) {
	if e.Withdrawn.Made() || e.At.After(j.now) || e.Completed > j.latest() || !slices.Contains(e.Parts, part) || !j.proves(a, e) {
		return Decision{}, false
	}
	if part == PracticalPart && j.referred(a.Code, e.Completed) {
		return Decision{}, false
	}
	d := a.decision(part, OnEvidence)
	d.Organisation, d.By, d.Held, d.Note = e.Body, e.By, e.Code, e.Reference
	return j.dated(d, e.Completed, a.until(e.Completed, 0)), true
}

// proves reports whether evidence is of what is asked for, or of a higher level that
// was seen whole.
func (j *judge) proves(a ask, e *Evidence) bool {
	if e.Code == a.Code {
		return true
	}
	whole := slices.Contains(e.Parts, PracticalPart) || !j.twofold(a.framework, e.Code)
	return whole && slices.Contains(j.lower(a.framework, e.Code), a.Code)
}

// waiver is a trainer's word that a part is not asked of this learner.
func (j *judge) waiver(a ask, part Part, w *Waiver) (Decision, bool) {
	if w.Code != a.Code || w.Withdrawn.Made() || w.At.After(j.now) || !slices.Contains(w.Parts, part) {
		return Decision{}, false
	}
	d := a.decision(part, OnWaiver)
	d.Held, d.By, d.Note = "", w.By, w.Reason
	return d, true
}

// rulings and grounds in the order in which they count.
var (
	rulings = []Ruling{Accepted, LocalLook, HasExpired, HasChanged, IsMissing}
	grounds = []Ground{DoneHere, OnPassport, OnEvidence, OnWaiver, OnNothing}
)

// better reports whether a counts before b: by its ruling, an accepted one by whose
// word it is, then the one that holds longest, that was completed last, and so on
// through all that tells two apart, so that the order they come in never matters.
func better(a, b Decision) bool {
	ground := cmp.Compare(slices.Index(grounds, a.Ground), slices.Index(grounds, b.Ground))
	first := 0
	if a.Ruling == Accepted && b.Ruling == Accepted {
		first = ground
	}
	return cmp.Or(
		cmp.Compare(slices.Index(rulings, a.Ruling), slices.Index(rulings, b.Ruling)), first,
		later(b.Until, a.Until), cmp.Compare(b.Completed, a.Completed), ground,
		cmp.Compare(a.Passport, b.Passport), cmp.Compare(a.Held, b.Held),
		cmp.Compare(a.Organisation, b.Organisation), cmp.Compare(a.Note, b.Note), cmp.Compare(a.By, b.By),
	) < 0
}

// later orders ends of validity; zero, for good, is the latest of all.
func later(a, b time.Time) int {
	switch {
	case a.IsZero() && b.IsZero():
		return 0
	case a.IsZero():
		return 1
	case b.IsZero():
		return -1
	}
	return a.Compare(b)
}
