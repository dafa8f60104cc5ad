// Package screen has the pages a person sees, one file each. A page calls one
// method of the desk for one act and shows what comes back; what may be done, and
// by whom, is the desk's to say. Pages hold what they show, so the frame can draw
// them again at another size or in other colours.
package screen

import (
	"context"
	"errors"

	"fyne.io/fyne/v2"

	"muster/app/theme"
	"muster/app/widget"
	"muster/app/window"
	"muster/internal/desk"
	"muster/internal/induction"
	"muster/internal/phrase"
)

// Desk is all that the pages ask of the desk; each page's file declares its part.
type Desk interface {
	startDesk
	signInDesk
	learnDesk
	quizDesk
	localDesk
	passportDesk
	checkDesk
	recogniseDesk
	sessionDesk
	superviseDesk
	settingsDesk
	setUpDesk
	foundedDesk
	officeDoorDesk
	officeDesk
	enrolDesk
	updateDesk
	staffDesk
	clockDesk
}

// Content gives the pictures of packs and says how the packs themselves are.
type Content interface {
	// Picture is a picture's bytes by its path inside a pack.
	Picture(pack, path string) ([]byte, error)
}

// Kiosk is what every page is made with: the frame, the words, the desk, and who
// is signed in. All of it is for the UI thread.
type Kiosk struct {
	Frame   *window.Frame
	P       *phrase.Printer
	Desk    Desk
	Paper   Paper
	Content Content
	// Files are the roads to the system: choosing a file, saving, printing.
	Files Files
	// Log notes for the helpdesk what a person was refused; nil where nobody keeps it.
	Log func(error)

	Machine desk.Machine
	seat    *desk.Seat
	trainer *desk.TrainerSeat
	office  *desk.OfficeSeat // an administrator, on the administrator's machine
	arrival *arrival         // what came of the passports that were checked before this sign-in
}

// page is what all pages share.
type page struct {
	k     *Kiosk
	name  string // in English, for rehearsals and logs: "welcome"
	title string
}

// Title is what the top bar says.
func (p *page) Title() string { return p.title }

// Name is the page's short name, which no person sees.
func (p *page) Name() string { return p.name }

// t is the words of a key.
func (k *Kiosk) t(key string, args ...any) string { return k.P.T(key, args...) }

// run does work away from the UI thread and then done on it; a refusal is shown
// over the page instead.
func run[T any](k *Kiosk, words string, work func(context.Context) (T, error), done func(T)) {
	window.Run(k.Frame, context.Background(), words,
		func(ctx context.Context, _ window.Progress) (T, error) { return work(ctx) },
		func(v T, err error) {
			if err != nil {
				k.Fail(err)
				return
			}
			done(v)
		})
}

// act is run for work that returns nothing but an error.
func (k *Kiosk) act(words string, work func(context.Context) error, done func()) {
	run(k, words, func(ctx context.Context) (struct{}, error) { return struct{}{}, work(ctx) }, func(struct{}) { done() })
}

// Fail shows a refusal over the page: what happened and what to do now. One that
// says the seat is void leads back to the start.
func (k *Kiosk) Fail(err error) {
	if errors.Is(err, context.Canceled) {
		return
	}
	k.note(err)
	switch reason := induction.ReasonOf(err); {
	case reason == induction.CodeSignedOut:
		k.leave()
	case reason == induction.CodeOfficeClosed && k.office != nil:
		k.lockOffice(k.t("office.locked"))
		return
	}
	tone := widget.Warn
	if kind := induction.KindOf(err); kind == induction.Unavailable || kind == induction.Internal {
		tone = widget.Stop
	}
	k.Frame.Say(tone, k.t("problem.title"), k.Explain(err))
}

func (k *Kiosk) note(err error) {
	if k.Log != nil {
		k.Log(err)
	}
}

// Explain puts a refusal into words, with its short code for the helpdesk where a
// person cannot mend it alone.
func (k *Kiosk) Explain(err error) string {
	var e *induction.Error
	if !errors.As(err, &e) {
		return k.t("problem.unexpected", err.Error())
	}
	words := k.t("refusal."+string(e.Reason), e.Args...)
	if e.Kind == induction.Unavailable || e.Kind == induction.Internal {
		words += " " + k.t("problem.code", string(e.Reason))
	}
	return words
}

// SignOut ends whoever is signed in and shows the start page. Nothing of them stays.
func (k *Kiosk) SignOut() {
	k.leave()
	k.Welcome()
}

func (k *Kiosk) leave() {
	if k.seat != nil {
		k.Desk.SignOut(k.seat)
	}
	if k.office != nil {
		k.Desk.CloseOffice(k.office)
	}
	if k.trainer != nil {
		k.Desk.TrainerSignOut(k.trainer)
	}
	k.seat, k.trainer, k.office, k.arrival = nil, nil, nil, nil
	k.Frame.SetPerson("")
}

// Unlock holds a PIN against whoever is signed in.
func (k *Kiosk) Unlock(ctx context.Context, pin string) error {
	if k.trainer != nil {
		return k.Desk.ConfirmPIN(ctx, k.trainer, pin)
	}
	return k.Desk.Unlock(ctx, k.seat, pin)
}

// ExplainLock puts a refusal at the lock into words. A passphrase cannot be given
// there, and nobody resets a trainer's PIN.
func (k *Kiosk) ExplainLock(err error) string {
	switch {
	case induction.ReasonOf(err) == induction.CodePINPassphrase:
		return k.t("trainer.lock.passphrase")
	case k.trainer != nil:
		return k.secretWords(err)
	}
	return k.Explain(err)
}

// wide puts a page's content in the middle, at most width pixels wide at zoom 1.
func wide(l *theme.Look, width float32, o ...fyne.CanvasObject) fyne.CanvasObject {
	return widget.Pad(l, 26, theme.Gutter, 32, theme.Gutter, widget.MaxWidth(l, width, widget.VStack(l, 18, o...)))
}
