package pack_test

import (
	"os"
	"path/filepath"
	"testing"

	"muster/internal/induction"
	"muster/internal/pack"
)

// root is the folder of the content that ships, with the drawings that are not
// carried in the program.
const root = "../../modules"

func frameworks(t testing.TB) pack.Frameworks {
	t.Helper()
	fw, err := pack.ReadFrameworks(os.DirFS(filepath.Join(root, "frameworks")))
	if err != nil {
		t.Fatal(err)
	}
	return fw
}

// TestShipped holds every pack that ships to every rule, warnings included.
func TestShipped(t *testing.T) {
	today, err := induction.ParseDate("2026-11-22")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"national", "demo"} {
		t.Run(name, func(t *testing.T) {
			p, problems := pack.Read(os.DirFS(filepath.Join(root, name)), "modules/"+name)
			problems = append(problems, p.Check(pack.Against{Frameworks: frameworks(t), Today: today, Drawings: true})...)
			for _, found := range problems {
				t.Error(found)
			}
			if len(p.Modules)+len(p.Checklists) == 0 {
				t.Error("the pack holds nothing")
			}
		})
	}
}
