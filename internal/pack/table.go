package pack

import (
	"regexp"
	"strings"

	"muster/internal/induction"
)

var ruleRow = regexp.MustCompile(`^\|[\s:|-]+\|?$`)

// table takes the prompts and partners of a match.
func (d *draft) table(line int, body string) {
	d.picked = line
	d.form(line, induction.Match)
	rows := strings.Split(body, "\n")
	if len(rows) < 3 || !ruleRow.MatchString(strings.TrimSpace(rows[1])) {
		d.wrong(line, ruleOptions, "A table has a heading row, a row |---|---|, then its rows.")
		return
	}
	var spare []induction.Option
	for i, row := range rows[2:] {
		c := cells(row)
		if len(c) < 2 || len(c) > 3 || c[1] == "" || !strings.HasPrefix(strings.TrimSpace(row), "|") {
			d.wrong(line+2+i, ruleOptions, "Write the row as | prompt | partner |, or | | partner | for a distractor; a third cell may say why.")
			continue
		}
		partner := induction.Option{Text: c[1]}
		if c[0] == "" {
			spare = append(spare, partner)
			continue
		}
		o := induction.Option{Text: c[0]}
		if len(c) == 3 {
			o.Rationale = c[2]
		}
		d.Options, d.Partners, d.lines = append(d.Options, o), append(d.Partners, partner), append(d.lines, line+2+i)
	}
	d.Partners = append(d.Partners, spare...)
}

// cells cuts a table's row at its bars; \| is a bar that is meant.
func cells(row string) []string {
	row = strings.TrimPrefix(strings.TrimSpace(row), "|")
	var out []string
	var cell strings.Builder
	for i := 0; i < len(row); i++ {
		switch {
		case row[i] == '\\' && i+1 < len(row) && row[i+1] == '|':
			cell.WriteByte('|')
			i++
		case row[i] == '|':
			out = append(out, strings.TrimSpace(cell.String()))
			cell.Reset()
		default:
			cell.WriteByte(row[i])
		}
	}
	if last := strings.TrimSpace(cell.String()); last != "" {
		out = append(out, last)
	}
	return out
}
