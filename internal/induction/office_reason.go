package induction

// The reasons of an organisation's office, of enrolment, of bundles and of staff: an
// append-only list.
const (
	CodeOfficeMachine Reason = "office-machine" // the administrator's machine issues nothing
	CodeNotSigned     Reason = "not-signed"
	CodeNotOffice     Reason = "not-office"    // only the administrator's machine can do it
	CodeOfficeClosed  Reason = "office-closed" // the office was closed, or sat idle
	CodeOfficeName    Reason = "office-name"
	CodeWhy           Reason = "why"
	CodeKeyFolder     Reason = "key-folder"
	CodeKeyAway       Reason = "key-away" // the folder or stick is not there
	CodeKeyOther      Reason = "key-other"
	CodeODSForm       Reason = "ods-form"
	CodeODSDemo       Reason = "ods-demo"
	CodeOrganisation  Reason = "organisation-name"
	CodeDeviceName    Reason = "device-name"

	CodeRequestForm  Reason = "request-form"
	CodeRequestOther Reason = "request-other" // it asks another organisation
	CodeDeviceGone   Reason = "device-gone"   // revoked: its name is not given again
	CodeDays         Reason = "days"

	CodeEnrolmentForm         Reason = "enrolment-form"
	CodeEnrolmentForged       Reason = "enrolment-forged"
	CodeEnrolmentOrganisation Reason = "enrolment-organisation"
	CodeEnrolmentDevice       Reason = "enrolment-device"
	CodeEnrolmentKey          Reason = "enrolment-key"
	CodeEnrolmentOver         Reason = "enrolment-over"
	CodeEnrolmentOlder        Reason = "enrolment-older"
	CodeEnrolmentSigner       Reason = "enrolment-signer"  // by a key that is not this organisation's
	CodeEnrolmentNotYet       Reason = "enrolment-not-yet" // signed later than this clock

	CodeNotEnrolled    Reason = "not-enrolled"
	CodeEnrolmentEnded Reason = "enrolment-ended"
	CodeKeyRetired     Reason = "key-retired"
	CodeKeyRevoked     Reason = "key-revoked"
	CodeDeviceRevoked  Reason = "device-revoked"

	CodeCompareFirst   Reason = "compare-first"
	CodeCardForm       Reason = "card-form"
	CodeCardOwn        Reason = "card-own"
	CodeKnownAlready   Reason = "known-already"
	CodeNoOrganisation Reason = "no-organisation"
	CodeNoKeeper       Reason = "no-keeper"
	CodeNoDevice       Reason = "no-device"
	CodeNoOwnKey       Reason = "no-own-key"
	CodeOnlyKey        Reason = "only-key"
	CodeNumberPassport Reason = "passport-number"
	CodeRevokedAlready Reason = "revoked-already"
	CodeDates          Reason = "dates"
	CodeCertificate    Reason = "certificate"
	CodeProgrammeForm  Reason = "programme-form"
	CodeExcludeOwn     Reason = "exclude-own"
	CodeNotExcluded    Reason = "not-excluded"

	CodeAdministratorKnown Reason = "administrator-known"
	CodeNoAdministrator    Reason = "no-administrator"
	CodeLastAdministrator  Reason = "last-administrator"

	CodeNotOnStaff   Reason = "not-on-staff"
	CodeNoStaff      Reason = "no-staff"
	CodeStaffNobody  Reason = "staff-nobody"
	CodeLastTrainer  Reason = "last-trainer"
	CodeClockNotHeld Reason = "clock-not-held"

	CodeBundleForm     Reason = "bundle-form"
	CodeBundleUnsigned Reason = "bundle-unsigned"
	CodeBundleChanged  Reason = "bundle-changed" // what is held has changed since it was read
	CodeBundleNeeded   Reason = "bundle-needed"  // the key comes from another machine
	CodeBundleOther    Reason = "bundle-other"   // it does not hold what this organisation has signed
	CodeBundleEmpty    Reason = "bundle-empty"   // it holds nothing new
)
