package induction

// The reasons that have to do with what is brought from elsewhere, an append-only
// list. Each Refusal has its own: "brought-" and its code. One is no Refusal: a passport
// of this record's own (brought-own).
const (
	CodeBroughtUnsound       Reason = "brought-unsound"
	CodeBroughtRevoked       Reason = "brought-revoked"
	CodeBroughtExpired       Reason = "brought-expired"
	CodeBroughtNotYet        Reason = "brought-not-yet-valid"
	CodeBroughtUnknown       Reason = "brought-issuer-unknown"
	CodeBroughtDemonstration Reason = "brought-demonstration"
	CodeBroughtClock         Reason = "brought-clock-doubtful"
	CodeBroughtHolder        Reason = "brought-other-holder"
	CodeBroughtStaffNumber   Reason = "brought-staff-number"
	CodeBroughtExcluded      Reason = "brought-excluded"
	CodeBroughtOwn           Reason = "brought-own"
	CodeBroughtWithdrawn     Reason = "brought-withdrawn"

	CodeBroughtMany    Reason = "brought-many"
	CodeBroughtNothing Reason = "brought-nothing"
	CodeNotBrought     Reason = "not-brought"
	CodeNotRequired    Reason = "not-required"
	CodeNotWithdrawn   Reason = "not-withdrawn"
	CodePaperLocked    Reason = "paper-locked"
	CodePaperKey       Reason = "paper-key"
	CodeNoCertificate  Reason = "no-certificate"
	CodeOldDemo        Reason = "old-demonstration"
)
