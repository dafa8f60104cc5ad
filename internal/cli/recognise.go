package cli

import (
	"fmt"
	"slices"
	"strings"

	"muster/internal/desk"
	"muster/internal/induction"
)

// recognise puts passports of other organisations on a learner's record.
func (j *job) recognise() int {
	f := j.flags()
	var h hand
	h.byTrainer(j, f)
	args, code, ok := j.parse(f, 2, -1)
	if !ok {
		return code
	}
	texts, err := j.sound(args[1:])
	if err != nil {
		return j.fail(err, ExitNotDone)
	}
	h.pinless = true
	return j.ended(j.inSession(h, func(s *supervisor) error {
		l, err := s.learner(s.desk, s.seat, args[0])
		if err != nil {
			return err
		}
		a, err := s.desk.BringFor(s.ctx, s.seat, l.ID, texts...)
		if len(a.Taken)+len(a.Before)+len(a.Refused) > 0 {
			s.arrived(a)
		}
		return err
	}), "")
}

// sound gathers the passports in files and texts; one file that cannot be believed is
// refused whole.
func (j *job) sound(args []string) (texts []string, err error) {
	for _, arg := range args {
		found, broken, err := j.texts(arg)
		if err != nil {
			return nil, err
		}
		if broken != "" {
			return nil, &brokenFile{arg, broken}
		}
		texts = append(texts, found...)
	}
	return texts, nil
}

// arrived says what came of each passport, and how the day stands.
func (j *job) arrived(a desk.Arrival) {
	for _, b := range a.Taken {
		j.say("cli.recognise.taken", b.Organisation, j.Words.Date(b.Issued))
	}
	for _, b := range a.Before {
		j.say("cli.recognise.before", b.Organisation, j.Words.Date(b.Issued))
	}
	for _, n := range a.Refused {
		_, text := j.explain(n.Err)
		if n.Reason != "" {
			text += " " + n.Reason
		}
		j.say("cli.recognise.refused", text)
	}
	j.blank()
	for _, l := range a.Day.Day.Lines {
		if l.Kind != induction.LocalLine {
			j.decision(l.Decision)
		}
	}
	j.say("cli.recognise.minutes", a.Saved, a.Day.Day.Left)
}

// decision is one line: what is decided of one part of one requirement, on whose word,
// and what stands against it.
func (j *job) decision(d induction.Decision) {
	said := []string{j.word(d)}
	if d.Held != "" && d.Held != d.Code {
		said = append(said, j.Words.T("cli.decision.covered", string(d.Held)))
	}
	if d.Ruling == induction.HasExpired && !d.Until.IsZero() {
		said = append(said, j.Words.T("cli.decision.expired", j.Words.Date(d.Until)))
	} else if !d.Until.IsZero() {
		said = append(said, j.Words.T("cli.decision.until", j.Words.Date(d.Until)))
	}
	for _, doubt := range d.Doubts {
		said = append(said, j.Words.T("doubt."+string(doubt)))
	}
	if d.Period != "" {
		said = append(said, j.Words.T("cli.decision.period", d.Period))
	}
	ruling := strings.ToUpper(j.Words.T("ruling." + string(d.Ruling)))
	fmt.Fprintf(j.Stdout, "  %s: %s (%s, %s). %s\n", ruling, d.Title, d.Code, d.Part, strings.Join(said, " "))
}

// word says on whose word a decision rests.
func (j *job) word(d induction.Decision) string {
	switch d.Ground {
	case induction.DoneHere:
		return j.Words.T("cli.decision.here")
	case induction.OnPassport:
		return j.Words.T("cli.decision.passport", d.Organisation)
	case induction.OnEvidence:
		return j.Words.T("cli.decision.evidence", d.Organisation)
	case induction.OnWaiver:
		return j.Words.T("cli.decision.waiver", d.Note)
	}
	return j.Words.T("cli.decision.nothing")
}

// look records that a trainer looked closer at what a passport shows of a code and
// accepts it here.
func (j *job) look() int {
	f := j.flags()
	var h hand
	h.byTrainer(j, f)
	h.whyFlag(j, f)
	args, code, ok := j.reasoned(f, &h, 2, 2)
	if !ok {
		return code
	}
	return j.ended(j.inSession(h, func(s *supervisor) error {
		one, err := s.one(args[0])
		if err != nil {
			return err
		}
		found := false
		for _, d := range doubtful(one.Day, induction.Code(args[1])) {
			found = true
			if err := s.desk.LookedAt(s.ctx, s.seat, one.Learner.ID, d.Passport, d.Held, h.why, s.pin); err != nil {
				return err
			}
		}
		if !found {
			return &trouble{code: "nothing-to-look-at", args: []any{args[1]}}
		}
		return nil
	}), "cli.look.done")
}

// doubtful are the items of passports that are to be looked at for a code, each once.
func doubtful(day induction.Day, code induction.Code) []induction.Decision {
	var out []induction.Decision
	for _, l := range day.Lines {
		d := l.Decision
		same := func(o induction.Decision) bool { return o.Passport == d.Passport && o.Held == d.Held }
		if d.Code == code && d.Ruling == induction.LocalLook && d.Ground == induction.OnPassport && !slices.ContainsFunc(out, same) {
			out = append(out, d)
		}
	}
	return out
}

// one is somebody of the session, with their record.
func (s *supervisor) one(number string) (desk.OneLearner, error) {
	l, err := s.learner(s.desk, s.seat, number)
	if err != nil {
		return desk.OneLearner{}, err
	}
	return s.desk.OneLearner(s.ctx, s.seat, l.ID)
}
