package passport

import (
	"encoding/json"
	"flag"
	"os"
	"strings"
	"testing"
	"time"

	"muster/internal/trust"
)

var update = flag.Bool("update", false, "write the golden files anew")

// sealRaw signs a payload of any bytes, as an issuer with a fault would.
func sealRaw(t *testing.T, payload []byte, s *memorySigner) string {
	t.Helper()
	m := trust.Sign1{Protected: protectedWith(s.delegation), Payload: payload}
	if err := m.Sign(s); err != nil {
		t.Fatal(err)
	}
	return textOf(m)
}

// One kid may stand for several entries: the one that verifies and holds is found among them.
func TestKeysOfOneKidAreAllTried(t *testing.T) {
	h := newHospital(t, "ods:RXX")
	text, entry := mustSign(t, someClaims(1), h.device), h.list.Organisations[0]
	retired, other := entry, entry
	retired.Name, retired.ValidTo = "Retired", issued-1
	other.Name, other.Issuer = "Another", "ods:RYY"
	for name, x := range map[string]struct {
		entries []trust.Organisation
		want    Status
	}{
		"last one holds":  {[]trust.Organisation{retired, other, entry}, Valid},
		"first one holds": {[]trust.Organisation{entry, retired, other}, Valid},
		"none holds":      {[]trust.Organisation{retired, other}, Forged},
	} {
		h.list.Organisations = x.entries
		v := at(text, h.list, issued)
		if v.Status != x.want {
			t.Errorf("%s: %v %s", name, v.Reasons, v.Detail)
		}
		if v.OK() && v.Organisation != entry.Name {
			t.Errorf("%s: vouched for by %q", name, v.Organisation)
		}
	}
}

// Of an issuer that is not listed nothing is told but the start of its fingerprint.
func TestNothingOfAStrangerIsShown(t *testing.T) {
	h := newHospital(t, "ods:RXX")
	v := at(mustSign(t, someClaims(3), h.device), trust.List{NextUpdate: issued}, issued)
	if v.Status != IssuerUnknown || v.Band != Caution || v.Shown {
		t.Fatalf("%v", v.Reasons)
	}
	if !strings.HasPrefix(h.organisation.Public().Fingerprint(), v.KidGroups) || len(v.KidGroups) != 14 {
		t.Errorf("groups %q", v.KidGroups)
	}
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	for _, secret := range []string{"Ngũgĩ", "7012345", "Riverside", "RXX", "kiosk", "subject1", "010203"} {
		if strings.Contains(string(b), secret) {
			t.Errorf("%q is in %s", secret, b)
		}
	}
}

// What is signed and breaks a rule is damaged, and the detail repeats none of it.
func TestNothingOfDamagedClaimsIsShown(t *testing.T) {
	h, c := newHospital(t, "ods:RXX"), someClaims(1)
	c.Subject = "secret-7012345"
	v := at(sealRaw(t, c.encode(), h.device), h.list, issued)
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	if v.Status != Damaged || v.Shown || strings.Contains(string(b), "7012345") {
		t.Errorf("%s", b)
	}
}

// A demonstration's passport is caution at best, with its mark or without.
func TestDemonstrationIsNeverAccepted(t *testing.T) {
	h := newHospital(t, DemoIssuer)
	for _, marked := range []bool{true, false} {
		c := someClaims(1)
		c.Issuer, c.Demonstration = DemoIssuer, marked
		if v := at(sealRaw(t, c.encode(), h.device), h.list, issued); v.Band != Caution || v.Status != Demonstration {
			t.Errorf("marked %v: %v", marked, v.Reasons)
		}
	}
}

func TestFloor(t *testing.T) {
	h := newHospital(t, "ods:RXX")
	text := mustSign(t, someClaims(1), h.device)
	year := int64(366 * 86_400)
	for name, x := range map[string]struct {
		now, floor int64
		want       Status
	}{
		"none seen":                      {issued, -1, Valid},
		"the list is a floor":            {h.list.Issued - 1, -1, ClockDoubtful},
		"a floor of before":              {issued, issued - 10, Valid},
		"below it":                       {issued, issued + 10, ClockDoubtful},
		"expired at the floor":           {issued, issued + year, Expired},
		"not yet valid by a sound clock": {issued - 301, issued - 400, NotYetValid},
	} {
		v := Verify(text, h.list, time.Unix(x.now, 0), time.Unix(x.floor, 0))
		if v.Status != x.want && !v.Has(x.want) {
			t.Errorf("%s: %v", name, v.Reasons)
		}
		if v.Freshness.CheckedAt != max(x.now, x.floor, h.list.Issued) {
			t.Errorf("%s: checked at %d", name, v.Freshness.CheckedAt)
		}
	}
}

func TestEveryStatusHasItsBand(t *testing.T) {
	seen := map[Status]Band{}
	for _, v := range allVectors(t) {
		seen[Status(v.expect.status)] = Band(v.expect.band)
	}
	for _, s := range Statuses() {
		if seen[s] == "" {
			t.Errorf("no vector has %s", s)
		}
	}
	if len(seen) != len(Statuses()) {
		t.Errorf("%d statuses in the vectors, %d here", len(seen), len(Statuses()))
	}
}

// TestVerdictJSON holds the names that other programs read.
func TestVerdictJSON(t *testing.T) {
	var out []Verdict
	for _, v := range allVectors(t) {
		switch v.name {
		case "three-items", "some-expired", "organisation-unknown", "revoked-cti", "text-newer-2":
			out = append(out, Verify(v.text, v.list, time.Unix(v.now, 0), time.Time{}))
		}
	}
	got, err := json.MarshalIndent(out, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	const golden = "testdata/verdicts.golden.json"
	if *update {
		if err := os.WriteFile(golden, append(got, '\n'), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if string(want) != string(got)+"\n" {
		t.Errorf("the JSON of a verdict changed; look, then run with -update:\n%s", got)
	}
}
