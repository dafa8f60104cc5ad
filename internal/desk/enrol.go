package desk

import (
	"time"

	"muster/internal/induction"
)

// NewKiosk is what the first start of a kiosk or a trainer's machine decides.
type NewKiosk struct {
	Organisation induction.Organisation // as typed; the answer brings the name as the organisation gives it
	Device       string                 // what this machine is called, 1–40 bytes
	Trainer      StaffMember            // the first one here
	Passphrase   string                 // the trainer's: seals this machine's passport key
	PIN          string
}

// Request is what this machine asks its organisation with.
type Request struct {
	Answer
	Device      string
	Fingerprint string // of this machine's key, to be compared with the administrator's screen
}

// EnrolmentOffer is the organisation's answer as read, to be looked at before it is taken.
type EnrolmentOffer struct {
	Organisation induction.Organisation
	Fingerprint  string // of the organisation's key, to be compared with the administrator
	Known        bool   // the key is held here already: nothing to compare
	Device       string
	Until        time.Time
	data         []byte
}
