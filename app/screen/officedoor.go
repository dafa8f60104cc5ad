package screen

import (
	"context"
	"time"

	"fyne.io/fyne/v2"

	"muster/app/theme"
	"muster/app/widget"
	"muster/app/window"
	"muster/internal/desk"
	"muster/internal/induction"
)

// officeDoorDesk is what opening the organisation's key needs.
type officeDoorDesk interface {
	Administrators(context.Context) ([]string, error)
	OpenOffice(ctx context.Context, holder, passphrase string) (*desk.OfficeSeat, error)
	OfficeOpen() bool
	CloseOffice(*desk.OfficeSeat)
}

// officeLook is how often a page of the office looks whether its key is still open.
const officeLook = 15 * time.Second

// leftAt is the page that an administrator was on when the key was locked.
type leftAt struct {
	holder string
	page   window.Page
}

// OpenOfficeDoor asks who the administrator is and for their passphrase; where the
// key is open already it leads on.
func (k *Kiosk) OpenOfficeDoor() {
	if k.office != nil {
		k.OpenOffice()
		return
	}
	k.officeDoor("", leftAt{})
}

// keyFound is who can open the organisation's key, or why it cannot be opened now.
type keyFound struct {
	names []string
	away  error
}

func (k *Kiosk) officeDoor(why string, back leftAt) {
	run(k, k.t("office.looking"), func(ctx context.Context) (keyFound, error) {
		names, err := k.Desk.Administrators(ctx)
		if induction.ReasonOf(err) == induction.CodeKeyAway {
			return keyFound{away: err}, nil
		}
		return keyFound{names: names}, err
	}, func(f keyFound) {
		p := &officeDoorPage{page: page{k, "office-door", k.t("office.title")}, found: f, why: why, back: back, who: back.holder}
		if p.who == "" && len(f.names) == 1 {
			p.who = f.names[0]
		}
		k.Frame.Reset(p)
	})
}

// officeDoorPage is the start page of an administrator's machine.
type officeDoorPage struct {
	page
	found  keyFound
	who    string
	why    string // what happened before
	back   leftAt
	phrase *widget.Field
}

// NoBack makes it a start page.
func (*officeDoorPage) NoBack() {}

// Content is who it is and their passphrase, or that the key is away.
func (p *officeDoorPage) Content(l *theme.Look) fyne.CanvasObject {
	k := p.k
	o := []fyne.CanvasObject{widget.Kicker(l, k.Machine.Organisation.Name), widget.H1(l, k.t("office.door"))}
	if p.why != "" {
		o = append(o, widget.Notice(l, widget.Info, p.why, k.t("office.door.kept")))
	}
	p.phrase = nil
	if p.found.away != nil {
		o = append(o, widget.Notice(l, widget.Warn, k.t("office.away"), k.Explain(p.found.away)))
		return wide(l, 640, widget.Panel(l, 32, widget.VStack(l, 16, o...)))
	}
	o = append(o, widget.Para(l, k.t("office.door.text")))
	if len(p.found.names) > 1 {
		o = append(o, widget.Strong(l, k.t("office.door.who")))
		for _, name := range p.found.names {
			o = append(o, k.option(l, "user", name, "", name == p.who, func() { p.choose(name) }))
		}
	} else {
		o = append(o, widget.Beside(l, 12, widget.Icon(l, "user", 26, l.Brand), widget.Grow(l, 140, widget.Strong(l, p.who))))
	}
	p.phrase = widget.NewField(l, widget.FieldOptions{Label: k.t("trainer.passphrase"), Secret: true, OnSubmit: func(string) { p.enter() }})
	return wide(l, 640, widget.Panel(l, 32, widget.VStack(l, 16, append(o, p.phrase)...)))
}

// Focus is the passphrase, once it is clear whose.
func (p *officeDoorPage) Focus() fyne.Focusable {
	if p.phrase == nil || p.who == "" {
		return nil
	}
	return p.phrase.Entry()
}

func (p *officeDoorPage) choose(name string) {
	p.who = name
	p.k.Frame.Refresh()
	p.k.Frame.Focus(p.phrase.Entry())
}

// Actions open the key, or look for it again.
func (p *officeDoorPage) Actions(l *theme.Look) (left, right []fyne.CanvasObject) {
	k := p.k
	if p.found.away != nil {
		return nil, []fyne.CanvasObject{widget.NewButton(l, widget.Primary, k.t("office.again"), "arrows-clockwise", func() { k.officeDoor(p.why, p.back) })}
	}
	return nil, []fyne.CanvasObject{widget.NewButton(l, widget.Primary, k.t("office.enter"), "key", p.enter)}
}

func (p *officeDoorPage) enter() {
	k, who, given := p.k, p.who, p.phrase.Text()
	if who == "" {
		k.Frame.Say(widget.Warn, k.t("office.door.nobody"), k.t("office.door.nobody.text"))
		return
	}
	tryPIN(k, p.phrase, k.t("office.opening"), func(ctx context.Context) (*desk.OfficeSeat, error) {
		return k.Desk.OpenOffice(ctx, who, given)
	}, func(s *desk.OfficeSeat) {
		k.seatOffice(s)
		if p.back.page != nil && p.back.holder == s.Holder {
			k.Frame.Reset(p.back.page)
			return
		}
		k.OpenOffice()
	})
}

// seatOffice takes an administrator's seat, and watches over it.
func (k *Kiosk) seatOffice(s *desk.OfficeSeat) {
	k.office = s
	k.Frame.SetPerson(s.Holder)
	k.watchOffice(s)
}

// watchOffice leads to the door once the desk has locked the key.
func (k *Kiosk) watchOffice(s *desk.OfficeSeat) {
	time.AfterFunc(officeLook, func() {
		k.Frame.Do(func() {
			switch {
			case k.office != s:
			case !k.Frame.Running() && !k.Desk.OfficeOpen():
				k.lockOffice(k.t("office.locked"))
			default:
				k.watchOffice(s)
			}
		})
	})
}

// Lock locks the organisation's key where an administrator has it open, and says
// whether it did: their passphrase opens it again, on the page they were on.
func (k *Kiosk) Lock() bool {
	if k.office == nil {
		return false
	}
	if !k.Frame.Running() {
		k.lockOffice(k.t("office.locked"))
	}
	return true
}

func (k *Kiosk) lockOffice(why string) {
	back := leftAt{holder: k.office.Holder}
	if p, ok := k.Frame.Page().(interface{ resumes() bool }); ok && p.resumes() {
		back.page = k.Frame.Page()
	}
	k.leave()
	k.officeDoor(why, back)
}
