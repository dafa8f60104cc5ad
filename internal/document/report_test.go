package document

import (
	"fmt"
	"strings"
	"time"
)

func report() Report {
	at := func(h, m int) time.Time { return time.Date(2026, 8, 5, h, m, 0, 0, london) }
	p := ordinary()
	return Report{
		Organisation: p.Organisation, ODS: "RXX", Programme: "Resident doctor, acute", Room: "Seminar room 2", Device: "kiosk-03",
		Opened: at(8, 30), OpenedBy: "Priya Raman", Closed: at(16, 10), ClosedBy: "Priya Raman", Made: at(16, 11),
		Learners: []Attendance{
			{
				Person: Person{"Dr Zoë Ngũgĩ-Okafor", "gmc:7654321"}, ConfirmedBy: "Priya Raman", ConfirmedAt: at(8, 52), Seen: "passport",
				Completed: p.Items, Outstanding: p.Outstanding,
				Practicals: []Witnessed{
					{Title: "Moving and handling, level 2", By: "Tom Whitfield", At: at(13, 5), Passed: true},
					{Title: "Resuscitation, level 2 adult", By: "Tom Whitfield", At: at(14, 20), Note: "Compressions too shallow; practise with the feedback manikin."},
				},
				Passports: []Made{{p.Number, "Priya Raman", at(15, 42)}},
				Notes:     []string{"A fourth attempt at Infection prevention and control was unlocked by Priya Raman."},
			},
			{Person: Person{"Ana María Fernández", "staff:20417"}, Outstanding: []Outstanding{{Text: "Fire safety, level 1"}}},
			{Person: Person{"Chidi Eze", "nmc:18A2345E"}, ConfirmedBy: "Priya Raman", ConfirmedAt: at(9, 1), Completed: p.Items[:2], Passports: []Made{{"0198a7c45f3b7e21b0d4c6aa19f2e854", "Priya Raman", at(15, 50)}}},
		},
		Absent: []Person{{"Sam Doe", "gmc:1234567"}},
		Notes:  []string{"The clock of kiosk-03 was set back by 4 minutes at 11:02am."},
		Feedback: Feedback{
			Replies: 6,
			Questions: []Score{
				{"I know what I need to do on my first shift.", [5]int{0, 0, 1, 2, 3}},
				{"Nothing was repeated that I already hold.", [5]int{0, 1, 0, 0, 3}},
			},
			Comments: []string{"Quicker than last year."},
		},
	}
}

// fullReport is a session of forty with much to say about each.
func fullReport() Report {
	r := report()
	for i := range 40 {
		a := r.Learners[i%3]
		a.Name = fmt.Sprintf("%s %d %s", a.Name, i, strings.Repeat("Wolfeschlegelstein", i%4))
		r.Learners = append(r.Learners, a)
	}
	return r
}
