package rehearsal

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// way is how somebody works a window: what they press and what they type into are
// named by their words.
type way struct {
	press func(*play, string) error
	into  func(*play, string) error // reaches a field
}

// The two ways that must each be enough alone; whatever is typed needs keys all the
// same.
var (
	byKeyboard = way{press: func(p *play, label string) error { return errors.Join(p.Reach(label), p.Key("Return")) }, into: func(p *play, label string) error { return p.Reach(label) }}
	byMouse    = way{press: (*play).point, into: (*play).point}
)

// point brings what has the label into view with the wheel and clicks it.
func (p *play) point(label string) error {
	for range 60 {
		t, err := p.Find(label)
		if err != nil {
			return err
		}
		if p.inView(t) {
			return p.Click(t.X+t.W/2, t.Y+t.H/2)
		}
		wheel := "5"
		if t.Y < 0 {
			wheel = "4"
		}
		if _, err := p.xdotool("mousemove", strconv.Itoa(p.Width/2), strconv.Itoa(p.Height/2), "click", wheel); err != nil {
			return err
		}
	}
	return errors.New("the wheel never brought " + label + " into view")
}

// worker is a window that is worked in one way.
type worker struct {
	*play
	way way
}

func (w worker) presses(key string) func() error {
	return func() error { return w.way.press(w.play, w.Words.T(key)) }
}

func (w worker) fills(key, text string) func() error {
	return func() error {
		return do(func() error { return w.way.into(w.play, w.Words.T(key)) }, w.types(text))
	}
}

// foundsOffice is the administrator's set-up up to the press that makes the key.
func (w worker) foundsOffice(h hospital) error {
	return do(w.on("first-start"), w.presses("start.office.do"), w.on("office-organisation"), w.fills("setup.ods", h.ods), w.fills("setup.organisation", h.name), w.presses("setup.next"), w.on("office-key"),
		w.presses("setup.key.here"), w.fills("setup.administrator", h.administrator), w.fills("setup.passphrase", h.opens), w.fills("setup.passphrase.again", h.opens), w.presses("setup.key.make"))
}

// setsUpKiosk is a kiosk's set-up up to the press that makes it one.
func (w worker) setsUpKiosk(h hospital) error {
	return do(w.on("first-start"), w.presses("start.kiosk.do"), w.on("kiosk-organisation"), w.fills("setup.ods", h.ods), w.fills("setup.organisation", h.name), w.fills("kiosk.device", h.device), w.presses("setup.next"),
		w.on("kiosk-trainer"), w.fills("register.label.gmc", h.number), w.fills("setup.trainer.name", h.trainer), w.fills("setup.passphrase", h.passphrase), w.fills("setup.passphrase.again", h.passphrase),
		w.fills("setup.pin", h.pin), w.fills("setup.pin.again", h.pin), w.presses("setup.next"))
}

// TestSetUpByKeyboardAndByMouse sets an administrator's machine and a kiosk up and
// enrols it: once with the keyboard alone, once with nothing but the mouse for all that
// is not typed.
func TestSetUpByKeyboardAndByMouse(t *testing.T) {
	long(t)
	for name, how := range map[string]way{"keyboard": byKeyboard, "mouse": byMouse} {
		t.Run(name, func(t *testing.T) {
			h := value(northbridge.found(scratch(t)))(t)
			l := &life{Show: Show{Options: Options{Program: program}}, ctx: t.Context()}
			office := worker{onStage(t, options(t, h.office.data())), how}
			must(t, do(func() error { return office.foundsOffice(h) }, office.on("office-founded"), office.presses("founded.next"), office.on("office"), office.Quit))
			kiosk := worker{onStage(t, options(t, h.kiosk.data())), how}
			must(t, do(func() error { return kiosk.setsUpKiosk(h) }, kiosk.on("enrol-request")))
			answer := l.answerTo(t, &h)
			must(t, do(kiosk.presses("enrol.have"), kiosk.on("enrol-answer"), func() error { return kiosk.Type(answer, 1) }, kiosk.keys("Return"), kiosk.same("enrol-compare", h.fingerprint), kiosk.presses("enrol.same"),
				kiosk.cardAsks("trainer.passphrase"), kiosk.types(h.passphrase), kiosk.presses("enrol.take"), kiosk.on("enrolled"), kiosk.presses("enrol.finish"), kiosk.on("welcome"), kiosk.Quit))
			wellSaid(t, []byte(tool(t, program, "--data", h.kiosk.data(), "doctor", "--json")))
		})
	}
}

// answerTo has the office answer the kiosk's request by verbs, and gives the text of the
// answer's code; the file lies in the kiosk's folder too.
func (l *life) answerTo(t *testing.T, h *hospital) (code string) {
	t.Helper()
	h.request, h.answer = filepath.Join(h.kiosk.dir, "request.muster"), filepath.Join(h.kiosk.dir, "answer.muster")
	asked := value(hands{l.ctx, l.Program, h.kiosk, nil}.does("device", "request", "--out", h.request))(t)
	shown := value(hands{l.ctx, l.Program, h.office, nil}.does("org", "show"))(t)
	h.asked, h.fingerprint = value(heard(asked))(t), value(heard(shown))(t)
	_ = value(l.opened(h).does("device", "enrol", "--fingerprint", h.asked, "--out", h.answer, h.request))(t)
	for line := range strings.Lines(value(l.opened(h).does("device", "enrol", "--fingerprint", h.asked, "--out", "-", h.request))(t)) {
		if strings.HasPrefix(line, "MS1:") {
			code = strings.TrimRight(line, "\n")
		}
	}
	return code
}

// moments are how long after the press that makes something the program is killed: from
// before anything is written until it is done.
var moments = []time.Duration{5, 120, 300, 700, 2500}

// untilDone starts something, kills the program in the middle of it, and goes on after
// the restart, until it was done before the program was killed. It says how often that
// took.
func (p *play) untilDone(t *testing.T, start func() error, done func() bool) {
	t.Helper()
	for n, after := range moments {
		must(t, start())
		time.Sleep(after * time.Millisecond)
		must(t, p.Restart(context.Background()))
		if done() {
			t.Logf("done when it was killed after %v; killed %d times before that", after*time.Millisecond, n)
			return
		}
	}
	must(t, start())
	time.Sleep(time.Second) // the last key may still be on its way
	_ = value(p.Await("the end of the work", func(Scene) bool { return true }))(t)
	must(t, p.Restart(context.Background()))
	if !done() {
		t.Fatal("not done though nobody killed it")
	}
}

// TestKilledInSetUp kills the program in the middle of an organisation's founding, of a
// kiosk's set-up and of its enrolment. Each goes on after the restart and is then done
// once: one key, one trainer, one machine.
func TestKilledInSetUp(t *testing.T) {
	long(t)
	h := value(southmere.found(scratch(t)))(t)
	l := &life{Show: Show{Options: Options{Program: program}}, ctx: t.Context()}

	office := worker{onStage(t, options(t, h.office.data())), byKeyboard}
	office.untilDone(t, func() error { return office.foundsOffice(h) }, func() bool { return office.at(t, "office-door", "first-start") == "office-door" })
	must(t, do(office.on("office-door"), office.types(h.opens), office.keys("Return"), office.on("office"), office.Quit))
	var org struct{ Keys []struct{ Signs bool } }
	must(t, json.Unmarshal([]byte(tool(t, program, "--data", h.office.data(), "org", "show", "--json")), &org))
	if len(org.Keys) != 1 || !org.Keys[0].Signs {
		t.Errorf("%d keys after the founding was cut short: %+v", len(org.Keys), org)
	}

	kiosk := worker{atHome(t, h.kiosk.data()), byKeyboard}
	kiosk.untilDone(t, func() error { return kiosk.setsUpKiosk(h) }, func() bool { return kiosk.at(t, "welcome", "first-start") == "welcome" })
	l.answerTo(t, &h)
	kiosk.hand(t, "answer.muster", value(os.ReadFile(h.answer))(t))
	kiosk.untilDone(t, func() error { return kiosk.enrols(h) }, func() bool {
		sc := value(kiosk.Stage.On("welcome"))(t)
		return !strings.Contains(strings.Join(sc.Words, "\n"), kiosk.Words.T("standing.not-issuing"))
	})
	must(t, kiosk.Quit())
	if all := tool(t, program, "--data", h.kiosk.data(), "trainer", "list"); strings.Count(all, "gmc:") != 1 {
		t.Errorf("the trainers after the set-up was cut short: %s", all)
	}
	wellSaid(t, []byte(tool(t, program, "--data", h.kiosk.data(), "doctor", "--json")))
	wellSaid(t, []byte(tool(t, program, "--data", h.office.data(), "doctor", "--json")))
}

// at waits for one of two pages and says which.
func (p *play) at(t *testing.T, one, other string) string {
	t.Helper()
	return value(p.Await(one+" or "+other, func(s Scene) bool { return s.Page == one || s.Page == other }))(t).Page
}

// enrols takes the answer in from the settings of a kiosk that waits for it, up to the
// passphrase.
func (w worker) enrols(h hospital) error {
	return do(w.on("welcome"), w.press("settings.part.organisation"), w.on("settings-organisation"), w.press("enrol.have"), w.on("enrol-answer"), w.chooses("check.file"),
		w.same("enrol-compare", h.fingerprint), w.press("enrol.same"), w.cardAsks("trainer.passphrase"), w.types(h.passphrase), w.keys("Return"))
}
