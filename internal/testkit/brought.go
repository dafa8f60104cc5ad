package testkit

import (
	"encoding/binary"
	"fmt"

	"muster/internal/desk"
	"muster/internal/induction"
)

// Recognition makes the nth passport that a learner brought.
func Recognition(n int, l induction.LearnerID, s induction.SessionID) induction.Recognition {
	return induction.Recognition{
		ID: induction.RecognitionID(ID(7, n)), Learner: l, Passport: induction.PassportID(fmt.Sprintf("%032x", 0xB00+n)),
		Text: fmt.Sprintf("MP1:BROUGHT%04d", n), Session: s, By: Trainer(1).ID, At: After(70 + n),
	}
}

// LocalCheck makes a trainer's closer look at the nth brought passport.
func LocalCheck(n int, l induction.LearnerID, s induction.SessionID) induction.LocalCheck {
	return induction.LocalCheck{
		Learner: l, Passport: Recognition(n, l, s).Passport, Code: "fire.1", Note: "telephoned the trust", Session: s, By: Trainer(1).ID, At: After(80 + n),
	}
}

// Evidence makes the nth piece of evidence.
func Evidence(n int, l induction.LearnerID, s induction.SessionID) induction.Evidence {
	return induction.Evidence{
		ID: induction.EvidenceID(ID(8, n)), Learner: l, Code: "moving.1", Parts: []induction.Part{induction.KnowledgePart, induction.PracticalPart},
		Kind: induction.Certificate, Completed: induction.DateOf(After(-9000)), Body: "Northern Deanery", Reference: "ND/0417",
		Session: s, By: Trainer(1).ID, At: After(85 + n),
	}
}

// Waiver makes the nth waiver.
func Waiver(n int, l induction.LearnerID, s induction.SessionID) induction.Waiver {
	return induction.Waiver{
		ID: induction.WaiverID(ID(9, n)), Learner: l, Code: "resus.2-adult", Parts: []induction.Part{induction.PracticalPart},
		Reason: "works from home", Session: s, By: Trainer(1).ID, At: After(90 + n),
	}
}

// Withdrawal takes something back.
func Withdrawal() induction.Withdrawal {
	return induction.Withdrawal{Reason: "entered for the wrong person", By: Trainer(1).ID, At: After(100)}
}

// Act makes the nth act.
func Act(n int) desk.Act {
	return desk.Act{What: "device-revoked", Of: fmt.Sprintf("kiosk-%d", n), By: "Robin Okoro", Why: "it was stolen", At: After(110 + n)}
}

// Statement makes a statement of a kind with a serial.
func Statement(kind string, serial int64) desk.Statement {
	return desk.Statement{
		Kind: kind, Issuer: "ods:RXX", Subject: "kiosk-1", Serial: serial, Issued: After(int(serial)),
		Bytes: fmt.Appendf(nil, "a signed %s, %d", kind, serial),
	}
}

// Enrolment makes an organisation's word on the device of Place.
func Enrolment() desk.Enrolment {
	return desk.Enrolment{
		Organisation: induction.Organisation{ODS: "RXX", Name: "Example University Hospitals"}, Delegation: []byte{0xA0, 0x02},
		Certificates: [][]byte{{0x30, 1}, {0x30, 2}}, Anchors: [][]byte{{0xA4, 1}, {0xA4, 2}},
	}
}

// Paper makes the nth file of a passport, of 28 KB.
func Paper(n int) []byte {
	b := fmt.Appendf(nil, "%%PDF-1.7 file %d\n", n)
	seed := uint64(n)*0x9E3779B97F4A7C15 + 1
	for len(b) < 28_000 {
		seed ^= seed << 13
		seed ^= seed >> 7
		seed ^= seed << 17
		b = binary.LittleEndian.AppendUint64(b, seed)
	}
	return b
}
