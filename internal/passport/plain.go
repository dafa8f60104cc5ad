package passport

import (
	"time"

	"muster/internal/trust"
)

// Plain is a passport's text as FORMAT.md writes it, out of what a scanner handed
// over: no link around it and nothing after it. It is false where that is no text of
// this format; whether it is sound is for Verify to say.
func Plain(text string) (string, bool) {
	b, r := body(text)
	if r != nil {
		return "", false
	}
	return prefix + b, true
}

// RefuseFile is the verdict on a file that cannot be believed, whatever passports are
// in it: forged, with the reason for the helpdesk. See FORMAT.md, "The PDF".
func RefuseFile(detail string, list trust.List, now, floor time.Time) Verdict {
	c := check{list: list, fresh: freshness(list, now.Unix(), max(floor.Unix(), list.Issued))}
	return c.verdict(refuse(Forged, detail))
}
