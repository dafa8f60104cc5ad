package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"muster/internal/config"
	"muster/internal/desk"
	"muster/internal/induction"
	"muster/internal/testkit"
)

// People of a seeded machine beside the demonstration's own trainer.
const (
	seededLearner = induction.Number("gmc:7654321")
	seededPIN     = "2580"
)

// seed makes a demonstration with an open session, in which one learner has passed
// a module and had their identity confirmed, and the trainer is a learner too. With
// "closed" the session is closed again; with "empty" there is nothing but the
// organisation.
func seed(args []string) error {
	cfg, err := config.Load(config.Here(), args)
	if err != nil {
		return err
	}
	b, err := newBench(cfg)
	if err != nil {
		return err
	}
	ctx := context.Background()
	r, err := b.env().Open(ctx)
	if err != nil {
		return err
	}
	if len(cfg.Arguments) > 3 && cfg.Arguments[0] == "work" {
		return errors.Join(seedWork(ctx, r.Desk, cfg.Arguments[1:]), r.Close())
	}
	what := append(cfg.Arguments, "open")[0]
	return errors.Join(seedDay(ctx, r.Desk, what), r.Close())
}

// seedWork opens a session on a real organisation's kiosk where none is open, with its
// only trainer's passphrase, and lets somebody sign in who has passed what is named:
// PASSPHRASE NUMBER NAME CODE…
func seedWork(ctx context.Context, d *desk.Desk, args []string) error {
	trainers, err := d.Trainers(ctx)
	if err != nil {
		return err
	}
	m, err := d.Machine(ctx)
	if err != nil {
		return err
	}
	open := d.Reopen
	if !m.Open {
		open = func(ctx context.Context, id induction.TrainerID, passphrase string) (*desk.TrainerSeat, error) {
			return d.OpenSession(ctx, id, passphrase, desk.NewSession{Programme: d.Programmes()[0].ID, Room: "Library"})
		}
	}
	seat, err := open(ctx, trainers[0].ID, args[0])
	if err != nil {
		return err
	}
	return seedLearner(ctx, d, seat, induction.Number(args[1]), args[2], args[3:]...)
}

func seedDay(ctx context.Context, d *desk.Desk, what string) error {
	if err := d.TryIt(ctx); err != nil || what == "empty" {
		return err
	}
	trainers, err := d.Trainers(ctx)
	if err != nil {
		return err
	}
	seat, err := d.OpenSession(ctx, trainers[0].ID, desk.DemoPassphrase, desk.NewSession{Programme: d.Catalog.Programmes()[0].ID, Room: "=Room 2"})
	if err != nil {
		return err
	}
	for n, name := range map[induction.Number]string{seededLearner: "Ana Sørensen-O’Neill", desk.DemoNumber: desk.DemoTrainer} {
		if err := seedLearner(ctx, d, seat, n, name, "fire.1"); err != nil {
			return fmt.Errorf("%s: %w", n, err)
		}
	}
	if what == "closed" {
		return d.CloseSession(ctx, seat)
	}
	return nil
}

// seedLearner signs somebody in who has passed modules, and confirms them where the
// trainer may.
func seedLearner(ctx context.Context, d *desk.Desk, t *desk.TrainerSeat, n induction.Number, name string, codes ...string) error {
	s, err := d.Join(ctx, n, name, seededPIN, seededPIN)
	if err != nil {
		return err
	}
	for _, code := range codes {
		if err := seedCompletion(ctx, d, s, t.Session, induction.Code(code)); err != nil {
			return err
		}
	}
	err = d.ConfirmIdentity(ctx, t, s.Learner, "passport")
	if n == desk.DemoNumber && induction.ReasonOf(err) == induction.CodeOneself {
		return nil
	}
	return err
}

func seedCompletion(ctx context.Context, d *desk.Desk, s *desk.Seat, session induction.SessionID, code induction.Code) error {
	m, ok := d.Catalog.Module(code)
	if !ok {
		return fmt.Errorf("there is no %s", code)
	}
	a := testkit.Attempt(1, s.Learner, session)
	a.ID, a.Module, a.Began = induction.AttemptID(d.NewID()), m.Ref, d.Clock.Now().UTC()
	if err := d.Store.AddAttempt(ctx, a); err != nil {
		return err
	}
	c := testkit.Completion(1, a)
	c.ID, c.Framework, c.At, c.Day = induction.CompletionID(d.NewID()), m.Framework, a.Began, induction.DateOf(a.Began)
	return d.Store.Submit(ctx, a.ID, a.Began, &c)
}

// hold keeps the records open, as the window does, until it is ended; the file
// "held" says that it has them.
func hold(dir string) error {
	cfg, err := config.Load(config.Here(), nil)
	if err != nil {
		return err
	}
	b, err := newBench(cfg)
	if err != nil {
		return err
	}
	r, err := b.env().Open(context.Background())
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(dir, "held"), nil, 0o600); err != nil {
		return err
	}
	time.Sleep(time.Minute)
	return r.Close()
}
