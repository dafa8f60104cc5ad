package cli

import (
	"flag"

	"muster/internal/desk"
	"muster/internal/induction"
)

// parts are the words for the parts of a level.
var parts = map[string][]induction.Part{
	"knowledge": {induction.KnowledgePart}, "practical": {induction.PracticalPart}, "both": {induction.KnowledgePart, induction.PracticalPart},
}

func (j *job) partFlag(f *flag.FlagSet) *string {
	return f.String("part", "knowledge", j.Words.T("cli.flag.part"))
}

// partsOf reads which parts are meant, or says how to write them.
func (j *job) partsOf(typed string) ([]induction.Part, bool) {
	p, ok := parts[typed]
	if !ok {
		j.complain("cli.evidence.part", typed)
	}
	return p, ok
}

// evidenceAdd records training elsewhere that a trainer has seen proof of.
func (j *job) evidenceAdd() int {
	f := j.flags()
	var h hand
	var n desk.NewEvidence
	kind := f.String("kind", "certificate", j.Words.T("cli.flag.kind"))
	on := f.String("on", "", j.Words.T("cli.flag.on"))
	f.StringVar(&n.Body, "from", "", j.Words.T("cli.flag.body"))
	f.StringVar(&n.Reference, "reference", "", j.Words.T("cli.flag.reference"))
	part := j.partFlag(f)
	h.byTrainer(j, f)
	args, code, ok := j.needing(f, 2, 2, on, &n.Body)
	if !ok {
		return code
	}
	if n.Parts, ok = j.partsOf(*part); !ok {
		return ExitUsage
	}
	var err error
	if n.Completed, err = dayOf(*on); err != nil {
		return j.fail(err, ExitUsage)
	}
	n.Code, n.Kind = induction.Code(args[1]), induction.EvidenceKind(*kind)
	return j.ended(j.inSession(h, func(s *supervisor) error {
		l, err := s.learner(s.desk, s.seat, args[0])
		if err != nil {
			return err
		}
		return s.desk.AddEvidence(s.ctx, s.seat, l.ID, n, s.pin)
	}), "cli.evidence.added")
}

// waive records that a requirement does not apply to a learner.
func (j *job) waive() int {
	f := j.flags()
	var h hand
	part := j.partFlag(f)
	h.byTrainer(j, f)
	h.whyFlag(j, f)
	args, code, ok := j.reasoned(f, &h, 2, 2)
	if !ok {
		return code
	}
	n := desk.NewWaiver{Code: induction.Code(args[1]), Reason: h.why}
	if n.Parts, ok = j.partsOf(*part); !ok {
		return ExitUsage
	}
	return j.ended(j.inSession(h, func(s *supervisor) error {
		l, err := s.learner(s.desk, s.seat, args[0])
		if err != nil {
			return err
		}
		return s.desk.AddWaiver(s.ctx, s.seat, l.ID, n, s.pin)
	}), "cli.evidence.waived")
}

// broughtJSON is something brought from elsewhere as a program reads it.
type broughtJSON struct {
	ID        string         `json:"id"`
	Kind      string         `json:"kind"` // passport, evidence or waiver
	Code      induction.Code `json:"code,omitempty"`
	From      string         `json:"from,omitempty"`
	Withdrawn bool           `json:"withdrawn"`
}

// evidenceList shows what a learner brought from elsewhere, each with the id that
// takes it back.
func (j *job) evidenceList() int {
	f := j.flags()
	var h hand
	j.jsonFlag(f)
	h.byTrainer(j, f)
	args, code, ok := j.parse(f, 1, 1)
	if !ok {
		return code
	}
	h.pinless = true
	return j.ended(j.inSession(h, func(s *supervisor) error {
		one, err := s.one(args[0])
		if err != nil {
			return err
		}
		s.brought(broughtOf(one.Record))
		return nil
	}), "")
}

func broughtOf(r induction.Record) []broughtJSON {
	out := []broughtJSON{}
	for i, o := range r.Recognitions {
		out = append(out, broughtJSON{string(o.ID), "passport", "", r.Brought[i].Organisation, o.Withdrawn.Made()})
	}
	for _, e := range r.Evidence {
		out = append(out, broughtJSON{string(e.ID), "evidence", e.Code, e.Body, e.Withdrawn.Made()})
	}
	for _, w := range r.Waivers {
		out = append(out, broughtJSON{string(w.ID), "waiver", w.Code, w.Reason, w.Withdrawn.Made()})
	}
	return out
}

func (j *job) brought(all []broughtJSON) {
	if j.json {
		j.show(struct {
			Format  int           `json:"format"`
			Brought []broughtJSON `json:"brought"`
		}{1, all})
		return
	}
	if len(all) == 0 {
		j.say("cli.evidence.none")
	}
	for _, b := range all {
		j.say("cli.evidence.line."+b.Kind, b.ID, string(b.Code), b.From)
		if b.Withdrawn {
			j.detail("cli.evidence.back")
		}
	}
}

// evidenceWithdraw takes a recognition, evidence or a waiver back.
func (j *job) evidenceWithdraw() int {
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
		return s.withdraw(one, args[1], h.why)
	}), "cli.evidence.withdrawn")
}

func (s *supervisor) withdraw(one desk.OneLearner, id, why string) error {
	kind := ""
	for _, b := range broughtOf(one.Record) {
		if b.ID == id {
			kind = b.Kind
		}
	}
	who := one.Learner.ID
	switch kind {
	case "passport":
		return s.desk.WithdrawBrought(s.ctx, s.seat, who, induction.RecognitionID(id), why, s.pin)
	case "evidence":
		return s.desk.WithdrawEvidence(s.ctx, s.seat, who, induction.EvidenceID(id), why, s.pin)
	case "waiver":
		return s.desk.WithdrawWaiver(s.ctx, s.seat, who, induction.WaiverID(id), why, s.pin)
	}
	return induction.Refuse(induction.NotFound, induction.CodeNotBrought)
}
