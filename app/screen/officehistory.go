package screen

import (
	"bytes"
	"context"
	"encoding/csv"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"muster/app/theme"
	"muster/app/widget"
	"muster/internal/desk"
)

// officeActsDesk is what the history needs.
type officeActsDesk interface {
	OfficeActs(ctx context.Context, s *desk.OfficeSeat, n int) ([]desk.Act, error)
}

// historyMost is how many acts are shown and exported at most.
const historyMost = 20_000

// OpenHistory shows what was done, the newest first.
func (k *Kiosk) OpenHistory() {
	run(k, k.t("office.looking"), func(ctx context.Context) ([]desk.Act, error) {
		return k.Desk.OfficeActs(ctx, k.office, historyMost)
	}, func(acts []desk.Act) {
		k.Frame.Reset(&historyPage{officePage: officePage{page{k, "office-history", k.t("office.history")}, k.OpenOffice}, acts: acts})
	})
}

// historyKinds are the parts of the history, each by how its acts are called.
var historyKinds = []struct {
	key    string
	begins []string
}{
	{"office.history.all", []string{""}},
	{"office.machines", []string{"device-", "enrolment-"}},
	{"office.trust", []string{"organisation-", "keeper-"}},
	{"office.withdrawn", []string{"passport-", "device-revoked", "key-revoked"}},
	{"office.staff", []string{"staff-", "trainer-"}},
	{"office.rules", []string{"programme-", "issuer-"}},
	{"office.keys", []string{"key-", "certificate-", "administrator-", "passphrase-"}},
	{"office.update", []string{"lists-", "bundle-", "time-", "clock-"}},
}

// historyPage is who did what, when and why.
type historyPage struct {
	officePage
	acts []desk.Act
	kind int
	list listing
}

// Facts tells a rehearsal how many acts there are.
func (p *historyPage) Facts() map[string]any { return map[string]any{"acts": len(p.acts)} }

// Content is the kinds, then the acts of one of them.
func (p *historyPage) Content(l *theme.Look) fyne.CanvasObject {
	k := p.k
	var labels []string
	for _, kind := range historyKinds {
		labels = append(labels, k.t(kind.key))
	}
	p.fill()
	return wide(l, 1000, officeHead(l, p.title, k.t("office.history.text")),
		k.tabs(l, labels, p.kind, func(i int) { p.kind, p.list.at = i, 0; k.Frame.Refresh() }), p.list.content(l))
}

func (p *historyPage) fill() {
	k := p.k
	p.list = listing{k: k, icon: "clock", none: k.t("office.history.none"), noneText: k.t("office.history.none.text"), find: k.t("office.history.find"), query: p.list.query, at: p.list.at}
	for _, a := range p.acts {
		if !begins(a.What, historyKinds[p.kind].begins) {
			continue
		}
		under := k.t("office.history.who", k.moment(a.At), a.By)
		if a.Why != "" {
			under = k.t("office.history.why", k.moment(a.At), a.By, a.Why)
		}
		p.list.all = append(p.list.all, listed{icon: "clipboard-text", title: k.actName(a), under: under, more: a.Of})
	}
}

func begins(s string, with []string) bool {
	for _, w := range with {
		if strings.HasPrefix(s, w) {
			return true
		}
	}
	return false
}

// actName is what was done in words, and to what.
func (k *Kiosk) actName(a desk.Act) string {
	if !k.P.Has("act." + a.What) {
		return strings.TrimSpace(a.What + " " + a.Of)
	}
	return k.t("act."+a.What, strings.TrimPrefix(a.Of, "ods:"))
}

// Actions save it as a table.
func (p *historyPage) Actions(l *theme.Look) (left, right []fyne.CanvasObject) {
	return nil, []fyne.CanvasObject{widget.NewButton(l, widget.Primary, p.k.t("office.history.save"), "file-csv", p.save)}
}

func (p *historyPage) save() {
	k := p.k
	k.save(k.t("office.saving"), func(context.Context) ([]document, error) {
		data, err := p.csv()
		return []document{{k.t("office.history.file", k.Machine.Organisation.ODS, k.P.Date(k.Machine.Clock)), "csv", data}}, err
	})
}

// csv is the whole history as a table, its times in UTC.
func (p *historyPage) csv() ([]byte, error) {
	var b bytes.Buffer
	b.WriteString("\ufeff") // spreadsheets tell the letters by it
	w := csv.NewWriter(&b)
	w.UseCRLF = true
	k := p.k
	w.Write([]string{k.t("office.csv.when"), k.t("office.csv.who"), k.t("office.csv.what"), k.t("office.csv.of"), k.t("office.csv.why")})
	for _, a := range p.acts {
		w.Write([]string{a.At.UTC().Format(time.RFC3339), plainCell(a.By), k.actName(a), plainCell(a.Of), plainCell(a.Why)})
	}
	w.Flush()
	return b.Bytes(), w.Error()
}

// plainCell keeps a spreadsheet from taking what a person typed for a formula.
func plainCell(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r", rune(s[0])) {
		return "'" + s
	}
	return s
}
