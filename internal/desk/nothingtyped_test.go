package desk_test

import (
	"testing"

	"muster/internal/desk"
	"muster/internal/induction"
)

func TestNothingTypedIsNoTry(t *testing.T) {
	s := demonstration(t)
	seat := must(s.Join(s.ctx, gmc(1), "Zoë Vale", learnerPIN, learnerPIN))(t)
	trainer := s.openSession()
	for range 12 {
		_, err := s.SignIn(s.ctx, gmc(1), "")
		s.refused(err, induction.Invalid, induction.CodePINWrong)
		s.refused(s.Unlock(s.ctx, seat, ""), induction.Invalid, induction.CodePINWrong)
		s.refused(s.ConfirmPIN(s.ctx, trainer, ""), induction.Invalid, induction.CodePINWrong)
		_, err = s.Reopen(s.ctx, trainer.Trainer.ID, "")
		s.refused(err, induction.Invalid, induction.CodePassphrase)
	}
	must(s.SignIn(s.ctx, gmc(1), learnerPIN))(t)
	must(s.TrainerSignIn(s.ctx, trainer.Trainer.ID, desk.DemoPIN))(t)
	must(s.Reopen(s.ctx, trainer.Trainer.ID, desk.DemoPassphrase))(t)
}
