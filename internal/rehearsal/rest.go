package rehearsal

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

func (p *play) openSession() error {
	return do(p.press("welcome.trainer"), func() error {
		sc, err := p.Await("the trainer's door", func(s Scene) bool { return s.Page == "trainer-door" || s.Page == "open-session" })
		if err == nil && sc.Page == "trainer-door" {
			err = do(p.shot("trainer-door"), func() error { return p.Stage.Press(p.Trainer + "…") })
		}
		return err
	}, p.on("open-session"), p.typesInto("open.room", room), p.press("grid.add"), p.on("starters"), p.types(learnerNumber+", Zoe Ngugi"), p.keys("Return"), p.types("7098765, Tomasz Nowak"), p.shot("starters"),
		p.press("roster.take", 2), p.on("open-session"), p.typesInto("trainer.passphrase", p.Passphrase), p.shot("open-session"), p.press("open.do"), p.on("trainer"), p.shot("trainers-desk"), p.press("frame.sign-out"), p.on("welcome"))
}

func (p *play) checklist() error {
	err := do(p.press("day.start", "Ward 7: acute ward induction"), p.on("checklist"), p.shot("checklist"), p.typesInto("local.by", shownBy))
	if err != nil {
		return err
	}
	sc, err := p.Stage.On("checklist")
	if err != nil {
		return err
	}
	for _, t := range sc.Targets {
		if t.W > 500 && !t.Entry {
			if err := do(func() error { return p.Reach(t.Label) }, p.keys("space"), p.quiet); err != nil {
				return err
			}
		}
	}
	return do(p.shot("checklist-done"), p.press("local.finish"), p.on("day"), p.openPractical, p.on("practical-preview"), p.shot("practical-preview"), p.keys("Escape"), p.on("day"))
}

func (p *play) openPractical() error {
	return do(func() error { return p.Reach("Adult basic life support: practical…") }, p.keys("Return"))
}

// quiet waits until nothing is going on.
func (p *play) quiet() error {
	_, err := p.Await("rest", func(Scene) bool { return true })
	return err
}

func (p *play) feedback() error {
	return do(p.press("day.feedback"), p.on("feedback"), p.press("feedback.score5"), p.quiet, p.typesInto("feedback.comment", "More time on the ward, please."), p.shot("feedback"),
		p.press("feedback.send"), p.on("day"), p.shot("your-day-done"), p.press("frame.sign-out"), p.on("welcome"))
}

// trainerIn opens the trainer's desk with the PIN.
func (p *play) trainerIn() error {
	return do(p.press("welcome.trainer"), p.door, p.types(p.PIN), p.shot("trainer-sign-in"), p.keys("Return"), p.on("trainer"))
}

// door chooses the trainer, where there are several, and waits for the PIN's field.
func (p *play) door() error {
	sc, err := p.Await("the trainer's door", func(s Scene) bool { return s.Page == "trainer-door" || s.Page == "trainer-sign-in" })
	if err == nil && sc.Page == "trainer-door" {
		err = p.Stage.Press(p.Trainer + "…")
	}
	return do(func() error { return err }, p.on("trainer-sign-in"))
}

func (p *play) confirm() error {
	return do(p.trainerIn, p.shot("trainers-desk-working"), p.keys("Return"), p.on("one-learner"), p.named, p.shot("one-learner"),
		p.press("one.seen.passport"), p.card, p.shot("confirm-identity"), p.press("one.confirm.yes"), p.on("one-learner"),
		p.press("one.sign"), p.on("sign-practical"), p.shot("sign-practical"), p.tickSteps, p.press("sign.pass"), p.card, p.types(p.PIN), p.shot("sign-with-pin"), p.keys("Return"), p.on("one-learner"), p.shot("one-learner-ready"))
}

// named makes sure that the learner's name is as they typed it, letter by letter.
func (p *play) named() error {
	sc, err := p.Stage.On("one-learner")
	if err == nil && sc.Title != learnerName {
		err = fmt.Errorf("the learner's name is %q, not %q", sc.Title, learnerName)
	}
	return err
}

// card waits for a card over the page.
func (p *play) card() error {
	_, err := p.Await("a card", func(s Scene) bool { return s.Card })
	return err
}

// tickSteps ticks every step of the practical.
func (p *play) tickSteps() error {
	sc, err := p.Stage.On("sign-practical")
	if err != nil {
		return err
	}
	for _, t := range sc.Targets {
		if t.W > 500 && !t.Entry {
			if err := do(func() error { return p.Reach(t.Label) }, p.keys("space")); err != nil {
				return err
			}
		}
	}
	return nil
}

func (p *play) issue() error {
	return do(p.press("one.issue"), p.cardAsks("trainer.pin"), p.types(p.PIN), p.shot("issue-with-pin"), p.keys("Return"), p.key, p.on("passport"), p.shot("passport"), p.save)
}

// cardAsks waits for a card that asks for something.
func (p *play) cardAsks(key string) func() error {
	return func() error {
		_, err := p.Await("a card", func(s Scene) bool { return s.asks(p.Words.T(key)) })
		return err
	}
}

// asks reports a card with a field of this label.
func (sc Scene) asks(label string) bool {
	return sc.Card && slices.ContainsFunc(sc.Targets, func(t Target) bool { return t.Label == label })
}

// key gives the passphrase where the passport key has to be opened first, and the
// PIN again: the key was forgotten when the power failed.
func (p *play) key() error {
	phrase := p.Words.T("trainer.passphrase")
	sc, err := p.Await("the passport", func(s Scene) bool { return s.Page == "passport" || s.asks(phrase) })
	if err != nil || sc.Page == "passport" {
		return err
	}
	return do(p.shot("open-the-key"), p.types(p.Passphrase), p.keys("Return"), p.cardAsks("trainer.pin"), p.types(p.PIN), p.keys("Return"))
}

// save saves the passport to the folder of results and gives it its short name.
func (p *play) save() error {
	err := do(p.press("passport.save"), p.card, p.shot("save-where"), func() error { return p.Stage.Press(p.Out) }, func() error {
		_, err := p.Await("the saved passport", func(s Scene) bool { return strings.HasPrefix(s.Notice, p.Words.T("place.saved")) })
		return err
	}, p.shot("passport-saved"))
	if err != nil {
		return err
	}
	return p.rename("passport.file", "passport.pdf")
}

// rename gives the one PDF whose name begins with the words of a key a fixed name.
func (p *play) rename(key, to string) error {
	all, err := filepath.Glob(filepath.Join(p.Out, "*"+filepath.Ext(to)))
	if err != nil {
		return err
	}
	start := strings.ToLower(strings.Fields(p.Words.T(key, "", ""))[0])
	for _, path := range all {
		if strings.HasPrefix(strings.ToLower(filepath.Base(path)), start) && filepath.Base(path) != to {
			return os.Rename(path, filepath.Join(p.Out, to))
		}
	}
	return fmt.Errorf("no saved file begins with %q in %s", start, p.Out)
}

func (p *play) takeAway() error {
	return do(p.press("frame.sign-out"), p.on("welcome"), p.types(learnerNumber), p.keys("Return"), p.on("sign-in"), p.types(learnerPIN), p.keys("Return"), p.on("day"), p.shot("your-day-with-passport"),
		p.press("day.passport"), p.on("passport"), p.press("passport.show"), p.on("passport-code"), p.shot("code-full-screen"), p.keys("Escape"), p.on("passport"), p.press("frame.sign-out"), p.on("welcome"))
}

// check scans the passport as a handheld scanner would, then two things that are
// none, and asks the command line for its verdict on the PDF.
func (p *play) check() error {
	pdf, err := os.ReadFile(filepath.Join(p.Out, "passport.pdf"))
	if err != nil {
		return err
	}
	texts, err := p.Texts(pdf)
	if err != nil {
		return err
	}
	spoilt := strings.Replace(texts[0], texts[0][200:206], texts[0][206:212], 1)
	return do(p.press("welcome.check"), p.on("check"), p.shot("check-desk"),
		p.scan(texts[0], "demonstration"), p.shot("verdict-caution"), p.scan(spoilt, "damaged"), p.shot("verdict-refuse"), p.scan("https://example.org/ticket/42", "not-a-passport"), p.shot("verdict-not-a-passport"),
		p.keys("Escape", "Escape"), p.on("welcome"), p.results)
}

// scan types a text as a scanner does and waits for what the verdict should hold.
func (p *play) scan(text, status string) func() error {
	return func() error {
		return do(func() error { return p.Type(text, 1) }, p.keys("Return"), func() error {
			_, err := p.Await("the verdict "+status, func(s Scene) bool {
				all, _ := s.Facts["reasons"].([]any)
				return slices.Contains(all, any(status))
			})
			return err
		})
	}
}

// results asks the program itself, from outside, for the verdict on the PDF, for whose
// word counts and for its own lists, and poppler for the PDF's picture.
func (p *play) results() error {
	verdict, err := p.ask(1, "check", "--json", filepath.Join(p.Out, "passport.pdf"))
	if err != nil {
		return err
	}
	list, err := p.ask(0, "trust", "show", "--json")
	if err != nil {
		return err
	}
	if _, err := p.ask(0, "trust", "export", "--for", "others", "--out", filepath.Join(p.Out, "trust.muster")); err != nil {
		return err
	}
	err = errors.Join(os.WriteFile(filepath.Join(p.Out, "verdict.json"), verdict, 0o644), os.WriteFile(filepath.Join(p.Out, "trust.json"), list, 0o644))
	if err != nil {
		return err
	}
	out, err := exec.Command("pdftoppm", "-png", "-r", "110", "-singlefile", filepath.Join(p.Out, "passport.pdf"), filepath.Join(p.Out, "passport")).CombinedOutput()
	if err != nil {
		return fmt.Errorf("pdftoppm: %w: %s", err, out)
	}
	return nil
}

// ask runs a verb of the program on the same data, while its window is open.
func (p *play) ask(exit int, args ...string) ([]byte, error) {
	c, out, err := p.run(args)
	if err != nil {
		return nil, err
	}
	if got := c.ProcessState.ExitCode(); got != exit {
		return nil, fmt.Errorf("muster %s ended with %d, not %d: %s", args[0], got, exit, out)
	}
	return out, nil
}

// output is ask where the exit code says no more than what is written.
func (p *play) output(args ...string) ([]byte, error) {
	_, out, err := p.run(args)
	return out, err
}

func (p *play) run(args []string) (*exec.Cmd, []byte, error) {
	c := exec.Command(p.Program, append([]string{"--data", p.Data}, args...)...)
	out, err := c.Output()
	var gone *exec.ExitError
	if err != nil && !errors.As(err, &gone) {
		return nil, nil, err
	}
	return c, out, nil
}

func (p *play) closeSession() error {
	return do(p.trainerIn, p.shot("trainers-desk-done"), p.press("grid.machine"), p.on("settings"), p.shot("this-machine"), p.keys("Escape"), p.on("trainer"),
		p.press("grid.close"), p.on("close-session"), p.shot("close-session"), p.saveReport, p.press("close.do"), p.card, p.shot("close-confirm"), p.press("close.do"), p.on("welcome"), p.shot("welcome-closed"), p.examine)
}

// examine asks the doctor about the records that the day has left.
func (p *play) examine() error {
	found, err := p.ask(0, "doctor", "--json")
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(p.Out, "doctor.json"), found, 0o644)
}

// saveReport saves the session's report to the folder of results.
func (p *play) saveReport() error {
	err := do(p.press("close.save"), p.card, func() error { return p.Stage.Press(p.Out) }, func() error {
		_, err := p.Await("the saved report", func(s Scene) bool { return strings.HasPrefix(s.Notice, p.Words.T("place.saved")) })
		return err
	})
	if err != nil {
		return err
	}
	return errors.Join(p.rename("close.file", "report.pdf"), p.rename("close.file", "report.csv"))
}
