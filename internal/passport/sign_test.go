package passport

import (
	"bytes"
	"encoding/hex"
	"errors"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/fxamacker/cbor/v2"
	"github.com/veraison/go-cose"

	"muster/internal/trust"
)

func TestWhatIsSignedChecks(t *testing.T) {
	h := newHospital(t, "ods:RXX")
	for _, n := range []int{1, 3, 16, 32} {
		c := someClaims(n)
		v := at(mustSign(t, c, h.device), h.list, issued)
		if !v.OK() || !v.Shown || !reflect.DeepEqual(*v.Claims, c) {
			t.Errorf("%d items: %v %s", n, v.Reasons, v.Detail)
		}
	}
}

// TestAgainstLibraries reads a passport of ours with go-cose and a general CBOR library.
func TestAgainstLibraries(t *testing.T) {
	h := newHospital(t, "ods:RXX")
	e, refused := open(mustSign(t, someClaims(3), h.device))
	if refused != nil {
		t.Fatal(refused)
	}
	var m cose.Sign1Message
	if err := m.UnmarshalCBOR(e.cose); err != nil {
		t.Fatal(err)
	}
	for name, x := range map[string]struct {
		message *cose.Sign1Message
		key     trust.Key
	}{"passport": {&m, h.device.Public()}, "delegation": {delegationOf(t, e.header), h.organisation.Public()}} {
		v, err := cose.NewVerifier(cose.AlgorithmES256, x.key.Public())
		if err != nil {
			t.Fatal(err)
		}
		if err := x.message.Verify(nil, v); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	deterministic(t, m.Payload)
	deterministic(t, e.header)
	deterministic(t, e.message.Protected)
}

func delegationOf(t *testing.T, b []byte) *cose.Sign1Message {
	t.Helper()
	var m cose.Sign1Message
	if err := m.UnmarshalCBOR(b); err != nil {
		t.Fatal(err)
	}
	return &m
}

// deterministic says that a general library writes the bytes just so.
func deterministic(t *testing.T, b []byte) {
	t.Helper()
	mode, err := cbor.CoreDetEncOptions().EncMode()
	if err != nil {
		t.Fatal(err)
	}
	var v any
	if err := cbor.Unmarshal(b, &v); err != nil {
		t.Fatal(err)
	}
	if again, err := mode.Marshal(v); err != nil || !bytes.Equal(again, b) {
		t.Errorf("%x is %x to the library (%v)", b, again, err)
	}
}

func TestPublishedPayloadsAreWrittenBackByteForByte(t *testing.T) {
	n := 0
	for _, v := range allVectors(t) {
		if payload := v.stages["payload"]; v.expect.shown {
			c, err := decodeClaims(payload)
			if err != nil {
				t.Errorf("%s: %v", v.name, err)
			}
			if !bytes.Equal(c.encode(), payload) {
				t.Errorf("%s: written otherwise", v.name)
			}
			n++
		}
	}
	if n < 70 {
		t.Errorf("only %d were tried", n)
	}
}

// Whatever claims keep the rules come back as they went, and a general library calls their bytes canonical.
func TestAnyClaimsComeBack(t *testing.T) {
	random := rand.New(rand.NewPCG(45, 18))
	for range 2_000 {
		c := randomClaims(random)
		if err := c.Check(); err != nil {
			t.Fatalf("%+v: %v", c, err)
		}
		b := c.encode()
		back, err := decodeClaims(b)
		if err != nil || !reflect.DeepEqual(back, c) {
			t.Fatalf("%+v comes back as %+v (%v)", c, back, err)
		}
		deterministic(t, b)
	}
}

func randomClaims(random *rand.Rand) Claims {
	text := func(least, most int) string {
		return strings.Repeat("xé.", most)[:least+random.IntN((most-least)/4+1)*4]
	}
	c := Claims{
		Issuer: "ods:" + strings.Repeat("R9", 6)[:3+random.IntN(10)], Subject: "staff:a/b-1.X",
		IssuedAt: random.Int64N(trust.MaxTime / 2), ID: NewID(), Name: text(4, 96), Organisation: text(4, 96),
		Device: text(4, 40), Session: text(4, 40), Trainer: text(0, 40), Framework: text(4, 24),
		Demonstration: random.IntN(2) == 0,
	}
	for range 1 + random.IntN(MaxItems) {
		c.Items = append(c.Items, Item{
			Code: "fire.1", Version: random.IntN(maxSmall + 1), Valid: random.IntN(maxSmall + 1), How: How(random.IntN(32)),
			Completed: int(random.Int64N(min(floorDay(c.IssuedAt), maxSmall) + 1)),
		})
	}
	c.Expires = c.Expiry()
	return c
}

func TestWhatIsNotSigned(t *testing.T) {
	h := newHospital(t, "ods:RXX")
	for name, x := range map[string]struct {
		change func(*Claims)
		want   error
	}{
		"no number":           {func(c *Claims) { c.ID = ID{} }, ErrClaims},
		"issuer":              {func(c *Claims) { c.Issuer = "RXX" }, ErrClaims},
		"another issuer":      {func(c *Claims) { c.Issuer = "ods:RYY" }, ErrDelegation},
		"subject":             {func(c *Claims) { c.Subject = "7012345" }, ErrClaims},
		"subject too long":    {func(c *Claims) { c.Subject = "gmc:" + strings.Repeat("7", 33) }, ErrClaims},
		"no name":             {func(c *Claims) { c.Name = "" }, ErrClaims},
		"name too long":       {func(c *Claims) { c.Name = strings.Repeat("é", 49) }, ErrClaims},
		"name decomposed":     {func(c *Claims) { c.Name = "Zoe\u0308" }, ErrClaims},
		"name with a newline": {func(c *Claims) { c.Name = "Zoë\nNgũgĩ" }, ErrClaims},
		"name not UTF-8":      {func(c *Claims) { c.Name = "Zo\xeb" }, ErrClaims},
		"organisation":        {func(c *Claims) { c.Organisation = "" }, ErrClaims},
		"device":              {func(c *Claims) { c.Device = "" }, ErrClaims},
		"session":             {func(c *Claims) { c.Session = strings.Repeat("x", 41) }, ErrClaims},
		"trainer":             {func(c *Claims) { c.Trainer = strings.Repeat("x", 41) }, ErrClaims},
		"framework":           {func(c *Claims) { c.Framework = "" }, ErrClaims},
		"no items":            {func(c *Claims) { c.Items = nil }, ErrClaims},
		"33 items":            {func(c *Claims) { c.Items = someClaims(33).Items }, ErrClaims},
		"code":                {func(c *Claims) { c.Items[0].Code = "fire" }, ErrClaims},
		"code of two dots":    {func(c *Claims) { c.Items[0].Code = "fire.1.2" }, ErrClaims},
		"version":             {func(c *Claims) { c.Items[0].Version = 65_536 }, ErrClaims},
		"completed tomorrow":  {func(c *Claims) { c.Items[0].Completed = -1 }, ErrClaims},
		"completed in 1969":   {func(c *Claims) { c.Items[0].Completed = issued/86_400 + 1 }, ErrClaims},
		"how":                 {func(c *Claims) { c.Items[0].How = 32 }, ErrClaims},
		"before it may":       {func(c *Claims) { c.IssuedAt -= 86_401 }, ErrDelegation},
		"after it may":        {func(c *Claims) { c.IssuedAt += 300*86_400 + 1 }, ErrDelegation},
		"demonstration bare":  {func(c *Claims) { c.Issuer = DemoIssuer }, ErrClaims},
	} {
		c := someClaims(3)
		x.change(&c)
		if text, err := Sign(c, h.device); !errors.Is(err, x.want) || text != "" {
			t.Errorf("%s: %q %v, want %v", name, text, err, x.want)
		}
	}
}

func TestWhoCannotSign(t *testing.T) {
	h, other := newHospital(t, "ods:RXX"), newSigner(t)
	if _, err := Sign(someClaims(1), other); !errors.Is(err, ErrDelegation) {
		t.Errorf("without a delegation: %v", err)
	}
	other.delegation = h.device.delegation
	if _, err := Sign(someClaims(1), other); !errors.Is(err, ErrDelegation) {
		t.Errorf("with another device's: %v", err)
	}
	if _, err := Sign(someClaims(1), brokenSigner{h.device}); !errors.Is(err, trust.ErrSigner) {
		t.Errorf("a signer that makes no signature: %v", err)
	}
}

// brokenSigner has the right key and delegation and signs something else.
type brokenSigner struct{ *memorySigner }

func (b brokenSigner) Sign(message []byte) ([]byte, error) {
	return b.memorySigner.Sign(append(message, 0))
}

// TestQRVersion holds the sums against the printed table of the standard (ISO/IEC 18004, table 7, level M,
// alphanumeric).
func TestQRVersion(t *testing.T) {
	for i, holds := range []int{
		20, 38, 61, 90, 122, 154, 178, 221, 262, 311, 366, 419, 483, 528, 600,
		656, 734, 816, 909, 970, 1035, 1134, 1248, 1326, 1451, 1542, 1637,
	} {
		version := i + 1
		if got, ok := QRVersion(strings.Repeat("A", holds)); !ok || got != version {
			t.Errorf("%d characters: %d %v, want %d", holds, got, ok, version)
		}
		if got, ok := QRVersion(strings.Repeat("A", holds+1)); ok != (version < MaxQRVersion) || ok && got != version+1 {
			t.Errorf("%d characters: %d %v", holds+1, got, ok)
		}
	}
	if n := alphanumeric(MaxQRVersion); n != MaxIssueText {
		t.Errorf("version %d holds %d", MaxQRVersion, n)
	}
}

// dense returns claims whose n items compress badly.
func dense(t *testing.T, n int) Claims {
	c := someClaims(1)
	c.Items = nil
	for range n {
		id := NewID()
		c.Items = append(c.Items, Item{
			Code: hex.EncodeToString(id[:11]) + ".x", Version: int(id[12])<<8 | int(id[13]), Completed: int(id[14]), Valid: 1000 + int(id[15]), How: How(id[11] & 15),
		})
	}
	c.Expires = c.Expiry()
	return c
}

func TestTooDenseIsRefusedAndSplitHelps(t *testing.T) {
	h, c := newHospital(t, "ods:RXX"), dense(t, 32)
	if _, err := Sign(c, h.device); !errors.Is(err, ErrTooLong) {
		t.Fatalf("32 dense items: %v", err)
	}
	all, err := IssueAll(c, h.device)
	if err != nil || len(all) < 2 {
		t.Fatalf("%d passports: %v", len(all), err)
	}
	var items []Item
	ids := map[ID]bool{}
	for _, p := range all {
		if v := at(p.Text, h.list, issued); !v.OK() || p.QRVersion > MaxQRVersion || len(p.Text) > MaxIssueText {
			t.Errorf("version %d, %v", p.QRVersion, v.Reasons)
		}
		items, ids[p.Claims.ID] = append(items, p.Claims.Items...), true
	}
	if !reflect.DeepEqual(items, c.Items) || len(ids) != len(all) || all[0].Claims.ID != c.ID {
		t.Error("an item was lost, or a number used twice")
	}
}

func TestSplit(t *testing.T) {
	h := newHospital(t, "ods:RXX")
	for n, want := range map[int]int{1: 1, 32: 1, 33: 2, 64: 2, 65: 3} {
		parts, err := Split(someClaims(n), h.device.delegation)
		if err != nil || len(parts) != want {
			t.Errorf("%d items in %d passports: %v", n, len(parts), err)
		}
		for _, p := range parts {
			if p.Expires != p.Expiry() {
				t.Errorf("%d items: a part's expiry is not its own", n)
			}
		}
	}
	if _, err := Split(someClaims(0), h.device.delegation); !errors.Is(err, ErrClaims) {
		t.Errorf("no items: %v", err)
	}
}

func TestLastSecond(t *testing.T) {
	noon := int64(100*86_400 + 43_200)
	for _, x := range []struct {
		completed, valid int
		want             int64
		ends             bool
	}{
		{0, 1, 102*86_400 - 1, true},
		{0, 365, 466*86_400 - 1, true},
		{100, 1, 2*86_400 - 1, true},
		{5, 5, 101*86_400 - 1, true},
		{5, 0, 0, false},
	} {
		i := Item{Completed: x.completed, Valid: x.valid}
		last, ends := i.LastSecond(noon)
		if last != x.want || ends != x.ends {
			t.Errorf("%+v: %d %v", i, last, ends)
		}
		if ends && (i.Expired(noon, last) || !i.Expired(noon, last+1)) {
			t.Errorf("%+v: the last second is not the last", i)
		}
	}
}

func TestNewItemCountsDaysInUTC(t *testing.T) {
	london := time.FixedZone("BST", 3600)
	i := NewItem("fire.1", ModuleVersion(2, 3), time.Date(2026, 7, 1, 0, 30, 0, 0, london), time.Date(2026, 7, 2, 10, 0, 0, 0, london), 365, Knowledge)
	if i.Completed != 2 || i.VersionText() != "2.3" {
		t.Errorf("%+v", i)
	}
	if day := i.CompletedOn(time.Date(2026, 7, 2, 9, 0, 0, 0, time.UTC).Unix()); day.Format(time.DateOnly) != "2026-06-30" {
		t.Errorf("completed on %s", day)
	}
}
