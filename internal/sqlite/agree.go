package sqlite

import "fmt"

// pairs are the tables whose rows each came with a row in the outbox: which kind
// it was, and the column that holds its time where one does.
var pairs = []struct {
	table, time string
	kind        kind
}{
	{"learner", "joined", learnerAdded},
	{"trainer", "", trainerAdded},
	{"session", "opened", sessionOpened},
	{"starter", "", starterAdded},
	{"present", "", learnerPresent},
	{"attempt", "began", attemptBegun},
	{"response", "at", responded},
	{"page_read", "at", pageRead},
	{"tick", "at", ticked},
	{"sign_off", "at", signedOff},
	{"unlock", "at", unlocked},
	{"passport", "at", passportIssued},
}

// agree holds the records against the outbox: each row has its own there, with
// the same time, and each of those has its row, unless the person was forgotten.
// It finds what the seals do not cover.
func (c *checker) agree() error {
	for _, p := range pairs {
		same := "e.at"
		if p.time != "" {
			same = "t." + p.time
		}
		var odd, lost int
		if err := c.row(fmt.Sprintf(`SELECT count(*) FROM %s t LEFT JOIN event e ON e.seq = t.event
			WHERE e.kind IS NOT ? OR e.at <> %s`, p.table, same), string(p.kind)).Scan(&odd); err != nil {
			return err
		}
		if err := c.row(fmt.Sprintf(`SELECT count(*) FROM event WHERE kind = ?
			AND (person = '' OR person IN (SELECT id FROM person)) AND seq NOT IN (SELECT event FROM %s)`, p.table), string(p.kind)).Scan(&lost); err != nil {
			return err
		}
		if odd > 0 || lost > 0 {
			c.problem("%s: %d do not agree with what was recorded when they were made, %d are missing", p.table, odd, lost)
		}
	}
	return nil
}
