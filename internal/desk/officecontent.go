package desk

import (
	"context"

	"muster/internal/induction"
)

// Modules lists what a programme can ask for on this machine's content.
func (d *Desk) Modules() []*induction.Module { return d.Catalog.Modules() }

// Checklists lists the local checklists that a programme can ask for.
func (d *Desk) Checklists() []*induction.Checklist { return d.Catalog.Checklists() }

// OfficeActs lists what was done on the administrator's machine, the newest first, at
// most n.
func (d *Desk) OfficeActs(ctx context.Context, s *OfficeSeat, n int) ([]Act, error) {
	if _, err := d.inOffice(s); err != nil {
		return nil, err
	}
	return d.Store.Acts(ctx, n)
}
