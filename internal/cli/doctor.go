package cli

import "fmt"

// state is how one part of an installation is.
type state string

const (
	fine  state = "ok"
	look  state = "look"  // it works; somebody should know
	wrong state = "wrong" // it does not, or will not
)

// finding is one line of the doctor's: a part, how it is, and what to do.
type finding struct {
	Part  string `json:"part"`
	State state  `json:"state"`
	Text  string `json:"text"`
	Do    string `json:"do,omitempty"`
}

// doctor says what is wrong with this installation and how to mend it. It changes
// nothing and works while the window runs.
func (j *job) doctor() int {
	f := j.flags()
	j.jsonFlag(f)
	if _, code, ok := j.parse(f, 0, 0); !ok {
		return code
	}
	e := &examination{job: j}
	for _, look := range []func(){
		e.settings, e.folder, e.crash, e.records, e.keys, e.trust, e.packs, e.fonts, e.printing, e.display, e.saving,
	} {
		look()
	}
	worst := ExitDone
	for _, f := range e.found {
		if f.State == wrong {
			worst = ExitNotDone
		}
	}
	if j.json {
		j.show(struct {
			Format   int       `json:"format"`
			Findings []finding `json:"findings"`
		}{1, e.found})
		return worst
	}
	j.findings(e.found)
	return worst
}

func (j *job) findings(all []finding) {
	marks := map[state]string{fine: "OK   ", look: "LOOK ", wrong: "WRONG"}
	wrongs, looks := 0, 0
	for _, f := range all {
		fmt.Fprintf(j.Stdout, "%s  %s\n", marks[f.State], f.Text)
		if f.Do != "" {
			fmt.Fprintf(j.Stdout, "       %s\n", f.Do)
		}
		switch f.State {
		case wrong:
			wrongs++
		case look:
			looks++
		}
	}
	switch {
	case wrongs > 0:
		j.say("cli.doctor.wrong", wrongs)
	case looks > 0:
		j.say("cli.doctor.look", looks)
	default:
		j.say("cli.doctor.well")
	}
}
