package trust

import (
	"regexp"
	"slices"
	"strings"
)

// MaxStaff is the most people on one staff list.
const MaxStaff = 2_000

var numberPattern = regexp.MustCompile(`^[a-z]{2,8}:[0-9A-Za-z./-]{1,32}$`)

// Staff is who an organisation lets be a trainer or an assessor on its machines: the number they are
// told apart by, the name they are called by, and no more. In ascending order of number, each once.
type Staff struct{ Members []Member }

// Member is one of them.
type Member struct {
	Number   string // the register and the number: "gmc:7012345", "staff:…"
	Name     string // 1–96 bytes
	Assessor bool   // may sign a practical
}

// Kind is KindStaff.
func (Staff) Kind() Kind { return KindStaff }

// Sorted returns the staff in the order that the format asks for; of two with one number the first stays.
func (s Staff) Sorted() Staff {
	all := slices.Clone(s.Members)
	slices.SortStableFunc(all, byNumber)
	return Staff{slices.CompactFunc(all, func(a, b Member) bool { return a.Number == b.Number })}
}

func byNumber(a, b Member) int { return strings.Compare(a.Number, b.Number) }

func (s Staff) check(Head) error {
	if len(s.Members) > MaxStaff {
		return rule("at most %d people", MaxStaff)
	}
	if !isAscending(s.Members, byNumber) {
		return rule("the staff must ascend by number, each once")
	}
	for _, m := range s.Members {
		if !numberPattern.MatchString(m.Number) || !IsText(m.Name, 1, maxName) {
			return rule("a member of staff is register:number and a name")
		}
	}
	return nil
}

func (s Staff) encode() []byte {
	b := AppendArray(AppendInt(AppendMap(nil, 1), 1), len(s.Members))
	for _, m := range s.Members {
		b = AppendText(AppendText(AppendArray(b, 3), m.Number), m.Name)
		b = appendFlag(b, m.Assessor)
	}
	return b
}

func readStaff(r *Reader) Body {
	var s Staff
	r.Map(1, 1)
	r.Exactly(1)
	for n := r.Array(0, MaxStaff); n > 0 && !r.Failed(); n-- {
		r.Array(3, 3)
		s.Members = append(s.Members, Member{Number: r.Text(1, 41), Name: r.Text(1, maxName), Assessor: readFlag(r)})
	}
	return s
}
