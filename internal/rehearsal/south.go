package rehearsal

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"time"
)

// arriveSouth is the learner's arrival at Southmere: the passport from Northbridge is
// scanned before anything is learnt.
func (l *life) arriveSouth() error {
	if err := l.awaits(); err != nil {
		return err
	}
	text, err := l.text(northPassport)
	if err != nil {
		return err
	}
	p, err := l.as(&l.south)
	if err != nil {
		return err
	}
	return do(p.on("welcome"), p.opens, p.joins, p.shot("southmere-day-at-first"), p.press("day.scan"), p.on("bring"), p.shot("southmere-scans"),
		func() error { return p.Type(text, 1) }, p.keys("Return"), p.brought, p.shot("southmere-recognises"), p.press("bring.done"), p.on("day"), p.shot("southmere-day-is-shorter"),
		p.passes("Adult basic life support"), p.press("frame.sign-out"), p.on("welcome"))
}

// brought waits until the passport is on record.
func (p *play) brought() error {
	_, err := p.Await("the passport to be recognised", func(s Scene) bool { return s.Facts["taken"] == float64(1) })
	return err
}

// vouchSouth is what a trainer adds by their own word.
func (l *life) vouchSouth() error {
	p := l.on["southmere-kiosk"]
	return do(p.known, p.shot("southmere-trainer-sees-what-was-brought"), p.looksCloser, p.sees,
		p.press("one.sign"), p.on("sign-practical"), p.tickSteps, p.press("sign.pass"), p.pinned, p.on("one-learner"), p.waives, p.shot("southmere-trainer-all-done"))
}

// pinned answers the card that asks for the PIN.
func (p *play) pinned() error {
	return do(p.cardAsks("trainer.pin"), p.types(p.PIN), p.keys("Return"))
}

func (p *play) looksCloser() error {
	return do(p.press("one.look.do"), p.on("look-closer"), p.types("Compared with Northbridge's own list of content"), p.shot("southmere-looks-closer"), p.press("look.accept"), p.pinned, p.on("one-learner"))
}

// children is the level that the learner has no passport for.
const children = "Paediatric basic life support"

// sees records a certificate that was shown, for the knowledge alone.
func (p *play) sees() error {
	day := time.Now().AddDate(0, -2, 0).Format("2 1 2006")
	return do(p.press("one.evidence"), p.on("evidence"), func() error { return p.Stage.Press(children) }, p.quiet, p.press("evidence.kind.certificate"), p.typesInto("evidence.day", day),
		p.typesInto("evidence.body", "Northern Deanery"), p.typesInto("evidence.reference", "ND-20417"), p.shot("southmere-evidence-seen"), p.press("evidence.save"), p.pinned, p.on("one-learner"))
}

// waives records that the practical is not asked of this learner.
func (p *play) waives() error {
	return do(p.press("one.waiver"), p.on("waiver"), p.typesInto("waiver.why", "Works in the laboratory and treats nobody"), p.shot("southmere-waiver"),
		p.press("waiver.save"), p.pinned, p.on("one-learner"))
}

// issueSouth issues at Southmere, with the receipt of what was recognised there.
func (l *life) issueSouth() error {
	p := l.on["southmere-kiosk"]
	return do(p.press("receipt.make"), p.on("receipt"), p.shot("southmere-receipt"), func() error { return l.receipts(p, "receipt") }, func() error { return l.record(p) },
		p.keys("Escape"), p.on("one-learner"), l.issues(p, southPassport), l.signatures)
}

// receipts saves the receipt that is in view.
func (l *life) receipts(p *play, name string) error {
	files, err := p.saved(p.press("receipt.save"), ".pdf", ".csv")
	if err != nil {
		return err
	}
	return do(func() error { return l.keeps(files[0], name+".pdf") }, func() error { return l.keeps(files[1], name+".csv") })
}

// record saves what the receipt accepts for the staff record. Where something has no
// confirmed name there, the window says first that it is left out.
func (l *life) record(p *play) error {
	files, err := p.saved(func() error {
		if err := p.press("receipt.esr")(); err != nil {
			return err
		}
		sc, err := p.Await("where to save", func(s Scene) bool { return s.asks(p.Home) || s.asks(p.Words.T("esr.save")) })
		if err == nil && !sc.asks(p.Home) {
			err = do(p.shot("southmere-receipt-esr"), p.press("esr.save"))
		}
		return err
	}, ".csv")
	if err != nil {
		return err
	}
	return l.keeps(files[0], "receipt-esr.csv")
}

// signatures asks poppler, which knows nothing of Muster, what it thinks of the
// signatures on both passports.
func (l *life) signatures() error {
	var all []byte
	for _, name := range []string{northPassport, southPassport} {
		said, err := exec.CommandContext(l.ctx, "pdfsig", filepath.Join(l.Out, name)).CombinedOutput()
		if err != nil {
			return fmt.Errorf("pdfsig: %w: %s", err, said)
		}
		all = append(all, said...)
	}
	return os.WriteFile(filepath.Join(l.Out, "pdfsig.txt"), all, 0o644)
}

// checkWest is Westvale's check desk: both passports make one picture, and with it
// the induction starts there.
func (l *life) checkWest() error {
	south, err := l.text(southPassport)
	if err != nil {
		return err
	}
	north, err := l.text(northPassport)
	if err != nil {
		return err
	}
	p, err := l.as(&l.west)
	if err != nil {
		return err
	}
	return do(p.on("welcome"), p.opens, p.press("welcome.check"), p.on("check"), p.scans(south, 1), p.shot("westvale-checks-one"), p.scans(north, 2), p.shot("westvale-merges-both"),
		func() error { return l.receiptWest(p) }, p.press("here.start"), p.card, p.shot("westvale-starts-here"), p.press("here.start"), p.on("welcome"), p.shot("westvale-awaits"),
		p.keys("Return"), p.on("join"), p.shot("westvale-knows-the-name"), p.typesInto("join.pin", learnerPIN), p.typesInto("join.again", learnerPIN), p.press("join.do"), p.on("day"), p.shot("westvale-day"),
		p.press("frame.sign-out"), p.on("welcome"))
}

// scans scans a passport at the check desk and waits until so many are in the picture,
// all of one person.
func (p *play) scans(text string, of int) func() error {
	return func() error {
		return do(func() error { return p.Type(text, 1) }, p.keys("Return"), func() error {
			_, err := p.Await("the picture", func(s Scene) bool { return s.Facts["of"] == float64(of) && s.Facts["people"] == float64(1) })
			return err
		})
	}
}

// receiptWest makes the receipt in the name of whoever sits at the check desk.
func (l *life) receiptWest(p *play) error {
	return do(p.press("receipt.make"), p.on("receipt"), p.typesInto("receipt.by", "Lena Fox, medical staffing"), p.shot("westvale-receipt"),
		func() error { return l.receipts(p, "receipt-westvale") }, p.keys("Escape"), p.on("check"))
}
