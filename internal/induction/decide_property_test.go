package induction

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
	"time"
)

// dice makes records of every kind that the rules can meet.
type dice struct{ *rand.Rand }

func pick[T any](d dice, from ...T) T { return from[d.IntN(len(from))] }

func (d dice) code() Code {
	return pick[Code](d, "fire.1", "ipc.1", "ipc.2", "moving.1", "moving.2", "resus.2-adult", "resus.2-paed", "leadership.1", "new.1")
}

func (d dice) item() BroughtItem {
	return BroughtItem{
		Code: d.code(), Version: Version{1 + d.IntN(2), d.IntN(2)}, Completed: DateOf(monday) - Date(d.IntN(1500)) + 2,
		ValidDays: pick(d, 0, 365, 730, 1095),
		How:       How{Knowledge: d.IntN(5) > 0, Practical: d.IntN(3) == 0, Awaiting: d.IntN(4) == 0},
	}
}

func (d dice) sheet(n int) Brought {
	b := sheet(PassportID(fmt.Sprint("p", n)))
	b.Issuer = pick(d, northway, "ods:RZZ")
	b.Framework = pick(d, cstf, cstf, "muster/1", "cstf-eng/2.0")
	b.Issued = monday.AddDate(0, -d.IntN(20), 0)
	for range 1 + d.IntN(4) {
		b.Items = append(b.Items, d.item())
	}
	for _, doubt := range []Doubt{DoubtStale, DoubtName} {
		if d.IntN(5) == 0 {
			b.Doubts = append(b.Doubts, doubt)
		}
	}
	if d.IntN(4) == 0 {
		b.Refused = pick(d, RefusedRevoked, RefusedHolder, RefusedUnknown)
	}
	return b
}

func (d dice) parts() []Part {
	return pick(d, []Part{KnowledgePart}, []Part{PracticalPart}, []Part{KnowledgePart, PracticalPart})
}

func (d dice) taken() Withdrawal {
	return pick(d, Withdrawal{}, Withdrawal{}, Withdrawal{Reason: "a mistake", At: monday})
}

func (d dice) programme() Programme {
	p, _ := library()
	p.Requirements = nil
	for _, code := range []Code{"fire.1", "ipc.1", "ipc.2", "moving.1", "moving.2", "resus.2-adult", "new.1"} {
		p.Requirements = append(p.Requirements, Requirement{
			Code: code, Practical: d.IntN(2) == 0, RefreshMonths: pick(d, 0, 6, 18, 60), Reason: pick(d, "", "our insurer"),
			Since: pick(d, Version{}, Version{1, 1}, Version{2, 0}),
		})
	}
	if d.IntN(3) == 0 {
		p.Excluded = []Exclusion{{Issuer: "ods:RZZ"}}
	}
	return p
}

func (d dice) record() Record {
	r := Record{Learner: theLearner()}
	for n := range d.IntN(4) {
		r.Brought = append(r.Brought, d.sheet(n))
		if d.IntN(3) == 0 {
			r.LocalChecks = append(r.LocalChecks, LocalCheck{Passport: r.Brought[n].ID, Code: r.Brought[n].Items[0].Code, By: "t", Note: pick(d, "rang", "seen"), At: monday.Add(-time.Hour)})
		}
		if d.IntN(4) == 0 {
			r.Recognitions = append(r.Recognitions, Recognition{Passport: r.Brought[n].ID, Withdrawn: d.taken()})
		}
	}
	for range d.IntN(3) {
		r.Evidence = append(r.Evidence, Evidence{Code: d.code(), Parts: d.parts(), Completed: DateOf(monday) - Date(d.IntN(1500)), Body: pick(d, "Eastgate", "Westgate"), Reference: pick(d, "1", "2"), By: "t", Withdrawn: d.taken()})
	}
	for range d.IntN(2) {
		r.Waivers = append(r.Waivers, Waiver{Code: d.code(), Parts: d.parts(), Reason: "why", By: "t", Withdrawn: d.taken()})
	}
	for n := range d.IntN(4) {
		r.Completions = append(r.Completions, done(pick[Code](d, "fire.1", "ipc.1", "resus.2-adult"), monday.AddDate(0, -d.IntN(40), -n), 730, "old"))
	}
	for n := range d.IntN(3) {
		r.SignOffs = append(r.SignOffs, SignOff{ID: SignOffID(fmt.Sprint("s", n)), Module: ModuleRef{Code: "resus.2-adult"}, Passed: d.IntN(3) > 0, Assessor: "a", At: monday.AddDate(0, -d.IntN(20), -n)})
	}
	return r
}

func mixed[T any](d dice, s []T) []T {
	out := slices.Clone(s)
	d.Shuffle(len(out), func(i, j int) { out[i], out[j] = out[j], out[i] })
	return out
}

func (d dice) shuffle(r Record) Record {
	r.Brought, r.LocalChecks, r.Evidence = mixed(d, r.Brought), mixed(d, r.LocalChecks), mixed(d, r.Evidence)
	r.Waivers, r.Completions, r.SignOffs = mixed(d, r.Waivers), mixed(d, r.Completions), mixed(d, r.SignOffs)
	r.Recognitions = mixed(d, r.Recognitions)
	for i := range r.Brought {
		r.Brought[i].Items, r.Brought[i].Doubts = mixed(d, r.Brought[i].Items), mixed(d, r.Brought[i].Doubts)
	}
	return r
}

func rank(d Decision) int { return slices.Index(rulings, d.Ruling) }

// TestDecideOnAnyRecord throws dice for records and programmes and holds the
// decisions to what must be so of all.
func TestDecideOnAnyRecord(t *testing.T) {
	_, c := library()
	grounds, looked := map[string]int{}, 0
	for seed := range uint64(4000) {
		d := dice{rand.New(rand.NewPCG(seed, 3))}
		p, r := d.programme(), d.record()
		got := Decide(p, c, r, monday)
		turned := d.shuffle(r)
		if again := Decide(p, c, turned, monday); !reflect.DeepEqual(got, again) {
			t.Fatalf("seed %d: in another order\n%+v\nand not\n%+v", seed, again, got)
		}
		if a, b := Carried(p, c, r, monday), Carried(p, c, turned, monday); !slices.Equal(a, b) {
			t.Fatalf("seed %d: in another order %v is carried, not %v", seed, b, a)
		}
		more := r
		more.Brought = append(slices.Clone(r.Brought), d.sheet(9))
		better := Decide(p, c, more, monday)
		for i, one := range got {
			if better[i].Code != one.Code || better[i].Part != one.Part || rank(better[i]) > rank(one) {
				t.Fatalf("seed %d: one passport more and %+v becomes %+v", seed, one, better[i])
			}
			sensible(t, seed, p, r, one)
			grounds[string(one.Ground)+" "+string(one.Ruling)]++
			if one.Ruling == Accepted && len(one.Doubts) > 0 {
				looked++
			}
		}
	}
	for _, seen := range []string{"here accepted", "here expired", "passport accepted", "passport local-check", "passport expired", "passport changed", "evidence accepted", "evidence expired", "waiver accepted", " missing"} {
		if grounds[seen] == 0 {
			t.Errorf("the dice never threw %q: %v", seen, grounds)
		}
	}
	if looked == 0 {
		t.Error("nothing was accepted after a local check")
	}
}

// sensible holds one decision to what it says of itself.
func sensible(t *testing.T, seed uint64, p Programme, r Record, d Decision) {
	t.Helper()
	wrong := func(what string) { t.Fatalf("seed %d: %s: %+v", seed, what, d) }
	if d.Ruling == Accepted && !d.Until.IsZero() && monday.After(d.Until) {
		wrong("accepted after its end")
	}
	if d.Held != "" && d.Held != d.Code && (d.Held.Subject() != d.Code.Subject() || d.Code.Subject() == "resus") {
		wrong("covered by what it must not be")
	}
	if d.Ground != OnPassport {
		return
	}
	i := slices.IndexFunc(r.Brought, func(b Brought) bool { return b.ID == d.Passport })
	b := r.Brought[i]
	if b.Refused != "" || p.excludes(b.Issuer) {
		wrong("on the word of a refused passport")
	}
	for _, k := range r.Recognitions {
		if k.Passport == b.ID && k.Withdrawn.Made() {
			wrong("on the word of a passport that was taken back")
		}
	}
	if d.Ruling == Accepted && len(d.Doubts) > 0 && d.By == "" || d.Ruling == Accepted && len(d.Doubts) == 0 && len(b.Doubts) > 0 {
		wrong("in doubt, and nobody looked")
	}
	if !slices.ContainsFunc(b.Items, func(it BroughtItem) bool {
		return it.Code == d.Held && it.Completed == d.Completed && (d.Part == KnowledgePart && it.How.Knowledge || d.Part == PracticalPart && it.How.Practical)
	}) {
		wrong("no such item on the passport")
	}
}

// TestTimeOnlyTakesAway lets a year pass: what did not count does not come to count.
func TestTimeOnlyTakesAway(t *testing.T) {
	_, c := library()
	for seed := range uint64(500) {
		d := dice{rand.New(rand.NewPCG(seed, 4))}
		p, r := d.programme(), d.record()
		for i := range r.Brought {
			for j := range r.Brought[i].Items {
				r.Brought[i].Items[j].Completed -= 2 // none from the future
			}
		}
		now, then := Decide(p, c, r, monday), Decide(p, c, r, monday.AddDate(1, 0, 0))
		for i := range now {
			if counts := rank(then[i]) <= 1; counts && rank(then[i]) < rank(now[i]) {
				t.Fatalf("seed %d: %+v became %+v", seed, now[i], then[i])
			}
		}
	}
}
