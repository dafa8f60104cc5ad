package trust

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
	"time"
)

// take offers a bundle and takes it, or ends the test.
func take(t testing.TB, b *Book, st ...Statement) (*Book, Offer) {
	t.Helper()
	o, err := b.Offer(bundleOf(t, st...), now)
	if err != nil {
		t.Fatal(err)
	}
	next, _, err := b.Take(o)
	if err != nil {
		t.Fatal(err)
	}
	return next, o
}

func emptyBook() *Book {
	b, _ := OpenBook(ownPlace(), nil)
	return b
}

// pool is a roll-over, two keepers, a listed organisation and what all of them say, over a while.
func pool(t testing.TB) []Statement {
	l := ownSignedList()
	l.Keepers = append(l.Keepers, entry(south, "Southern region", southKey).Organisation)
	l2 := l
	l2.Entries = append(slices.Clone(l.Entries), entry(here, "Riverside", nextKey))
	roll := sign(t, head(here, ownKey.kid(), 1, 2), Succession{nextKey.Public(), now - 2*day, nil}, ownKey)
	revoke := func(issuer string, serial, daysAgo int64, b byte, s testSigner) Statement {
		return sign(t, due(issuer, serial, daysAgo), SignedRevocations{Passports: []PassportID{passportID(b)}}, s)
	}
	return []Statement{
		sign(t, due(here, 1, 9), l, ownKey), sign(t, due(here, 2, 5), l, ownKey), sign(t, due(here, 3, 1), l2, nextKey), roll,
		revoke(here, 1, 8, 1, ownKey), revoke(here, 2, 1, 2, nextKey),
		revoke(there, 1, 7, 3, thereKey), revoke(there, 2, 3, 4, thereKey), revoke(far, 1, 2, 5, farKey),
		sign(t, due(north, 1, 6), SignedList{Entries: []Entry{entry(far, "Farside", farKey)}}, northKey),
		sign(t, due(south, 4, 6), SignedList{Entries: []Entry{entry(far, "Farside", thiefKey)}}, southKey),
		one(t, KindRequirements), one(t, KindStaff), one(t, KindCatalogue), one(t, KindCard),
		sign(t, head(here, "", 1, 3), SignedTime{}, ownKey),
		sign(t, head(here, "", 3, 1), Staff{[]Member{{"staff:12", "S. Patel", true}}}, nextKey),
		sign(t, head(here, "kiosk-07", 1, 4), Enrolment{
			"Riverside", delegation(t, "kiosk-07", kioskKey.Public(), 300, ownKey), nil, []Key{ownKey.Public()},
		}, ownKey),
	}
}

// picture is all that a book concludes, for comparing two.
func picture(b *Book) string {
	return fmt.Sprint(lines(b.Entries(), Named.line), b.revokedLines(), b.staleLines(now), b.Ignored(), b.OwnKeys(), b.Newest(), b.Ages(),
		lines(b.Statements(), func(st Statement) string { return place(st.Kind, st.Issuer, st.Subject, st.Serial) }))
}

// TestOrderDoesNotMatter: one bundle in any order, or any number of bundles in any order until nothing is
// new, ends in the same book.
func TestOrderDoesNotMatter(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 11))
	all := pool(t)
	whole, o := take(t, emptyBook(), all...)
	if len(o.Refused) != 0 {
		t.Fatalf("refused %v", o.Refused)
	}
	want := picture(whole)
	for n := range 15 {
		random.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
		if b, _ := take(t, emptyBook(), all...); picture(b) != want {
			t.Fatalf("in another order:\n%s\nnot\n%s", picture(b), want)
		}
		b := emptyBook()
		for range len(all) {
			for rest := all; len(rest) > 0; {
				k := 1 + random.IntN(min(4, len(rest)))
				b, _ = take(t, b, rest[:k]...)
				rest = rest[k:]
			}
		}
		if picture(b) != want {
			t.Fatalf("round %d, a few at a time:\n%s\nnot\n%s", n, picture(b), want)
		}
	}
}

// TestOpenedAgain: a book opened of what was kept is the book that was kept.
func TestOpenedAgain(t *testing.T) {
	b, _ := take(t, emptyBook(), pool(t)...)
	var kept [][]byte
	for _, st := range b.Statements() {
		kept = append(kept, st.Bytes())
	}
	slices.Reverse(kept)
	again, bad := OpenBook(ownPlace(), kept)
	if len(bad) != 0 || picture(again) != picture(b) {
		t.Errorf("opened as\n%s (%v)\nnot\n%s", picture(again), bad, picture(b))
	}
	if !reflect.DeepEqual(again.List(), b.List()) {
		t.Error("its list is another")
	}
	o, err := again.Offer(bundleOf(t, b.Statements()...), now)
	if err != nil || !o.NothingNew() || len(o.Changes)+len(o.Refused)+len(o.Older) != 0 || o.Held != len(kept) {
		t.Errorf("what is held is offered as %+v (%v)", o, err)
	}
}

// TestNeverBackwards: whatever is offered, no serial of anything goes down and no revocation list is lost.
func TestNeverBackwards(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 5))
	all := pool(t)
	b := emptyBook()
	for range 300 {
		next, _ := take(t, b, all[random.IntN(len(all))], all[random.IntN(len(all))])
		for _, st := range b.Statements() {
			if now, _, ok := next.Find(st.Kind, st.Issuer, st.Subject); !ok || now.Serial < st.Serial {
				t.Fatalf("%s of %s went from %d to %d", st.Kind, st.Issuer, st.Serial, now.Serial)
			}
		}
		b = next
	}
}

func TestTakeWantsTheBookItWasOfferedTo(t *testing.T) {
	b := emptyBook()
	o, err := b.Offer(bundleOf(t, one(t, KindStaff)), now)
	if err != nil {
		t.Fatal(err)
	}
	next, taken, err := b.Take(o)
	if err != nil || len(taken) != 1 || next == b {
		t.Fatalf("%d taken, %v", len(taken), err)
	}
	if _, _, err := next.Take(o); !errors.Is(err, ErrOffer) {
		t.Errorf("taken twice: %v", err)
	}
	if _, _, err := b.Take(Offer{}); !errors.Is(err, ErrOffer) {
		t.Errorf("an offer of nobody: %v", err)
	}
	if _, _, ok := b.Find(KindStaff, here, ""); ok {
		t.Error("the book that it was offered to changed")
	}
}

func TestParkedComesBack(t *testing.T) {
	thereList := sign(t, due(there, 1, 1), SignedRevocations{Passports: []PassportID{passportID(7)}}, thereKey)
	b, bad := OpenBook(ownPlace(), [][]byte{thereList.Bytes(), {1}})
	if len(bad) != 2 || bad[0].Reason != Malformed || bad[1].Reason != UnknownSigner {
		t.Fatalf("%+v", bad)
	}
	b, o := take(t, b, one(t, KindList))
	if len(o.Taken) != 1 || o.Taken[0].Kind != KindList {
		t.Errorf("taken %v", lines(o.Taken, func(st Statement) string { return string(st.Kind) }))
	}
	if got := b.List().Revokes(Device{there, "x"}, thereKey.Public().Kid(), passportID(7)); got != PassportRevoked {
		t.Errorf("what was kept does not count again: %q", got)
	}
}

func TestWhatChangesIsTold(t *testing.T) {
	b, _ := take(t, emptyBook(), one(t, KindList), one(t, KindStaff))
	l := ownSignedList()
	l.Entries = append(l.Entries[:1:1], entry(far, "Farside", farKey))
	l.Entries[0].Name = "Riverside NHS"
	l.Entries[0].ValidTo = now + 9*day
	l.Keepers = []Organisation{entry(south, "Southern region", southKey).Organisation}
	b, o := take(t, b,
		sign(t, due(here, 9, 1), l, ownKey), one(t, KindRevocations), one(t, KindRequirements), one(t, KindTime), one(t, KindCatalogue), one(t, KindCard),
		sign(t, head(here, "", 5, 1), Staff{[]Member{{"gmc:7012345", "Zoë Ngũgĩ", false}, {"staff:15", "A. Jones", false}}}, ownKey),
		sign(t, head(here, "kiosk-07", 1, 1), Enrolment{"Riverside", delegation(t, "kiosk-07", kioskKey.Public(), 99, ownKey), nil, []Key{ownKey.Public()}}, ownKey))
	k := func(s testSigner) Kid { return s.Public().Kid() }
	want := []Change{
		{What: KeyTimes, Issuer: here, Name: "Riverside NHS", Kid: k(ownKey), At: now + 9*day},
		{What: OrganisationRenamed, Issuer: here, Name: "Riverside NHS", Kid: k(ownKey)},
		{What: OrganisationAdded, Issuer: far, Name: "Farside", Kid: k(farKey)},
		{What: OrganisationRemoved, Issuer: there, Name: "Hillside", Kid: k(thereKey)},
		{What: KeeperAdded, Issuer: south, Name: "Southern region", Kid: k(southKey)},
		{What: KeeperRemoved, Issuer: north, Name: "Northern region", Kid: k(northKey)},
		{What: PassportsRevoked, Issuer: here, Name: "Riverside NHS", N: 2},
		{What: DeviceRevokedNow, Issuer: here, Name: "Riverside NHS", Subject: "kiosk-02"},
		{What: DeviceRevokedNow, Issuer: here, Name: "Riverside NHS", Subject: "kiosk-03", N: 1},
		{What: KeyRevokedNow, Issuer: here, Name: "Riverside NHS", Kid: k(thiefKey)},
		{What: CardChanged, Issuer: here, Name: "Riverside NHS", Subject: ownKey.kid(), Serial: 1},
		{What: CatalogueChanged, Issuer: here, Name: "Riverside NHS", Subject: "cstf-eng/1.1", Serial: 7},
		{What: DelegationRenewed, Issuer: here, Name: "Riverside NHS", Subject: "kiosk-07", Serial: 1, At: now + 99*day},
		{What: RequirementsChanged, Issuer: here, Name: "Riverside NHS", Serial: 4, N: 1},
		{What: RevocationsRenewed, Issuer: here, Name: "Riverside NHS", Serial: 2, At: now + 26*day},
		{What: TrainerChanged, Subject: "gmc:7012345", Name: "Zoë Ngũgĩ"},
		{What: TrainerAdded, Subject: "staff:15", Name: "A. Jones"},
		{What: TrainerRemoved, Subject: "staff:12", Name: "S. Patel"},
		{What: ClockSigned, Issuer: here, Name: "Riverside NHS", Serial: 1, At: now},
		{What: ListRenewed, Issuer: here, Name: "Riverside NHS", Serial: 9, At: now + 29*day},
	}
	if !slices.Equal(o.Changes, want) {
		for i := range max(len(o.Changes), len(want)) {
			if i >= len(want) || i >= len(o.Changes) || o.Changes[i] != want[i] {
				t.Errorf("%d: %+v", i, o.Changes[min(i, len(o.Changes)-1)])
			}
		}
	}
	_, o = take(t, b, sign(t, due(here, 3, 0), SignedRevocations{Passports: []PassportID{passportID(9)}}, ownKey),
		sign(t, due(here, 10, 0), SignedList{Entries: append(l.Entries, entry(here, "Riverside NHS", nextKey))}, ownKey))
	for _, want := range []Change{
		{What: PassportsRestored, Issuer: here, Name: "Riverside NHS", N: 1},
		{What: DeviceRestored, Issuer: here, Name: "Riverside NHS", Subject: "kiosk-02"},
		{What: KeyRestored, Issuer: here, Name: "Riverside NHS", Kid: k(thiefKey)},
		{What: KeyAdded, Issuer: here, Name: "Riverside NHS", Kid: k(nextKey)},
	} {
		if !slices.Contains(o.Changes, want) {
			t.Errorf("%+v is not told", want)
		}
	}
}

func TestWhatABookHolds(t *testing.T) {
	b, _ := take(t, emptyBook(), pool(t)...)
	if l, h, ok := b.OwnList(); !ok || h.Serial != 3 || len(l.Keepers) != 2 {
		t.Errorf("the own list: %+v %v", h, ok)
	}
	if v, h, ok := b.OwnRevocations(); !ok || h.Serial != 2 || len(v.Passports) != 1 {
		t.Errorf("the own revocations: %+v %v", h, ok)
	}
	if q, h, ok := b.Requirements(); !ok || h.Serial != 4 || len(q.Programmes) != 1 || q.Exclusions[0].Issuer != far {
		t.Errorf("requirements: %+v %v", h, ok)
	}
	if s, _, ok := b.Staff(); !ok || len(s.Members) != 1 {
		t.Errorf("staff: %+v %v", s, ok)
	}
	if h, ok := b.SignedTime(); !ok || h.Issued != now-3*day {
		t.Errorf("time: %+v %v", h, ok)
	}
	if e, _, ok := b.Enrolment("kiosk-07"); !ok || e.Grant().Key != kioskKey.Public() || len(b.Enrolments()) != 1 {
		t.Errorf("enrolment: %+v %v", e, ok)
	}
	if c := b.Catalogues(); len(c["cstf-eng/1.1"].File) == 0 {
		t.Error("the catalogue is missing")
	}
	if b.NextSerial(KindList, "") != 4 || b.NextSerial(KindCatalogue, "new") != 1 {
		t.Error("the next serials are wrong")
	}
	if k := b.OwnKeys(); len(k) != 2 || k[0].To != now-2*day || k[1].From != now-2*day {
		t.Errorf("own keys: %+v", k)
	}
	if len(b.Keepers()) != 2 || b.Own().Issuer != here || b.Newest() != now-day {
		t.Error("keepers, own or newest is wrong")
	}
	for _, a := range b.Ages() {
		if a.IsZero() {
			t.Errorf("%s of %s has no age", a.Kind, a.Issuer)
		}
	}
	if n := len(b.Ages()); n != 6 { // lists: here, north, south; revocations: here, there, far
		t.Errorf("%d ages: %+v", n, b.Ages())
	}
}

// TestExport: each audience gets what is for it, and can take it in.
func TestExport(t *testing.T) {
	b, _ := take(t, emptyBook(), pool(t)...)
	kinds := func(to Audience) map[Kind]int {
		data, err := b.Export(to)
		if err != nil {
			t.Fatal(err)
		}
		raw, err := ReadBundle(data)
		if err != nil {
			t.Fatal(err)
		}
		got := map[Kind]int{}
		for _, one := range raw {
			st, err := ParseStatement(one)
			if err != nil {
				t.Fatal(err)
			}
			got[st.Kind]++
		}
		return got
	}
	want := map[Kind]int{KindCard: 1, KindRevocations: 3, KindSuccession: 1, KindCatalogue: 1}
	if got := kinds(ForOthers); !reflect.DeepEqual(got, want) {
		t.Errorf("for others: %v", got)
	}
	want[KindList] = 1
	if got := kinds(ForKeeping); !reflect.DeepEqual(got, want) {
		t.Errorf("for keeping: %v", got)
	}
	data, err := b.Export(ForDevices)
	if err != nil {
		t.Fatal(err)
	}
	o, err := emptyBook().Offer(data, now)
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := emptyBook().Take(o); err == nil {
		t.Fatal("an offer to another book was taken")
	}
	fresh := emptyBook()
	if o, err = fresh.Offer(data, now); err != nil {
		t.Fatal(err)
	}
	if kiosk, _, err := fresh.Take(o); err != nil || picture(kiosk) != picture(b) {
		t.Errorf("a kiosk has another picture (%v)", err)
	}
}

// TestAccuracyOfRevocation walks Revokes over who revokes what of whom.
func TestAccuracyOfRevocation(t *testing.T) {
	hostile := SignedRevocations{
		Passports: []PassportID{passportID(1)}, Devices: []RevokedDevice{{"kiosk-07", nil}}, Keys: []Kid{ownKey.Public().Kid()},
	}
	honest := SignedRevocations{Devices: []RevokedDevice{{"kiosk-02", []PassportID{passportID(4)}}}, Passports: []PassportID{passportID(6)}}
	b, _ := take(t, emptyBook(), one(t, KindList), sign(t, due(there, 1, 1), hostile, thereKey), sign(t, due(here, 1, 1), honest, ownKey))
	l := b.List()
	for _, x := range []struct {
		why    string
		device Device
		key    testSigner
		id     byte
		want   Revocation
	}{
		{"another organisation names our passport, device and key", Device{here, "kiosk-07"}, ownKey, 1, NotRevoked},
		{"the same of its own", Device{there, "desk"}, thereKey, 1, PassportRevoked},
		{"its own device", Device{there, "kiosk-07"}, thereKey, 2, DeviceRevoked},
		{"our passport", Device{here, "kiosk-07"}, ownKey, 6, PassportRevoked},
		{"our device", Device{here, "kiosk-02"}, ownKey, 5, DeviceRevoked},
		{"our device, a spared passport", Device{here, "kiosk-02"}, ownKey, 4, NotRevoked},
		{"an issuer that is not listed", Device{far, "kiosk-02"}, farKey, 6, NotRevoked},
	} {
		if got := l.Revokes(x.device, x.key.Public().Kid(), passportID(x.id)); got != x.want {
			t.Errorf("%s: %q", x.why, got)
		}
	}
	if !l.HasKid(northKey.Public().Kid(), here) || l.HasKid(farKey.Public().Kid(), here) {
		t.Error("a keeper's key is an organisation's too, and a stranger's is not")
	}
	own := l.ByKid(ownKey.Public().Kid())
	if len(own) != 1 || l.StatusOf(own[0], now) != InUse {
		t.Errorf("the own key is %v", own)
	}
}

// TestOlderKeyFlagsNoNewer: what a list of the old key says of the new one counts for nothing, and what a list of
// the new key says of the old one counts.
func TestOlderKeyFlagsNoNewer(t *testing.T) {
	roll := sign(t, head(here, ownKey.kid(), 1, 5), Succession{nextKey.Public(), now, nil}, ownKey)
	flag := func(who testSigner, serial, daysAgo int64, by testSigner) Statement {
		e := entry(here, "Riverside", who)
		e.Revoked, e.ValidTo = true, now-9*day
		return sign(t, due(here, serial, daysAgo), SignedList{Entries: []Entry{e}}, by)
	}
	revoked := func(b *Book, k testSigner) bool {
		return b.List().Revokes(Device{here, "x"}, k.Public().Kid(), passportID(1)) == KeyRevoked
	}
	b, _ := take(t, emptyBook(), roll, flag(nextKey, 1, 4, ownKey))
	if revoked(b, nextKey) || b.OwnKeys()[1].Revoked {
		t.Error("the old key has revoked the new one")
	}
	b, _ = take(t, b, flag(ownKey, 2, 3, nextKey))
	if !revoked(b, ownKey) || !b.OwnKeys()[0].Revoked || revoked(b, nextKey) {
		t.Errorf("the new key has not revoked the old one: %+v", b.OwnKeys())
	}
	if _, o := take(t, b, sign(t, head(here, "", 1, 1), Staff{}, ownKey)); len(o.Refused) != 1 || o.Refused[0].Reason != SignerRevoked {
		t.Errorf("%+v", o.Refused)
	}
}

// TestMany: two thousand organisations with their revocations are taken in within seconds, and a hundred
// thousand revoked passports do not slow a check down.
func TestMany(t *testing.T) {
	const n = 2_000
	l := SignedList{}
	var all []Statement
	for i := range n {
		k := keyNamed(fmt.Sprint("many ", i))
		issuer := fmt.Sprintf("ods:M%04d", i)
		l.Entries = append(l.Entries, entry(issuer, "One of many", k))
		all = append(all, sign(t, due(issuer, 1, 1), SignedRevocations{Passports: []PassportID{passportID(byte(i))}}, k))
	}
	all = append(all, sign(t, due(here, 1, 2), l, ownKey))
	start := time.Now()
	b, o := take(t, emptyBook(), all...)
	took := time.Since(start)
	if len(o.Taken) != n+1 || len(b.Entries()) != n+1 {
		t.Errorf("%d taken, %d in force", len(o.Taken), len(b.Entries()))
	}
	t.Logf("%d statements in %v", n+1, took)
	if took > 20*time.Second {
		t.Errorf("%v is too long to wait for", took)
	}
}
