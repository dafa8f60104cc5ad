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
	"muster/internal/trust"
)

// officeKeyDesk is what the organisation's own keys need.
type officeKeyDesk interface {
	RollKey(ctx context.Context, s *desk.OfficeSeat, n desk.NewKey) (*desk.OfficeSeat, error)
	RetireKey(ctx context.Context, s *desk.OfficeSeat, kid trust.Kid, at time.Time, why string) error
	CertificateRequest(context.Context, *desk.OfficeSeat) ([]byte, error)
	SetCertificate(ctx context.Context, s *desk.OfficeSeat, file []byte, why string) error
	AddAdministrator(ctx context.Context, s *desk.OfficeSeat, passphrase, name, next string) error
	RemoveAdministrator(ctx context.Context, s *desk.OfficeSeat, passphrase, name, why string) error
	ChangeOfficePassphrase(ctx context.Context, s *desk.OfficeSeat, old, next string) error
}

// keys shows the organisation's own keys, and who opens them.
func (k *Kiosk) keys(v officeView) window.Page {
	return &keysPage{officePage: officePage{page{k, "office-keys", k.t("office.keys")}, k.OpenOffice}, v: v}
}

// keysPage is the organisation's keys at the left, and what can be done at the right.
type keysPage struct {
	officePage
	v officeView
}

// Facts tells a rehearsal how many keys there are.
func (p *keysPage) Facts() map[string]any {
	return map[string]any{"keys": len(p.v.Keys), "fingerprint": p.v.current().Fingerprint}
}

// Content is the key in use, the others, and the ways on.
func (p *keysPage) Content(l *theme.Look) fyne.CanvasObject {
	k, key := p.k, p.v.current()
	var others []fyne.CanvasObject
	for _, o := range p.v.Keys {
		if !o.Current {
			others = append(others, p.line(o).line(l))
		}
	}
	o := []fyne.CanvasObject{widget.Panel(l, 28, widget.VStack(l, 14, widget.H2(l, k.t("office.keys.current")), groups(l, key.Fingerprint),
		facts(l,
			fact{k.t("office.key.since"), k.P.Date(key.From)},
			fact{k.t("office.keys.holders"), k.P.List(key.Holders)},
			fact{k.t("office.certificate"), k.certificateWords(key)},
			fact{k.t("office.key.folder"), p.v.KeyFolder})))}
	if len(others) > 0 {
		o = append(o, widget.H3(l, k.t("office.keys.others")), widget.VStack(l, 8, others...))
	}
	return wide(l, 1180, officeHead(l, p.title, k.t("office.keys.text")), widget.Columns(l, 24, 400, []float32{1, 1},
		widget.Top(widget.VStack(l, 14, o...)), widget.Top(widget.VStack(l, 12,
			k.bigTile(l, "users", k.t("office.holders"), k.t("office.holders.text"), k.to(k.holders)),
			k.bigTile(l, "certificate", k.t("office.certificate"), k.t("office.certificate.tile"), k.to(k.certificate)),
			k.bigTile(l, "arrows-clockwise", k.t("office.roll"), k.t("office.roll.tile"), k.roll),
			k.bigTile(l, "identification-card", k.t("office.card"), k.t("office.card.tile"), k.handCard)))))
}

// line is an earlier key.
func (p *keysPage) line(key desk.KeyState) listed {
	k := p.k
	state, tone := k.keyStatus(key.Status)
	under := k.t("office.keys.from", k.P.Date(key.From))
	if !key.Until.IsZero() {
		under = k.t("office.keys.between", k.P.Date(key.From), k.P.Date(key.Until))
	}
	return listed{icon: "key", title: short(key.Fingerprint), under: under, state: state, tone: tone, open: func() {
		k.Frame.Reset(&ownKeyPage{officePage: officePage{page{k, "office-own-key", k.t("office.keys")}, k.to(k.keys)}, key: key})
	}}
}

func (k *Kiosk) certificateWords(key desk.KeyState) string {
	if key.OwnPKI {
		return k.t("office.certificate.pki")
	}
	return k.t("office.certificate.self")
}

// ownKeyPage is a key of the organisation's that does not sign any more, or not yet.
type ownKeyPage struct {
	officePage
	key  desk.KeyState
	end  string
	last *widget.Field
}

// Content is how it stands, and how it is ended or taken back.
func (p *ownKeyPage) Content(l *theme.Look) fyne.CanvasObject {
	k, key := p.k, p.key
	state, tone := k.keyStatus(key.Status)
	o := []fyne.CanvasObject{widget.Title(l, k.t("office.keys.one")), widget.Panel(l, 28, widget.VStack(l, 14, widget.Tag(l, tone, toneIcon(tone), state), groups(l, key.Fingerprint)))}
	if key.Status != trust.Revoked {
		p.last = bound(l, &p.end, widget.FieldOptions{Label: k.t("office.end.after"), Hint: k.t("office.end.after.hint"), MaxLength: 20, Width: 240, OnSubmit: func(string) { p.finish() }})
		o = append(o,
			way2(l, k.t("office.keys.end"), k.t("office.keys.end.text"), p.last, widget.NewButton(l, widget.Outline, k.t("office.keys.end"), "calendar-check", p.finish)),
			way2(l, k.t("office.key.revoke"), k.t("office.keys.revoke.text"), nil, widget.NewButton(l, widget.Outline, k.t("office.key.revoke"), "prohibit", p.revoke)))
	}
	return wide(l, 860, o...)
}

func (p *ownKeyPage) finish() {
	k, kid := p.k, p.key.Kid
	at, ok := k.typedDay(p.last)
	if !ok {
		return
	}
	c := cause{title: k.t("office.keys.end.ask"), text: k.t("office.keys.end.text"), hint: k.t("office.end.hint"), yes: k.t("office.keys.end"), danger: true}
	k.because(c, k.t("office.signing"), func(ctx context.Context, why string) error {
		return k.Desk.RetireKey(ctx, k.office, kid, at, why)
	}, func() { k.inOffice(k.keys, k.t("office.keys.ended"), k.t("office.tell")) })
}

func (p *ownKeyPage) revoke() {
	k, kid := p.k, p.key.Kid
	c := cause{title: k.t("office.keys.revoke.ask"), text: k.t("office.keys.revoke.text"), hint: k.t("office.key.revoke.hint"), yes: k.t("office.key.revoke"), danger: true}
	k.because(c, k.t("office.signing"), func(ctx context.Context, why string) error {
		return k.Desk.RevokeKey(ctx, k.office, kid, why)
	}, func() { k.inOffice(k.keys, k.t("office.keys.revoked"), k.t("office.tell")) })
}

// roll leads to a new key that follows the one in use.
func (k *Kiosk) roll() {
	k.Frame.Reset(&rollPage{officePage: officePage{page{k, "office-roll", k.t("office.roll")}, k.to(k.keys)}, days: 30, phrase: newSecret{k: k}})
}

// overlaps are for how many days the old key goes on beside the new one.
var overlaps = []int{0, 30, 90}

// rollPage makes a new key of the organisation.
type rollPage struct {
	officePage
	days   int
	why    string
	phrase newSecret
	whyF   *widget.Field
}

// resumes is no: a passphrase that was typed is not kept behind the lock.
func (*rollPage) resumes() bool { return false }

// Content is what happens, then the new passphrase, how long the old key goes on, and why.
func (p *rollPage) Content(l *theme.Look) fyne.CanvasObject {
	k, submit := p.k, func(string) { p.make() }
	var steps, ends []fyne.CanvasObject
	for i, key := range []string{"office.roll.new", "office.roll.lists", "office.roll.machines"} {
		steps = append(steps, widget.BesideTop(l, 14, numeral(l, i+1), widget.Grow(l, 160, widget.Para(l, k.t(key)))))
	}
	for _, n := range overlaps {
		label := k.t("office.roll.days", n)
		if n == 0 {
			label = k.t("office.roll.now")
		}
		ends = append(ends, choice(l, label, n == p.days, func() { p.days = n; k.Frame.Refresh() }))
	}
	p.whyF = bound(l, &p.why, widget.FieldOptions{Label: k.t("vouch.why"), Hint: k.t("office.roll.hint"), MaxLength: desk.NoteLimit, OnSubmit: submit})
	form := append(p.phrase.fields(l, submit), widget.Strong(l, k.t("office.roll.end")), widget.Row(l, 8, ends...), p.whyF)
	return wide(l, 1180, officeHead(l, k.t("office.roll"), k.t("office.roll.text")), widget.Columns(l, 24, 400, []float32{1, 1},
		widget.Top(widget.Panel(l, 28, widget.VStack(l, 14, append(steps, widget.Notice(l, widget.Warn, k.t("office.roll.careful"), k.t("office.roll.careful.text")))...))),
		widget.Top(widget.Panel(l, 28, widget.VStack(l, 16, form...)))))
}

// Actions make it.
func (p *rollPage) Actions(l *theme.Look) (left, right []fyne.CanvasObject) {
	return nil, []fyne.CanvasObject{widget.NewButton(l, widget.Confirm, p.k.t("office.roll.do"), "key", p.make)}
}

func (p *rollPage) make() {
	k := p.k
	if !p.phrase.same() {
		return
	}
	n := desk.NewKey{Passphrase: p.phrase.text, Why: p.why}
	if p.days > 0 {
		n.Until = k.Machine.Floor.AddDate(0, 0, p.days)
	}
	tryFields(k, k.t("setup.key.making"), func(ctx context.Context) (*desk.OfficeSeat, error) { return k.Desk.RollKey(ctx, k.office, n) }, func(s *desk.OfficeSeat) {
		p.phrase.forget()
		k.seatOffice(s)
		k.inOffice(k.keys, k.t("office.rolled"), k.t("office.rolled.text"))
	}, map[induction.Reason]*widget.Field{induction.CodePassphraseForm: p.phrase.first, induction.CodeWhy: p.whyF})
}
