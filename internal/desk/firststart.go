package desk

import (
	"context"

	"muster/internal/induction"
)

// CheckOrganisation holds an organisation that a first start names against the
// rules, before anything is made, and gives it back as it would be kept.
func (d *Desk) CheckOrganisation(ctx context.Context, o induction.Organisation) (induction.Organisation, error) {
	return d.newPlace(ctx, o)
}

// CheckDevice is CheckOrganisation for a machine's name.
func (d *Desk) CheckDevice(name string) (string, error) {
	name, ok := induction.CleanText(name, deviceLimit)
	return name, refuseIf(!ok, induction.Invalid, induction.CodeDeviceName)
}
