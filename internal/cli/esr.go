package cli

// ESR is a file for the staff record: what is in it and what had to be left out.
type ESR struct {
	Data []byte
	Rows int
	Left []string // what was left out, and what to do about it, each said once
}

// ESRRow is a row of a return file that was not loaded.
type ESRRow struct {
	Line       int    `json:"line"`
	Number     string `json:"number"`
	Competence string `json:"competence"`
	Why        string `json:"why"`
}

// ESRReturn is what came back after a file was loaded.
type ESRReturn struct {
	Loaded   int      `json:"loaded"`
	Rejected []ESRRow `json:"rejected"`
	Unknown  []ESRRow `json:"unclear"` // neither taken nor refused in words that are known
}

// maxReturn is how many bytes of a return file are read: more than can be understood,
// so that its reader says that it is too large.
const maxReturn = 10<<20 + 1

// esrRead says what the staff record made of a file. It ends with 0 where every row was
// loaded.
func (j *job) esrRead() int {
	f := j.flags()
	j.jsonFlag(f)
	args, code, ok := j.parse(f, 1, 1)
	if !ok {
		return code
	}
	data, err := j.whole(args[0], maxReturn)
	if err != nil {
		return j.fail(err, ExitNotDone)
	}
	r, err := j.ESRReturn(data)
	if err != nil {
		return j.fail(err, ExitNotDone)
	}
	end := ExitDone
	if len(r.Rejected)+len(r.Unknown) > 0 {
		end = ExitNotDone
	}
	if j.json {
		r.Rejected, r.Unknown = append([]ESRRow{}, r.Rejected...), append([]ESRRow{}, r.Unknown...)
		j.show(struct {
			Format int `json:"format"`
			ESRReturn
		}{1, r})
		return end
	}
	j.say("cli.esr.loaded", r.Loaded)
	j.esrRows("cli.esr.rejected", r.Rejected)
	j.esrRows("cli.esr.unknown", r.Unknown)
	return end
}

func (j *job) esrRows(heading string, all []ESRRow) {
	if len(all) == 0 {
		return
	}
	j.say(heading, len(all))
	for _, r := range all {
		if r.Why == "" {
			j.detail("cli.esr.row", r.Line, r.Number, r.Competence)
		} else {
			j.detail("cli.esr.row-why", r.Line, r.Number, r.Competence, r.Why)
		}
	}
}
