package cli

import (
	"fmt"
	"strings"
	"text/tabwriter"
	"time"

	"muster/internal/desk"
	"muster/internal/passport"
)

// verdictJSON is a verdict as a program reads it: passport.Verdict as it is, its
// items with their titles.
type verdictJSON struct {
	passport.Verdict
	Items  []itemJSON `json:"items,omitempty"`
	NoList bool       `json:"no_trust_list"` // none has been imported on this machine
	// Broken is why the file that it came in is refused as forged, as a code.
	Broken string `json:"broken,omitempty"`
	// Others are the verdicts of the other passports in the file, which are no worse.
	Others []verdictJSON `json:"others,omitempty"`
	// Here is what the passports come to under a programme, where one was named.
	Here *hereJSON `json:"here,omitempty"`
}

// itemJSON is an item of a passport with its titles.
type itemJSON struct {
	passport.ItemVerdict
	Subject string `json:"subject"`
	Level   string `json:"level,omitempty"`
	// Partial says that the level needs a practical, and none was witnessed.
	Partial bool `json:"partial"`
}

func oneJSON(c desk.Checked) verdictJSON {
	out := verdictJSON{Verdict: c.Verdict, NoList: c.NoList, Broken: c.Broken}
	for _, i := range c.Items {
		out.Items = append(out.Items, itemJSON{i.ItemVerdict, i.Subject, i.Level, i.Partial})
	}
	return out
}

// verdictsJSON puts the worst, number at, in front: who reads no further is safe.
func verdictsJSON(all []desk.Checked, at int) verdictJSON {
	out := oneJSON(all[at])
	for i, c := range all {
		if i != at {
			out.Others = append(out.Others, oneJSON(c))
		}
	}
	return out
}

func (j *job) blank() { fmt.Fprintln(j.Stdout) }

// verdict shows one verdict to a person: the band, who, why, what now, every item,
// and what it rests on.
func (j *job) verdict(c desk.Checked) {
	v := c.Verdict
	status := func(s passport.Status, part string) string { return j.Words.T("status." + string(s) + part) }
	fmt.Fprintln(j.Stdout, strings.ToUpper(j.Words.T("band."+string(v.Band)))+": "+status(v.Status, ".heading"))
	if v.Claims != nil {
		fmt.Fprintln(j.Stdout, v.Claims.Name+", "+j.number(v.Claims.Subject))
	}
	if c.Broken != "" {
		j.say("paper.broken." + c.Broken) // it says what the one reason would, and more
	} else {
		for _, s := range v.Reasons {
			fmt.Fprintln(j.Stdout, status(s, ".means")+" "+status(s, ".now"))
		}
	}
	if v.KidGroups != "" {
		j.say("cli.check.fingerprint", v.KidGroups)
	}
	if c.NoList {
		j.say("cli.check.no-list")
	}
	if v.Detail != "" {
		j.say("cli.check.detail", v.Status, v.Detail)
	}
	if v.Claims != nil {
		j.items(c)
		j.origin(v)
	}
	j.freshness(v.Freshness, c.NoList)
}

// number is what a holder's number is called.
func (j *job) number(subject string) string {
	register, number, _ := strings.Cut(subject, ":")
	if key := "paper.number." + register; j.Words.Has(key) {
		return j.Words.T(key, number)
	}
	return j.Words.T("paper.number.other", strings.ToUpper(register), number)
}

// items are one line each.
func (j *job) items(c desk.Checked) {
	j.blank()
	t := tabwriter.NewWriter(j.Stdout, 0, 0, 3, ' ', 0)
	for _, i := range c.Items {
		title := i.Subject
		if i.Level != "" {
			title = j.Words.T("paper.item", i.Subject, i.Level)
		}
		until := j.Words.T("paper.until.none")
		switch {
		case i.Expired:
			until = j.Words.T("cli.check.expired", j.day(i.ValidUntil))
		case i.ValidUntil != "":
			until = j.Words.T("cli.check.until", j.day(i.ValidUntil))
		}
		fmt.Fprintf(t, "  %s\t%s\t%s\t%s\n", title, j.day(i.CompletedOn), until, strings.Join(j.notes(i), ". "))
	}
	t.Flush()
	j.blank()
}

// notes say how an item was come by, and what it lacks.
func (j *job) notes(i desk.CheckedItem) []string {
	has := map[string]bool{}
	for _, h := range i.How {
		has[h] = true
	}
	var out []string
	switch {
	case has["tested-only"] && has["taught"]:
		out = append(out, j.Words.T("paper.how.both"))
	case has["tested-only"]:
		out = append(out, j.Words.T("paper.how.tested"))
	case has["taught"]:
		out = append(out, j.Words.T("paper.how.taught"))
	case has["knowledge"]:
		out = append(out, j.Words.T("paper.how.knowledge"))
	}
	if has["practical"] {
		out = append(out, j.Words.T("paper.how.practical"))
	}
	if i.Partial {
		out = append(out, j.Words.T("paper.how.knowledge-only"))
	}
	if i.Awaiting {
		out = append(out, j.Words.T("paper.awaiting"))
	}
	return out
}

// day writes a day of a verdict for people.
func (j *job) day(iso string) string {
	d, err := time.Parse(time.DateOnly, iso)
	if err != nil {
		return iso
	}
	return j.Words.ShortDate(d)
}

// origin says who issued it, where and when.
func (j *job) origin(v passport.Verdict) {
	c, issued := v.Claims, time.Unix(v.Claims.IssuedAt, 0).UTC()
	if v.Organisation == "" {
		j.say("cli.check.claimed", c.Organisation, issued)
	} else {
		j.say("cli.check.issued", v.Organisation, v.Issuer, issued, v.SignedOn)
	}
	j.say("cli.check.passport", c.ID, c.Framework)
}

// freshness says what the verdict rests on.
func (j *job) freshness(f passport.Freshness, noList bool) {
	if !noList {
		j.say("cli.check.list", time.Unix(f.ListIssued, 0).UTC(), time.Unix(f.NextUpdate, 0).UTC())
	}
	j.say("cli.check.at", j.Words.Moment(time.Unix(f.CheckedAt, 0).UTC()))
}
