package desk_test

import (
	"testing"

	"muster/internal/induction"
	"muster/internal/testkit"
)

func TestAFirstStartIsCheckedBeforeAnythingIsMade(t *testing.T) {
	s := machineOn(t, testkit.NewClock(testkit.Start), shipped())
	o := must(s.CheckOrganisation(s.ctx, induction.Organisation{ODS: " rxx ", Name: "  Northbridge   NHS Trust "}))(t)
	s.same(o, induction.Organisation{ODS: "RXX", Name: "Northbridge NHS Trust"})
	for _, c := range []struct {
		o    induction.Organisation
		want induction.Reason
	}{
		{induction.Organisation{ODS: "R X", Name: "x"}, induction.CodeODSForm},
		{induction.Organisation{ODS: induction.DemoODS, Name: "x"}, induction.CodeODSDemo},
		{induction.Organisation{ODS: "RXX"}, induction.CodeOrganisation},
	} {
		_, err := s.CheckOrganisation(s.ctx, c.o)
		s.refused(err, induction.Invalid, c.want)
	}
	s.same(must(s.CheckDevice(" Kiosk  1 "))(t), "Kiosk 1")
	_, err := s.CheckDevice("")
	s.refused(err, induction.Invalid, induction.CodeDeviceName)
	if m := must(s.Machine(s.ctx))(t); m.SetUp {
		t.Fatal("asking has set the machine up")
	}
	s.ok(s.TryIt(s.ctx))
	_, err = s.CheckOrganisation(s.ctx, o)
	s.refused(err, induction.Conflict, induction.CodeSetUpAlready)
}
