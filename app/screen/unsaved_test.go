package screen

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"muster/app/theme"
	"muster/internal/desk"
	"muster/internal/induction"
)

// asked reports the question whether to leave what is not saved.
func (s *stage) asked() bool { return s.part(s.k.t("unsaved.stay")) != nil }

func TestEscapeAsksBeforeAListIsLost(t *testing.T) {
	s := raise(t, usual, theme.New(1, false, false), true)
	s.press("welcome.trainer")
	s.press("grid.add")
	s.key(fyne.KeyEscape)
	s.on("open-session") // nothing was typed
	s.press("grid.add")
	s.types("7012345, Zoe Ngugi")
	s.key(fyne.KeyEscape)
	if !s.asked() {
		t.Fatal("the list is lost without a word")
	}
	s.press("unsaved.stay")
	s.on("starters")
	if r := s.k.Frame.Page().(*rosterPage); len(r.fresh) != 1 {
		t.Fatalf("staying kept %d starters", len(r.fresh))
	}
	s.press("roster.take", 1)
	s.on("open-session")
	s.key(fyne.KeyEscape)
	if !s.asked() {
		t.Fatal("the starters are lost without a word")
	}
	s.press("unsaved.leave")
	s.on("welcome")
}

func TestEscapeAsksBeforeTicksAreLost(t *testing.T) {
	s := raise(t, usual, theme.New(1, false, false), true)
	s.open("Seminar room 4", roster)
	zoe := s.learner("gmc:7012345", "Zoë Ngũgĩ", "fire.1", "resus.2-adult")
	s.do(func() { s.k.OpenLearner(zoe) })
	s.press("one.sign")
	s.on("sign-practical")
	p := s.k.Frame.Page().(*signPage)
	p.seen[p.m.Practical.Steps[0].ID] = true
	s.key(fyne.KeyEscape)
	if !s.asked() {
		t.Fatal("the ticks are lost without a word")
	}
	s.press("unsaved.leave")
	s.on("one-learner")
}

func TestATooEarlyPassphraseIsToldToATrainer(t *testing.T) {
	s := raise(t, usual, theme.New(1, false, false), true)
	s.press("welcome.trainer")
	p := s.k.Frame.Page().(*openPage)
	s.do(func() { p.room.SetText("Seminar room 4") })
	for range 6 {
		s.do(func() { p.phrase.SetText("not the passphrase") })
		s.do(p.open)
	}
	got := p.phrase.Error()
	if learner := s.k.Explain(induction.Refuse(induction.Wait, induction.CodePINWait, desk.LearnerPIN)); strings.HasPrefix(got, learner[:20]) || !strings.Contains(got, "Wait") {
		t.Errorf("a trainer is told %q", got)
	}
}

func TestTheLockSendsATrainerToTheDoor(t *testing.T) {
	s := raise(t, usual, theme.New(1, false, false), true)
	s.open("Seminar room 4", roster)
	var err error
	for range 5 {
		err = s.k.Unlock(t.Context(), "111111")
	}
	if got, want := s.k.ExplainLock(err), s.k.t("trainer.lock.passphrase"); got != want {
		t.Errorf("a trainer at the lock is told %q", got)
	}
}
