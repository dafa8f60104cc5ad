package trust

import (
	"bytes"
	"encoding/hex"
	"os"
	"regexp"
	"strings"
	"testing"
)

// TestWorkedExample keeps the bytes that FORMAT.md shows to what the program does.
func TestWorkedExample(t *testing.T) {
	page, err := os.ReadFile("FORMAT.md")
	if err != nil {
		t.Fatal(err)
	}
	flat := strings.ReplaceAll(string(page), "\n", "")
	st, key := one(t, KindStaff), ownKey.Public()
	for name, want := range map[string]string{
		"x": key.X(), "y": key.Y(), "kid": key.Kid().String(), "fingerprint": key.Fingerprint(),
		"header": hex.EncodeToString(st.message.Protected), "body": hex.EncodeToString(st.body),
		"payload": hex.EncodeToString(st.message.Payload), "signature": hex.EncodeToString(st.message.Signature),
		"statement": hex.EncodeToString(st.Bytes()),
	} {
		if !strings.Contains(flat, want) {
			t.Errorf("FORMAT.md does not show the %s", name)
		}
	}
	text := regexp.MustCompile("```(MS1:[^`]+)```").FindStringSubmatch(flat)
	if text == nil {
		t.Fatal("FORMAT.md shows no text")
	}
	if b, err := BytesOfText(text[1]); err != nil || !bytes.Equal(b, st.Bytes()) {
		t.Errorf("its text holds something else (%v)", err)
	}
}

// TestPageNamesEverything: every kind and every reason is on the format page.
func TestPageNamesEverything(t *testing.T) {
	page, err := os.ReadFile("FORMAT.md")
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, k := range Kinds() {
		all = append(all, "\""+string(k)+"\"")
	}
	for _, r := range []Reason{
		Malformed, UnknownKind, UnknownSigner, Forged, SignerRevoked, SignerEnded, NotYetSigned, Backwards, SameSerial,
		AlreadySucceeded, Conflicting, OtherKey, EnrolmentExpired, OtherDevice, NotOurs,
	} {
		all = append(all, string(r))
	}
	for _, s := range []Stale{ListMissing, ListOverdue, RevocationsMissing, RevocationsOverdue} {
		all = append(all, "`"+string(s)+"`")
	}
	for _, word := range all {
		if !strings.Contains(string(page), word) {
			t.Errorf("FORMAT.md does not name %s", word)
		}
	}
}
