package passport

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"muster/internal/trust"
)

const (
	riverside = "ods:RXX"
	hillside  = "ods:RYY"
)

// office signs an organisation's statements.
type office struct {
	t      *testing.T
	issuer string
	key    *memorySigner
	serial int64
}

// says signs a statement that is due again in 30 days, the day before the passports of these tests.
func (o *office) says(body trust.Body) []byte {
	o.t.Helper()
	o.serial++
	h := trust.Head{Issuer: o.issuer, Serial: o.serial, Issued: issued - 86_400 + o.serial}
	if body.Kind() == trust.KindList || body.Kind() == trust.KindRevocations {
		h.NextUpdate = h.Issued + 30*86_400
	}
	st, err := trust.Sign(h, body, o.key)
	if err != nil {
		o.t.Fatal(err)
	}
	return st.Bytes()
}

func (o *office) entry(name string) trust.Entry {
	return trust.Entry{Organisation: trust.Organisation{Issuer: o.issuer, Name: name, Key: o.key.Public(), ValidTo: trust.Forever}}
}

// neighbours are two organisations with a passport each, and the first one's machine.
type neighbours struct {
	here, there  *office
	ours, theirs string
}

func newNeighbours(t *testing.T) neighbours {
	t.Helper()
	a, b := newHospital(t, riverside), newHospital(t, hillside)
	n := neighbours{
		here:  &office{t: t, issuer: riverside, key: a.organisation},
		there: &office{t: t, issuer: hillside, key: b.organisation},
	}
	ours, theirs := someClaims(2), someClaims(2)
	ours.ID, theirs.ID, theirs.Issuer = ID{1}, ID{2}, hillside
	n.ours, n.theirs = mustSign(t, ours, a.device), mustSign(t, theirs, b.device)
	return n
}

// machine is the first organisation's, holding what is given.
func (n neighbours) machine(t *testing.T, statements ...[]byte) trust.List {
	t.Helper()
	own := trust.Own{Issuer: riverside, Name: "Riverside", Anchors: []trust.Key{n.here.key.Public()}}
	book, bad := trust.OpenBook(own, statements)
	if len(bad) > 0 {
		t.Fatalf("%+v", bad)
	}
	return book.List()
}

func (n neighbours) list() []byte {
	return n.here.says(trust.SignedList{Entries: []trust.Entry{n.here.entry("Riverside"), n.there.entry("Hillside")}})
}

// TestRevocationsAreTheirIssuersOwn: what one organisation revokes changes the verdict of its own passports
// and of nobody else's.
func TestRevocationsAreTheirIssuersOwn(t *testing.T) {
	n := newNeighbours(t)
	none := trust.SignedRevocations{}
	both := []trust.PassportID{{1}, {2}}
	kiosk := []trust.RevokedDevice{{ID: "kiosk-07"}}
	for name, x := range map[string]struct {
		theirs       trust.SignedRevocations
		ours, others Status
	}{
		"nothing":          {none, Valid, Valid},
		"both passports":   {trust.SignedRevocations{Passports: both}, Valid, Revoked},
		"the same device":  {trust.SignedRevocations{Devices: kiosk}, Valid, Revoked},
		"a spared one":     {trust.SignedRevocations{Devices: []trust.RevokedDevice{{ID: "kiosk-07", Spared: []trust.PassportID{{2}}}}}, Valid, Valid},
		"another one":      {trust.SignedRevocations{Devices: []trust.RevokedDevice{{ID: "kiosk-07", Spared: []trust.PassportID{{1}}}}}, Valid, Revoked},
		"our key":          {trust.SignedRevocations{Keys: []trust.Kid{n.here.key.Public().Kid()}}, Valid, Valid},
		"another's device": {trust.SignedRevocations{Devices: []trust.RevokedDevice{{ID: "kiosk-08"}}}, Valid, Valid},
	} {
		l := n.machine(t, n.list(), n.here.says(none), n.there.says(x.theirs))
		if v := at(n.ours, l, issued); v.Status != x.ours {
			t.Errorf("%s: ours is %v (%s)", name, v.Reasons, v.Detail)
		}
		v := at(n.theirs, l, issued)
		if v.Status != x.others {
			t.Errorf("%s: theirs is %v (%s)", name, v.Reasons, v.Detail)
		}
		if !v.Shown || v.Organisation != "Hillside" {
			t.Errorf("%s: theirs is not shown", name)
		}
	}
}

// TestStaleListsSayWhy: a list or a revocation list that is missing or overdue is a caution with its reason,
// and never more.
func TestStaleListsSayWhy(t *testing.T) {
	n := newNeighbours(t)
	list, ours, theirs := n.list(), n.here.says(trust.SignedRevocations{}), n.there.says(trust.SignedRevocations{})
	for name, x := range map[string]struct {
		held [][]byte
		text string
		days int64
		want []trust.Stale
	}{
		"all there":            {[][]byte{list, ours, theirs}, n.theirs, 1, nil},
		"none of the issuer's": {[][]byte{list, ours}, n.theirs, 1, []trust.Stale{trust.RevocationsMissing}},
		"none of our own":      {[][]byte{list}, n.ours, 1, []trust.Stale{trust.RevocationsMissing}},
		"nothing":              {nil, n.ours, 1, []trust.Stale{trust.ListMissing, trust.RevocationsMissing}},
		"all overdue":          {[][]byte{list, ours, theirs}, n.theirs, 40, []trust.Stale{trust.ListOverdue, trust.RevocationsOverdue}},
	} {
		v := at(x.text, n.machine(t, x.held...), issued+x.days*86_400)
		if !slices.Equal(v.Freshness.Why, x.want) || v.Freshness.ListStale != (len(x.want) > 0) {
			t.Errorf("%s: %v", name, v.Freshness.Why)
		}
		switch {
		case len(x.want) == 0 && (v.Status != Valid || v.Detail != ""):
			t.Errorf("%s: %v, %q", name, v.Reasons, v.Detail)
		case len(x.want) > 0 && (v.Band != Caution || v.Status != ListsStale || strings.Count(v.Detail, ";") != len(x.want)-1):
			t.Errorf("%s: %v, %q", name, v.Reasons, v.Detail)
		case !v.Shown:
			t.Errorf("%s: the claims are not shown", name)
		}
	}
	f := at(n.theirs, n.machine(t, list, ours, theirs), issued+9*86_400).Freshness
	if f.ListAgeDays != 9 || f.RevocationsAgeDays != 9 || f.ListFrom != riverside || f.RevocationsUpdate == 0 {
		t.Errorf("%+v", f)
	}
}

// TestVerdictsChangeOnImport: a revocation counts from the moment its list is taken in, and only then.
func TestVerdictsChangeOnImport(t *testing.T) {
	n := newNeighbours(t)
	own := trust.Own{Issuer: riverside, Name: "Riverside", Anchors: []trust.Key{n.here.key.Public()}}
	book, _ := trust.OpenBook(own, [][]byte{n.list(), n.here.says(trust.SignedRevocations{}), n.there.says(trust.SignedRevocations{})})
	revoked := n.there.says(trust.SignedRevocations{Passports: []trust.PassportID{{2}}})
	offer, err := book.Offer(revoked, issued)
	if err != nil {
		t.Fatal(err)
	}
	if v := at(n.theirs, book.List(), issued); !v.OK() {
		t.Errorf("before: %v", v.Reasons)
	}
	after, _, err := book.Take(offer)
	if err != nil {
		t.Fatal(err)
	}
	if v := at(n.theirs, after.List(), issued); v.Status != Revoked {
		t.Errorf("after: %v", v.Reasons)
	}
	if v := at(n.ours, after.List(), issued); !v.OK() {
		t.Errorf("ours, after: %v", v.Reasons)
	}
}

// TestKeepersKeySignsNoPassport: no more than an organisation on the list can a keeper be a device.
func TestKeepersKeySignsNoPassport(t *testing.T) {
	h := newHospital(t, riverside)
	o := &office{t: t, issuer: riverside, key: h.organisation}
	keeper := trust.Organisation{Issuer: "ods:NORTH", Name: "North", Key: h.device.Public(), ValidTo: trust.Forever}
	book, _ := trust.OpenBook(trust.Own{Issuer: riverside, Anchors: []trust.Key{h.organisation.Public()}},
		[][]byte{o.says(trust.SignedList{Entries: []trust.Entry{o.entry("Riverside")}, Keepers: []trust.Organisation{keeper}})})
	if v := at(mustSign(t, someClaims(1), h.device), book.List(), issued); v.Status != Forged {
		t.Errorf("%v", v.Reasons)
	}
}

// TestFloorOfWhatIsHeld: no honest clock is below anything that is held.
func TestFloorOfWhatIsHeld(t *testing.T) {
	n := newNeighbours(t)
	l := n.machine(t, n.list(), n.here.says(trust.SignedRevocations{}), n.there.says(trust.SignedRevocations{}))
	v := Verify(n.ours, l, time.Unix(l.Floor-1, 0), time.Time{})
	if !v.Has(ClockDoubtful) || v.Freshness.CheckedAt != l.Floor || l.Floor <= l.Issued {
		t.Errorf("floor %d, list of %d: %v", l.Floor, l.Issued, v.Reasons)
	}
}

// TestOlderListsTellNothingNew: a verdict by a list that was not put together from signed ones has the members
// that it always had.
func TestOlderListsTellNothingNew(t *testing.T) {
	h := newHospital(t, riverside)
	b, err := json.Marshal(at(mustSign(t, someClaims(1), h.device), h.list, issued+60*86_400))
	if err != nil {
		t.Fatal(err)
	}
	for _, member := range []string{"detail", "stale_because", "revocations", "list_from"} {
		if strings.Contains(string(b), member) {
			t.Errorf("%s is there: %s", member, b)
		}
	}
}

func TestSignerOf(t *testing.T) {
	h := newHospital(t, riverside)
	text := mustSign(t, someClaims(1), h.device)
	if k, err := SignerOf(text + "\r\n"); err != nil || k != h.device.Public() {
		t.Errorf("%v", err)
	}
	for _, none := range []string{"", "MP1:", "MP2:0", text[:len(text)-6]} {
		if k, err := SignerOf(none); err == nil || !k.IsZero() {
			t.Errorf("%.10q has a signer", none)
		}
	}
}

// TestAKeeperEndsNobodysDevice: a keeper's list names whatever keys it likes, and every passport shows its
// device's. Naming that one as an organisation's does not make another organisation's passports forged.
func TestAKeeperEndsNobodysDevice(t *testing.T) {
	h, north := newHospital(t, riverside), newHospital(t, "ods:NORTH")
	o := &office{t: t, issuer: riverside, key: h.organisation}
	k := &office{t: t, issuer: "ods:NORTH", key: north.organisation}
	listed := k.entry("North")
	keeper := listed.Organisation
	stolen := trust.Entry{Organisation: trust.Organisation{Issuer: "ods:EVIL", Name: "Evil", Key: h.device.Public(), ValidTo: trust.Forever}}
	itself := trust.Entry{Organisation: trust.Organisation{Issuer: "ods:NORTH", Name: "North", Key: h.device.Public(), ValidTo: trust.Forever}}
	own := o.says(trust.SignedList{Entries: []trust.Entry{o.entry("Riverside")}, Keepers: []trust.Organisation{keeper}})
	anchors := trust.Own{Issuer: riverside, Anchors: []trust.Key{h.organisation.Public()}}
	book, bad := trust.OpenBook(anchors, [][]byte{own, k.says(trust.SignedList{Entries: []trust.Entry{stolen, itself}})})
	if len(bad) > 0 || len(book.Entries()) != 3 {
		t.Fatalf("%v, %v", bad, book.Entries())
	}
	if v := at(mustSign(t, someClaims(1), h.device), book.List(), issued); v.Status == Forged || v.Claims == nil {
		t.Errorf("%v", v.Reasons)
	}
	// Its own organisation's key it is all the same, by whoever's list.
	theirs := north.device.Public()
	twice := trust.Entry{Organisation: trust.Organisation{Issuer: "ods:NORTH", Name: "North", Key: theirs, ValidTo: trust.Forever}}
	book, _ = trust.OpenBook(anchors, [][]byte{own, k.says(trust.SignedList{Entries: []trust.Entry{listed, twice}})})
	c := someClaims(1)
	c.Issuer = "ods:NORTH"
	if v := at(mustSign(t, c, north.device), book.List(), issued); v.Status != Forged {
		t.Errorf("%v", v.Reasons)
	}
}
