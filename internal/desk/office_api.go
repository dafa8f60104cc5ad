package desk

import (
	"context"
	"errors"
	"time"

	"muster/internal/induction"
	"muster/internal/trust"
)

var errBeingBuilt = errors.New("being built")

func (d *Desk) SetUpAdministrator(ctx context.Context, n NewOffice) (*OfficeSeat, error) {
	return nil, errBeingBuilt
}
func (d *Desk) SetUpKiosk(ctx context.Context, n NewKiosk) (Request, error) {
	return Request{}, errBeingBuilt
}

// kiosk
func (d *Desk) EnrolmentRequest(ctx context.Context) (Request, error) {
	return Request{}, errBeingBuilt
}
func (d *Desk) RenewRequest(ctx context.Context, trainer induction.TrainerID, passphrase string) (Request, error) {
	return Request{}, errBeingBuilt
}
func (d *Desk) ReadEnrolment(ctx context.Context, data []byte) (EnrolmentOffer, error) {
	return EnrolmentOffer{}, errBeingBuilt
}
func (d *Desk) TakeEnrolment(ctx context.Context, trainer induction.TrainerID, passphrase string, o EnrolmentOffer) error {
	return errBeingBuilt
}
func (d *Desk) ReadBundle(ctx context.Context, data []byte) (BundleOffer, error) {
	return BundleOffer{}, errBeingBuilt
}
func (d *Desk) TakeBundle(ctx context.Context, trainer induction.TrainerID, passphrase string, o BundleOffer) error {
	return errBeingBuilt
}
func (d *Desk) ExportBundle(ctx context.Context) ([]byte, error) { return nil, errBeingBuilt }
func (d *Desk) LowerFloor(ctx context.Context, trainer induction.TrainerID, passphrase, reason string) (time.Time, error) {
	return time.Time{}, errBeingBuilt
}

// administrator
func (d *Desk) Office(ctx context.Context, s *OfficeSeat) (Office, error) {
	return Office{}, errBeingBuilt
}
func (d *Desk) ReadRequest(ctx context.Context, s *OfficeSeat, data []byte) (RequestOffer, error) {
	return RequestOffer{}, errBeingBuilt
}
func (d *Desk) Enrol(ctx context.Context, s *OfficeSeat, o RequestOffer, days int) (Answer, error) {
	return Answer{}, errBeingBuilt
}
func (d *Desk) RevokeDevice(ctx context.Context, s *OfficeSeat, device string, spared []induction.PassportID, why string) error {
	return errBeingBuilt
}
func (d *Desk) RevokePassport(ctx context.Context, s *OfficeSeat, p induction.PassportID, why string) error {
	return errBeingBuilt
}
func (d *Desk) RevokeKey(ctx context.Context, s *OfficeSeat, kid trust.Kid, why string) error {
	return errBeingBuilt
}
func (d *Desk) RollKey(ctx context.Context, s *OfficeSeat, passphrase, why string) (*OfficeSeat, error) {
	return nil, errBeingBuilt
}
func (d *Desk) RetireKey(ctx context.Context, s *OfficeSeat, kid trust.Kid, at time.Time, why string) error {
	return errBeingBuilt
}
func (d *Desk) Card(ctx context.Context) (Answer, error) { return Answer{}, errBeingBuilt }
func (d *Desk) ReadCard(ctx context.Context, data []byte) (Card, error) {
	return Card{}, errBeingBuilt
}

// AddOrganisation trusts a key; compared says that the fingerprint was compared by phone.
func (d *Desk) AddOrganisation(ctx context.Context, s *OfficeSeat, c Card, compared bool, from time.Time, why string) error {
	return errBeingBuilt
}
func (d *Desk) EndOrganisation(ctx context.Context, s *OfficeSeat, issuer string, kid trust.Kid, at time.Time, why string) error {
	return errBeingBuilt
}
func (d *Desk) AddKeeper(ctx context.Context, s *OfficeSeat, c Card, compared bool, why string) error {
	return errBeingBuilt
}
func (d *Desk) RemoveKeeper(ctx context.Context, s *OfficeSeat, issuer, why string) error {
	return errBeingBuilt
}
func (d *Desk) AddStaff(ctx context.Context, s *OfficeSeat, m StaffMember, why string) error {
	return errBeingBuilt
}
func (d *Desk) RemoveStaff(ctx context.Context, s *OfficeSeat, n induction.Number, why string) error {
	return errBeingBuilt
}
func (d *Desk) SetProgramme(ctx context.Context, s *OfficeSeat, p induction.Programme, why string) error {
	return errBeingBuilt
}
func (d *Desk) RemoveProgramme(ctx context.Context, s *OfficeSeat, id induction.ProgrammeID, why string) error {
	return errBeingBuilt
}
func (d *Desk) Exclude(ctx context.Context, s *OfficeSeat, issuer, why string) error {
	return errBeingBuilt
}
func (d *Desk) Include(ctx context.Context, s *OfficeSeat, issuer, why string) error {
	return errBeingBuilt
}
func (d *Desk) SignTime(ctx context.Context, s *OfficeSeat, why string) (Answer, error) {
	return Answer{}, errBeingBuilt
}
func (d *Desk) RenewLists(ctx context.Context, s *OfficeSeat) error { return errBeingBuilt }
func (d *Desk) AddAdministrator(ctx context.Context, s *OfficeSeat, passphrase, name, next string) error {
	return errBeingBuilt
}
func (d *Desk) RemoveAdministrator(ctx context.Context, s *OfficeSeat, name, why string) error {
	return errBeingBuilt
}
func (d *Desk) ChangeOfficePassphrase(ctx context.Context, s *OfficeSeat, old, next string) error {
	return errBeingBuilt
}
func (d *Desk) CertificateRequest(ctx context.Context, s *OfficeSeat) ([]byte, error) {
	return nil, errBeingBuilt
}
func (d *Desk) SetCertificate(ctx context.Context, s *OfficeSeat, der [][]byte, why string) error {
	return errBeingBuilt
}

// TakeBundleInOffice takes a bundle in on the administrator's machine.
func (d *Desk) TakeBundleInOffice(ctx context.Context, s *OfficeSeat, o BundleOffer) error {
	return errBeingBuilt
}

// signing comes with the signed lists.
func (d *Desk) signing(context.Context, Place) (trust.Sealed, error) {
	return trust.Sealed{}, errBeingBuilt
}
