package cli

import (
	"fmt"
	"time"

	"muster/internal/trust"
)

// keyJSON is a key as a program reads it. Times are Unix seconds.
type keyJSON struct {
	Kind        string          `json:"kind"`
	Issuer      string          `json:"issuer"`
	Device      string          `json:"device,omitempty"`
	Kid         trust.Kid       `json:"kid"`
	Fingerprint string          `json:"fingerprint"`
	Created     int64           `json:"created"`
	Holders     int             `json:"passphrases"` // how many people have one on it
	File        string          `json:"file"`
	Delegation  *delegationJSON `json:"delegation,omitempty"`
}

// delegationJSON is the organisation's word on a device's key.
type delegationJSON struct {
	Kid       trust.Kid `json:"kid"` // of the organisation's key that signed it
	NotBefore int64     `json:"not_before"`
	Expires   int64     `json:"expires"`
	DaysLeft  int64     `json:"days_left"`
}

// keysShow tells what anybody may know of this machine's keys: never a secret.
func (j *job) keysShow() int {
	f := j.flags()
	j.jsonFlag(f)
	if _, code, ok := j.parse(f, 0, 0); !ok {
		return code
	}
	keys, err := j.keyFiles()
	if err != nil {
		return j.fail(&trouble{code: "keys", args: []any{err}, cause: err}, ExitNotDone)
	}
	all := []keyJSON{}
	for _, k := range keys {
		all = append(all, j.key(k))
	}
	if j.json {
		return j.show(struct {
			Format int       `json:"format"`
			Keys   []keyJSON `json:"keys"`
		}{1, all})
	}
	if len(all) == 0 {
		j.say("cli.keys.none")
	}
	for i, k := range all {
		if i > 0 {
			j.blank()
		}
		j.showKey(k)
	}
	return ExitDone
}

// keyFiles are the key files that this machine uses: its own, and an administrator's.
func (j *job) keyFiles() ([]Key, error) {
	folder := ""
	if r, err := j.Look(j.ctx); err == nil { // what is wrong with the records others say
		if p, err := r.Desk.Store.Place(j.ctx); err == nil {
			folder = p.KeyFolder
		}
		if err := r.Close(); err != nil {
			return nil, err
		}
	}
	return j.Keys(folder)
}

func (j *job) key(k Key) keyJSON {
	out := keyJSON{
		Kind: k.Kind, Issuer: k.Issuer, Device: k.Device, Kid: k.Public.Kid(), Fingerprint: k.Public.Fingerprint(),
		Created: k.Created, Holders: len(k.Holders), File: k.File,
	}
	if d, err := trust.ParseDelegation(k.Delegation); err == nil {
		out.Delegation = &delegationJSON{d.Kid, d.NotBefore, d.Expires, daysLeft(j.Clock.Now(), d.Expires)}
	}
	return out
}

// daysLeft counts whole days until a second; below 0 once it has passed.
func daysLeft(now time.Time, until int64) int64 {
	left := until - now.Unix()
	if left < 0 {
		return -1
	}
	return left / (24 * 60 * 60)
}

func (j *job) showKey(k keyJSON) {
	if k.Device == "" {
		j.say("cli.keys.organisation", k.Issuer)
	} else {
		j.say("cli.keys.device", k.Issuer, k.Device)
	}
	fmt.Fprintln(j.Stdout, "  "+j.Words.T("cli.keys.kid", k.Kid))
	fmt.Fprintln(j.Stdout, "  "+j.Words.T("cli.keys.fingerprint", k.Fingerprint))
	fmt.Fprintln(j.Stdout, "  "+j.Words.T("cli.keys.made", time.Unix(k.Created, 0).UTC(), k.Holders))
	fmt.Fprintln(j.Stdout, "  "+j.Words.T("cli.keys.file", k.File))
	switch d := k.Delegation; {
	case k.Device == "":
	case d == nil:
		fmt.Fprintln(j.Stdout, "  "+j.Words.T("cli.keys.no-delegation"))
	case d.DaysLeft < 0:
		fmt.Fprintln(j.Stdout, "  "+j.Words.T("cli.keys.over", time.Unix(d.Expires, 0).UTC()))
	default:
		fmt.Fprintln(j.Stdout, "  "+j.Words.T("cli.keys.until", time.Unix(d.Expires, 0).UTC(), d.DaysLeft))
	}
}
