package rehearsal

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// The three organisations of the play.
var (
	northbridge = hospital{
		short: "northbridge", ods: "XNB", name: "Northbridge NHS Trust",
		administrator: "Priya Nair", opens: "seven quiet lanterns at dusk", device: "library-kiosk",
		trainer: "Hannah Osei", number: "4012345", passphrase: "green kettle by the door", pin: "258036",
	}
	southmere = hospital{
		short: "southmere", ods: "XSM", name: "Southmere Teaching Hospitals",
		administrator: "Owen Hughes", opens: "a heron on the weir today", device: "simulation-suite",
		trainer: "Ruth Abara", number: "4023456", passphrase: "blue bicycle under snow", pin: "471902",
	}
	westvale = hospital{
		short: "westvale", ods: "XWV", name: "Westvale Community Health",
		administrator: "Marta Silva", opens: "twelve maps of one island", device: "staff-office",
		trainer: "Idris Bello", number: "4034567", passphrase: "warm bread before sunrise", pin: "630418",
	}
)

// southmereAsks is Southmere's own programme: children's life support too.
const southmereAsks = `title = "Resident doctor, acute"
role = "Resident doctor"
version = "1.0"
summary = "What a resident doctor needs before a first shift at Southmere."

[[requirement]]
code = "fire.1"

[[requirement]]
code = "resus.2-adult"
practical = true

[[requirement]]
code = "resus.2-paed"
practical = true
`

// life is the life of one passport: Northbridge issues it, Southmere recognises it and
// issues the next, Westvale checks both, and Northbridge takes its own back.
type life struct {
	Show
	ctx                context.Context
	shots              *album
	dir                string
	north, south, west hospital
	on                 map[string]*play // the windows that are open, by machine
	behind             chan error       // what is done by verbs while a window plays
	before             string           // the passport's status, before it is withdrawn
}

// playLife plays it, with the number of the acts that were played before.
func playLife(ctx context.Context, show Show, shots *album, before int) (err error) {
	l := &life{Show: show, ctx: ctx, shots: shots, dir: show.Folder, on: map[string]*play{}, behind: make(chan error, 1)}
	for to, h := range map[*hospital]hospital{&l.north: northbridge, &l.south: southmere, &l.west: westvale} {
		if *to, err = h.found(l.dir); err != nil {
			return err
		}
	}
	defer func() {
		for name, p := range l.on {
			if err != nil {
				p.Stage.Shot(filepath.Join(show.Out, "stopped-here-"+name+".png"))
			}
			if shut := p.Close(); err == nil {
				err = shut
			}
		}
	}()
	return show.perform(before, l.acts())
}

func (l *life) acts() []act {
	return []act{
		{"Northbridge founds its organisation", l.foundNorth},
		{"Northbridge sets a kiosk up and enrols it, by file", l.enrolNorth},
		{"A learner passes at Northbridge and leaves with a signed passport", l.learnNorth},
		{"Southmere recognises it: the day is shorter", l.arriveSouth},
		{"Southmere's trainer looks closer, sees evidence, waives, and signs", l.vouchSouth},
		{"Southmere issues a passport that carries Northbridge's along", l.issueSouth},
		{"Westvale's check desk merges both, and starts the induction there", l.checkWest},
		{"Northbridge withdraws its passport", l.withdrawNorth},
		{"Nothing changes at Southmere and Westvale until they have the update file", l.unchanged},
		{"Both take the update file in, and the verdict changes", l.updated},
	}
}

// window opens a window at a machine, or goes on with the one that is open there.
func (l *life) window(name string, m machine) (*play, error) {
	if p := l.on[name]; p != nil {
		return p, nil
	}
	show := l.Show
	show.Folder, show.Data, show.Home = m.dir, m.data(), m.stick()
	show.Args = []string{"--data", m.data(), "--save", m.stick(), "--language", l.Words.Language()}
	stage, err := Open(l.ctx, show.Options)
	if err != nil {
		return nil, err
	}
	p := &play{Stage: stage, Show: show, shots: l.shots}
	l.on[name] = p
	return p, nil
}

// shut closes a window that has no more to do.
func (l *life) shut(name string) func() error {
	return func() error {
		p := l.on[name]
		delete(l.on, name)
		return p.Close()
	}
}

// as gives a window the trainer of a hospital.
func (l *life) as(h *hospital) (*play, error) {
	p, err := l.window(h.short+"-kiosk", h.kiosk)
	if err == nil {
		p.Trainer, p.Passphrase, p.PIN = h.trainer, h.passphrase, h.pin
	}
	return p, err
}

// meanwhile does work by verbs while a window plays; awaits waits for it.
func (l *life) meanwhile(work func() error) { go func() { l.behind <- work() }() }

func (l *life) awaits() error { return <-l.behind }

// saved asks for something to be saved, chooses the stick, and gives the new file of
// each ending.
func (p *play) saved(ask func() error, endings ...string) ([]string, error) {
	before, err := filepath.Glob(filepath.Join(p.Home, "*"))
	if err != nil {
		return nil, err
	}
	var out []string
	err = do(ask, p.card, func() error { return p.Stage.Press(p.Home) }, func() error {
		_, err := p.Await("the saved file", func(s Scene) bool {
			out = fresh(p.Home, before, endings)
			return len(out) == len(endings) && strings.HasPrefix(s.Notice, p.Words.T("place.saved"))
		})
		return err
	})
	return out, err
}

// fresh is the first new file of each ending in a folder.
func fresh(folder string, before, endings []string) []string {
	after, err := filepath.Glob(filepath.Join(folder, "*"))
	var out []string
	for _, ending := range endings {
		i := slices.IndexFunc(after, func(path string) bool { return strings.HasSuffix(path, ending) && !slices.Contains(before, path) })
		if err != nil || i < 0 {
			break
		}
		out = append(out, after[i])
	}
	return out
}

// keeps copies a file to the results, under a name that says what it is.
func (l *life) keeps(path, name string) error { return copied(path, filepath.Join(l.Out, name)) }

func copied(from, to string) error {
	b, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	return os.WriteFile(to, b, 0o644)
}

// chooses presses what opens a file, and picks the one that was brought on the stick.
func (p *play) chooses(key string) func() error {
	return func() error { return do(p.press(key), p.Choose) }
}

// fingerprint is what a page says that its fingerprint is.
func (p *play) fingerprint(page string) (string, error) {
	sc, err := p.Stage.On(page)
	if err != nil {
		return "", err
	}
	return heard(strings.Join(sc.Words, " "))
}

// foundNorth is the administrator's first start. The two other organisations are made
// behind the scenes, and trust Northbridge once they have its key file.
func (l *life) foundNorth() error {
	h := &l.north
	p, err := l.window("northbridge-office", h.office)
	if err != nil {
		return err
	}
	err = do(p.on("first-start"), p.press("start.office.do"), p.on("office-organisation"), p.types(h.ods), p.typesInto("setup.organisation", h.name), p.shot("northbridge-office-names-itself"),
		p.press("setup.next"), p.on("office-key"), p.press("setup.key.here"), p.typesInto("setup.administrator", h.administrator), p.typesInto("setup.passphrase", h.opens),
		p.typesInto("setup.passphrase.again", h.opens), p.shot("northbridge-office-makes-its-key"), p.press("setup.key.make"), p.on("office-founded"), p.shot("northbridge-office-has-its-key"))
	if err != nil {
		return err
	}
	if h.fingerprint, err = p.fingerprint("office-founded"); err != nil {
		return err
	}
	card, err := p.saved(p.press("founded.save"), ".muster")
	if err != nil {
		return err
	}
	err = do(p.press("founded.next"), p.on("office"), p.shot("northbridge-office"), p.press("office.update"), p.on("office-update"))
	if err != nil {
		return err
	}
	lists, err := p.saved(p.press("office.update.others"), ".muster")
	if err != nil {
		return err
	}
	l.meanwhile(func() error { return l.others(card[0], lists[0]) })
	return do(func() error { return l.keeps(card[0], northKey) }, p.keys("Escape"), p.on("office"))
}

// others makes Southmere and Westvale, with a kiosk each; they trust Northbridge by its
// key file, and know by its lists what it has withdrawn: nothing yet.
func (l *life) others(card, lists string) error {
	known := machine{filepath.Join(l.dir, "post")}
	north := hospital{fingerprint: l.north.fingerprint, card: known.file("key.muster"), lists: known.file("lists.muster")}
	err := do(func() error { return os.MkdirAll(known.stick(), 0o700) }, func() error { return copied(card, north.card) }, func() error { return copied(lists, north.lists) })
	if err != nil {
		return err
	}
	south, west := &l.south, &l.west
	return do(func() error { return l.founds(south) }, func() error { return l.trusts(south, &north) }, func() error { return l.requires(south, southmereAsks) },
		func() error { return l.asks(south) }, func() error { return l.enrols(south) },
		func() error { return l.founds(west) }, func() error { return l.trusts(west, &north) }, func() error { return l.trusts(west, south) },
		func() error { return l.asks(west) }, func() error { return l.enrols(west) })
}
