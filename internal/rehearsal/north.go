package rehearsal

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// enrolNorth sets Northbridge's kiosk up by window; the request and the answer go
// between the two machines on a stick, and both fingerprints are compared.
func (l *life) enrolNorth() error {
	h := &l.north
	p, err := l.as(h)
	if err != nil {
		return err
	}
	err = do(p.on("first-start"), p.press("start.kiosk.do"), p.on("kiosk-organisation"), p.types(h.ods), p.typesInto("setup.organisation", h.name), p.typesInto("kiosk.device", h.device),
		p.press("setup.next"), p.on("kiosk-trainer"), p.types(h.number), p.typesInto("setup.trainer.name", h.trainer), p.typesInto("setup.passphrase", h.passphrase),
		p.typesInto("setup.passphrase.again", h.passphrase), p.typesInto("setup.pin", h.pin), p.typesInto("setup.pin.again", h.pin), p.shot("northbridge-kiosk-first-trainer"),
		p.press("setup.next"), p.on("enrol-request"), p.shot("northbridge-kiosk-asks"))
	if err != nil {
		return err
	}
	if h.asked, err = p.fingerprint("enrol-request"); err != nil {
		return err
	}
	files, err := p.saved(p.press("enrol.save"), ".muster")
	if err != nil {
		return err
	}
	h.request = files[0]
	return do(l.answerNorth, l.takeNorth)
}

// answerNorth is the administrator's half of it.
func (l *life) answerNorth() error {
	h, p := &l.north, l.on["northbridge-office"]
	if _, err := h.office.give(h.request); err != nil {
		return err
	}
	err := do(p.press("office.enrol"), p.on("office-request"), p.chooses("check.file"), p.same("office-grant", h.asked), p.shot("northbridge-office-compares"),
		p.press("office.grant.do"), p.on("office-answer"), p.shot("northbridge-office-answers"))
	if err != nil {
		return err
	}
	files, err := p.saved(p.press("office.hand.save"), ".muster")
	if err != nil {
		return err
	}
	h.answer = files[0]
	return do(p.press("office.granted.done"), p.on("office-machines"), p.shot("northbridge-office-machines"), p.keys("Escape"), p.on("office"))
}

func (l *life) takeNorth() error {
	h, p := &l.north, l.on["northbridge-kiosk"]
	if _, err := h.kiosk.give(h.answer); err != nil {
		return err
	}
	return do(p.press("enrol.have"), p.on("enrol-answer"), p.chooses("check.file"), p.same("enrol-compare", h.fingerprint), p.shot("northbridge-kiosk-compares"),
		p.press("enrol.same"), p.cardAsks("trainer.passphrase"), p.types(h.passphrase), p.keys("Return"), p.on("enrolled"), p.shot("northbridge-kiosk-enrolled"), p.press("enrol.finish"), p.on("welcome"))
}

// same is a step that compares the fingerprint on a page with the one on the other
// screen.
func (p *play) same(page, other string) func() error {
	return func() error {
		here, err := p.fingerprint(page)
		if err == nil && here != other {
			err = fmt.Errorf("the fingerprint on %s is %s; the other screen says %s", page, here, other)
		}
		return err
	}
}

// opens is a session's beginning.
func (p *play) opens() error {
	return do(p.press("welcome.trainer"), p.on("open-session"), p.typesInto("open.room", room), p.typesInto("trainer.passphrase", p.Passphrase), p.press("open.do"), p.on("trainer"), p.press("frame.sign-out"), p.on("welcome"))
}

// joins signs the learner in at a hospital where they have never been.
func (p *play) joins() error {
	return do(p.types(learnerNumber), p.keys("Return"), p.on("join"), p.clear, p.types(learnerName), p.typesInto("join.pin", learnerPIN), p.typesInto("join.again", learnerPIN), p.press("join.do"), p.on("day"))
}

// passes answers a module's questions, all rightly.
func (p *play) passes(title string) func() error {
	return func() error {
		return do(func() error { return p.Stage.Press(title + ",…") }, p.on("module"), p.press("module.show"), func() error { return p.answerAll("", 0) }, p.press("result.day"), p.on("day"))
	}
}

// known confirms the learner's identity at the trainer's desk.
func (p *play) known() error {
	return do(p.trainerIn, p.keys("Return"), p.on("one-learner"), p.named, p.press("one.seen.passport"), p.card, p.press("one.confirm.yes"), p.on("one-learner"))
}

// issues signs the learner's passport, and saves it to the results under a name.
func (l *life) issues(p *play, name string) func() error {
	return func() error {
		err := do(p.press("one.issue"), p.cardAsks("trainer.pin"), p.types(p.PIN), p.keys("Return"), p.key, p.on("passport"), p.shot(strings.TrimSuffix(name, ".pdf")))
		if err != nil {
			return err
		}
		files, err := p.saved(p.press("passport.save"), ".pdf")
		if err != nil {
			return err
		}
		return do(func() error { return l.keeps(files[0], name) }, p.press("frame.sign-out"), p.on("welcome"))
	}
}

// The files that the life of a passport leaves.
const (
	northPassport = "passport-northbridge.pdf"
	southPassport = "passport-southmere.pdf"
	northKey      = "key-northbridge.muster"
	northUpdate   = "update-northbridge.muster"
)

func (l *life) learnNorth() error {
	p := l.on["northbridge-kiosk"]
	return do(p.opens, p.shot("northbridge-kiosk-welcome"), p.joins, p.passes("Fire safety"), p.shot("northbridge-day"), p.press("frame.sign-out"), p.on("welcome"), p.known, l.issues(p, northPassport), l.shut("northbridge-kiosk"))
}

// text is the first passport in one of the results: the issuer's own.
func (l *life) text(name string) (string, error) {
	pdf, err := os.ReadFile(filepath.Join(l.Out, name))
	if err != nil {
		return "", err
	}
	texts, err := l.Texts(pdf)
	if err != nil {
		return "", err
	}
	return texts[0], nil
}

// withdrawNorth takes Northbridge's passport back and saves what others are to know.
func (l *life) withdrawNorth() error {
	text, err := l.text(northPassport)
	if err == nil {
		l.before, err = l.verdicts("before")
	}
	if err != nil {
		return err
	}
	p := l.on["northbridge-office"]
	err = do(p.press("office.withdrawn"), p.on("office-withdrawn"), p.press("office.gone.passports.do"), p.on("office-withdraw-passport"), func() error { return p.Type(text, 1) }, p.keys("Return"),
		p.cardAsks("vouch.why"), p.types("Issued with the wrong year of completion"), p.shot("northbridge-office-withdraws"), p.press("office.withdraw.do"), p.on("office-withdrawn"), p.shot("northbridge-office-withdrawn"),
		p.keys("Escape"), p.on("office"), p.press("office.update"), p.on("office-update"), p.shot("northbridge-office-update-file"))
	if err != nil {
		return err
	}
	files, err := p.saved(p.press("office.update.others"), ".muster")
	if err != nil {
		return err
	}
	return l.keeps(files[0], northUpdate)
}

// verdicts asks both kiosks, by verb and while their windows are open, for their
// verdict on Northbridge's passport, leaves the answers in the results, and gives the
// status that both agree on.
func (l *life) verdicts(when string) (string, error) {
	agreed := ""
	for _, h := range []*hospital{&l.south, &l.west} {
		said, err := l.on[h.short+"-kiosk"].output("check", "--json", filepath.Join(l.Out, northPassport))
		if err != nil {
			return "", err
		}
		if err := os.WriteFile(filepath.Join(l.Out, "verdict-"+h.short+"-"+when+".json"), said, 0o644); err != nil {
			return "", err
		}
		var v struct{ Status string }
		if err := json.Unmarshal(said, &v); err != nil {
			return "", err
		}
		if agreed != "" && v.Status != agreed {
			return "", fmt.Errorf("at %s the passport is %q, elsewhere %q", h.name, v.Status, agreed)
		}
		agreed = v.Status
	}
	return agreed, nil
}

// judged is a step that holds what both kiosks say of the passport.
func (l *life) judged(when string, right func(status string) bool) func() error {
	return func() error {
		status, err := l.verdicts(when)
		if err == nil && !right(status) {
			err = fmt.Errorf("%s the passport is %q", when, status)
		}
		return err
	}
}

// revoked is the status of a passport whose issuer has taken it back.
const revoked = "revoked"

// unchanged holds that nobody knows of a withdrawal before it has reached them.
func (l *life) unchanged() error {
	return l.judged("withdrawn", func(status string) bool { return status == l.before })()
}

// updated brings the update file to both by window, and looks at the passport again.
func (l *life) updated() error {
	text, err := l.text(northPassport)
	if err != nil {
		return err
	}
	south, west := l.on["southmere-kiosk"], l.on["westvale-kiosk"]
	return do(l.takes(&l.south), l.takes(&l.west), l.judged("updated", func(status string) bool { return status == revoked && l.before != revoked }),
		west.press("welcome.check"), west.on("check"), west.scan(text, revoked), west.shot("westvale-check-desk-after"),
		south.press("welcome.check"), south.on("check"), south.scan(text, revoked), south.shot("southmere-check-desk-after"))
}

// takes takes the update file in at a kiosk.
func (l *life) takes(h *hospital) func() error {
	return func() error {
		p := l.on[h.short+"-kiosk"]
		if _, err := h.kiosk.give(filepath.Join(l.Out, northUpdate)); err != nil {
			return err
		}
		return do(p.trainerIn, p.press("grid.machine"), p.on("settings"), p.press("settings.part.update"), p.on("update-file"), p.chooses("check.file"), p.on("update-preview"), p.changes,
			p.shot(h.short+"-sees-what-would-change"), p.press("trust.take"), p.cardAsks("trainer.passphrase"), p.types(p.Passphrase), p.keys("Return"), p.on("settings-trust"), p.shot(h.short+"-has-the-update"),
			p.press("frame.sign-out"), p.on("welcome"))
	}
}

// changes makes sure that an update would change something, and that nothing in it
// was refused.
func (p *play) changes() error {
	sc, err := p.Stage.On("update-preview")
	if err == nil && (sc.Facts["changes"] == float64(0) || sc.Facts["refused"] != float64(0)) {
		err = fmt.Errorf("the update would change %v things, and %v were refused", sc.Facts["changes"], sc.Facts["refused"])
	}
	return err
}
