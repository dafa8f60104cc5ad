package sqlite

import (
	"database/sql"
	"errors"
	"fmt"
)

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
	{"recognition", "at", passportBrought},
	{"local_check", "at", checkedLocally},
	{"evidence", "at", evidenceSeen},
	{"waiver", "at", waived},
	{"paper", "", paperKept},
	{"act", "at", acted},
	{takenBack, "", withdrawn},
}

// takenBack is a table of what was withdrawn, by the rows in the outbox that did it.
const takenBack = `(SELECT withdrawn AS event FROM recognition WHERE withdrawn <> 0
	UNION ALL SELECT withdrawn FROM evidence WHERE withdrawn <> 0
	UNION ALL SELECT withdrawn FROM waiver WHERE withdrawn <> 0)`

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
			name := p.table
			if name == takenBack {
				name = string(p.kind)
			}
			c.problem("%s: %d do not agree with what was recorded when they were made, %d are missing", name, odd, lost)
		}
	}
	return nil
}

// newest holds what an act puts in the place of something older against the outbox:
// the newest has to be the one that is kept.
func (c *checker) newest() error {
	var odd int
	err := c.row(`SELECT (SELECT event FROM place) IS NOT (SELECT max(seq) FROM event WHERE kind IN (?, ?))`, string(placeSet), string(enrolled)).Scan(&odd)
	if err == nil && odd > 0 {
		c.problem("what this machine is was put back to an earlier state")
	}
	if err != nil {
		return err
	}
	err = c.row(`SELECT count(*) FROM trainer t WHERE t.removed IS NOT coalesce(
		(SELECT CASE e.kind WHEN ?1 THEN e.seq ELSE 0 END FROM event e WHERE e.person = t.person AND e.kind IN (?1, ?2) ORDER BY e.seq DESC LIMIT 1), 0)`,
		string(trainerRemoved), string(trainerReturned)).Scan(&odd)
	if odd > 0 {
		c.problem("trainer: %d were removed or brought back behind the record", odd)
	}
	return errors.Join(err, c.statements())
}

// statements holds those that are kept against the outbox rows that tell of each.
func (c *checker) statements() error {
	want := map[statementKey]int64{}
	err := c.each(func(r *sql.Rows) error {
		var e event
		var b statementBody
		if err := r.Scan(&e.seq, &e.body); err != nil {
			return err
		}
		if err := e.tell(c.keys.machine, &b); err != nil {
			return err
		}
		want[statementKey{b.Kind, b.Issuer, b.Subject}] = e.seq
		return nil
	}, `SELECT seq, body FROM event WHERE kind = ? ORDER BY seq`, string(statementKept))
	if err != nil {
		return err
	}
	err = c.each(func(r *sql.Rows) error {
		s, seq, err := c.openStatement(r)
		key := statementKey{s.Kind, s.Issuer, s.Subject}
		if err == nil && want[key] == seq {
			delete(want, key)
		}
		return err
	}, selectStatement)
	if len(want) > 0 {
		c.problem("statement: %d are missing or were put back to an earlier state", len(want))
	}
	return err
}

type statementKey struct{ kind, issuer, subject string }
