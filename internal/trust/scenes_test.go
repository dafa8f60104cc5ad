package trust

import (
	"bytes"
	"fmt"
	"testing"
)

// Who is in force when nothing but the anchors is held, and when ownSignedList is.
var (
	onlyOwn  = []string{here + " " + ownKey.kid() + " 0 to open by " + here}
	asListed = []string{
		fmt.Sprintf("%s %s %d to open by %s", here, ownKey.kid(), now-1000*day, here),
		fmt.Sprintf("%s %s %d to open by %s", there, thereKey.kid(), now-1000*day, here),
	}
	nothingHeld = []string{here + " list-missing", here + " revocations-missing"}
	noneRevoked = []string{here + " revocations-missing", there + " revocations-missing"}
)

func at(kind Kind, issuer, subject string, serial int64) string {
	return place(kind, issuer, subject, serial)
}

func listAt(serial int64) string { return at(KindList, here, "", serial) }

func allScenes(t *testing.T) map[string][]scene {
	return map[string][]scene{
		"10-kinds.json":       kindScenes(t),
		"20-envelope.json":    envelopeScenes(t),
		"30-serials.json":     serialScenes(t),
		"40-signers.json":     signerScenes(t),
		"50-succession.json":  successionScenes(t),
		"60-revocations.json": revocationScenes(t),
		"70-keepers.json":     keeperScenes(t),
		"80-enrolment.json":   enrolmentScenes(t),
		"90-bundle.json":      bundleScenes(t),
		"a0-time.json":        timeScenes(t),
	}
}

// fresh is a machine that holds nothing but its anchors.
func fresh(name, why string, bundle []byte, expect map[string][]string) scene {
	return scene{name: name, why: why, own: ownPlace(), bundle: bundle, now: now, expect: expect}
}

// after is one that holds the own list.
func after(t *testing.T, name, why string, bundle []byte, expect map[string][]string) scene {
	s := fresh(name, why, bundle, expect)
	s.kept = []Statement{one(t, KindList)}
	if expect["organisations"] == nil && expect["error"] == nil {
		expect["organisations"] = asListed
	}
	if expect["stale"] == nil && expect["error"] == nil {
		expect["stale"] = noneRevoked
	}
	return s
}

// refusal is what a machine that holds nothing but its anchors refuses.
func refusal(name, why string, bundle []byte, refused string) scene {
	return fresh(name, why, bundle, map[string][]string{"refused": {refused}, "organisations": onlyOwn, "stale": nothingHeld})
}

func kindScenes(t *testing.T) []scene {
	expect := map[Kind]map[string][]string{
		KindCard:         {"taken": {at(KindCard, here, ownKey.kid(), 1)}},
		KindRequirements: {"taken": {at(KindRequirements, here, "", 4)}},
		KindStaff:        {"taken": {at(KindStaff, here, "", 2)}},
		KindRequest:      {"requests": {here + " kiosk-07 " + kioskKey.kid()}},
		KindEnrolment:    {"taken": {at(KindEnrolment, here, "kiosk-07", 1)}},
		KindTime:         {"taken": {at(KindTime, here, "", 1)}},
		KindCatalogue:    {"taken": {at(KindCatalogue, here, "cstf-eng/1.1", 7)}},
		KindList:         {"taken": {listAt(3)}, "organisations": asListed, "stale": noneRevoked},
		KindRevocations: {
			"taken": {at(KindRevocations, here, "", 2)},
			"revoked": {
				here + " passport " + passportID(1).String(), here + " passport " + passportID(9).String(),
				here + " device kiosk-02 sparing []", fmt.Sprintf("%s device kiosk-03 sparing [%s]", here, passportID(4)),
				here + " key " + thiefKey.kid(),
			},
			"stale": {here + " list-missing"},
		},
		KindSuccession: {
			"taken": {at(KindSuccession, here, ownKey.kid(), 1)},
			"organisations": {
				fmt.Sprintf("%s %s 0 to %d by %s", here, ownKey.kid(), now-2*day, here),
				fmt.Sprintf("%s %s %d to open by %s", here, nextKey.kid(), now-2*day, here),
			},
		},
	}
	var all []scene
	for _, kind := range Kinds() {
		e := expect[kind]
		if e["organisations"] == nil {
			e["organisations"] = onlyOwn
		}
		if e["stale"] == nil {
			e["stale"] = nothingHeld
		}
		all = append(all, fresh(string(kind), "a sound statement of this kind, to a machine with its anchors alone", bundleOf(t, one(t, kind)), e))
	}
	return all
}

func envelopeScenes(t *testing.T) []scene {
	staff := one(t, KindStaff)
	where := at(KindStaff, here, "", 2)
	raw := func(b []byte) []byte {
		out, err := EncodeBundle([][]byte{b})
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	under := func(protected []byte) []byte {
		m := Sign1{Protected: protected, Payload: staff.message.Payload}
		if err := m.Sign(ownKey); err != nil {
			t.Fatal(err)
		}
		return raw(m.Encode())
	}
	flipped := bytes.Clone(staff.Bytes())
	flipped[len(flipped)-1] ^= 1
	otherKid := staff
	otherKid.message.Protected = Statement{Kind: KindStaff, Kid: thiefKey.Public().Kid()}.protected()
	longer := Sign1{Protected: staff.message.Protected, Payload: bytes.Replace(staff.message.Payload, []byte{2, 2}, []byte{0x18, 2, 2}, 1)}
	if err := longer.Sign(ownKey); err != nil {
		t.Fatal(err)
	}
	unsorted := Staff{[]Member{{"gmc:2", "B", false}, {"gmc:1", "A", false}}}
	return []scene{
		refusal("trailing-byte", "a byte after the statement", raw(append(staff.Bytes(), 0)), "malformed"),
		refusal("empty", "no bytes at all", raw(nil), "malformed"),
		refusal("longer-integer", "the serial in two bytes where one is enough", raw(longer.Encode()), "malformed"),
		refusal("flipped-signature", "the last bit of the signature is another", raw(flipped), "forged: "+where),
		refusal("wrong-kid", "the header names another key than signed", raw(otherKid.Bytes()), "unknown-signer: "+where),
		refusal("wrong-type", "staff signed as requirements", under(Statement{Kind: KindRequirements, Kid: staff.Kid}.protected()), "malformed: "+at(KindRequirements, here, "", 2)),
		refusal("newer-kind", "a kind that this format does not know", under(Statement{Kind: "roster", Kid: staff.Kid}.protected()), "unknown-kind"),
		refusal("delegation", "a delegation is no statement", raw(delegation(t, "kiosk-07", kioskKey.Public(), 30, ownKey)), "malformed"),
		refusal("broken-rule", "the staff are not in order, and the right key signed", bundleOf(t, signAnyway(t,
			Statement{Kind: KindStaff, Head: staff.Head, body: unsorted.encode()}, ownKey)), "malformed: "+where),
		refusal("two-signers", "a sound payload of the own organisation, signed by a stranger under the own kid",
			raw(Sign1{Protected: staff.message.Protected, Payload: staff.message.Payload, Signature: one(t, KindTime).message.Signature}.Encode()), "forged: "+where),
	}
}

func serialScenes(t *testing.T) []scene {
	list := func(serial, daysAgo int64) Statement {
		return sign(t, due(here, serial, daysAgo), ownSignedList(), ownKey)
	}
	renamed := ownSignedList()
	renamed.Entries[1].Name = "Hillside Hospitals"
	otherS := one(t, KindList)
	otherS.message.Signature = negateS(otherS.message.Signature)
	return []scene{
		after(t, "same-again", "what is held already", bundleOf(t, one(t, KindList)), map[string][]string{"held": {"1"}}),
		after(t, "same-again-other-s", "the same, with the other of the two signatures that ECDSA has", bundleOf(t, otherS), map[string][]string{"held": {"1"}}),
		after(t, "higher", "a higher serial, signed later", bundleOf(t, list(4, 1)), map[string][]string{"taken": {listAt(4)}}),
		after(t, "higher-at-once", "a higher serial, signed in the same second", bundleOf(t, list(4, 5)), map[string][]string{"taken": {listAt(4)}}),
		after(t, "lower", "a lower serial", bundleOf(t, list(2, 6)), map[string][]string{"older": {listAt(2)}}),
		after(t, "lower-later", "a lower serial, signed later", bundleOf(t, list(2, 1)), map[string][]string{"older": {listAt(2)}}),
		after(t, "same-serial", "the serial of the one held, and it says otherwise",
			bundleOf(t, sign(t, due(here, 3, 4), renamed, ownKey)), map[string][]string{"refused": {"same-serial: " + listAt(3)}}),
		after(t, "backdated", "a higher serial, signed before the one held", bundleOf(t, list(4, 6)), map[string][]string{"refused": {"backwards: " + listAt(4)}}),
		after(t, "ahead-in-grace", "signed 300 seconds ahead of the clock",
			bundleOf(t, sign(t, Head{here, "", 4, now + 300, now + 400}, ownSignedList(), ownKey)), map[string][]string{"taken": {listAt(4)}}),
		after(t, "ahead", "signed 301 seconds ahead of the clock",
			bundleOf(t, sign(t, Head{here, "", 4, now + 301, now + 400}, ownSignedList(), ownKey)), map[string][]string{"refused": {"not-yet: " + listAt(4)}}),
		after(t, "three-at-once", "three in one bundle: the newest is taken, in whatever order they stand",
			bundleOf(t, list(4, 3), list(6, 1), list(5, 2)), map[string][]string{"taken": {listAt(6)}, "older": {listAt(4), listAt(5)}}),
		fresh("overdue", "a list past its next update is better than none, and is told to be overdue",
			bundleOf(t, list(1, 40)), map[string][]string{
				"taken": {listAt(1)}, "organisations": asListed,
				"stale": {here + " list-overdue", here + " revocations-missing", there + " list-overdue", there + " revocations-missing"},
			}),
	}
}

func signerScenes(t *testing.T) []scene {
	ended := ownSignedList()
	ended.Entries[0].ValidTo = now - 3*day
	endedList := sign(t, due(here, 3, 5), ended, ownKey)
	endedLines := []string{
		fmt.Sprintf("%s %s %d to %d by %s", here, ownKey.kid(), now-1000*day, now-3*day, here), asListed[1],
	}
	revokesItself := sign(t, due(here, 2, 4), SignedRevocations{Keys: []Kid{ownKey.Public().Kid()}}, ownKey)
	itself := map[string][]string{
		"organisations": onlyOwn, "revoked": {here + " key " + ownKey.kid()}, "stale": {here + " list-missing"},
	}
	with := func(base map[string][]string, name string, lines ...string) map[string][]string {
		out := map[string][]string{name: lines}
		for k, v := range base {
			if k != name {
				out[k] = v
			}
		}
		return out
	}
	kept := func(s scene, st ...Statement) scene { s.kept = st; return s }
	return []scene{
		refusal("stranger", "signed by a key that nobody vouches for",
			bundleOf(t, sign(t, due(here, 3, 5), ownSignedList(), thiefKey)), "unknown-signer: "+listAt(3)),
		refusal("stranger-organisation", "a revocation list of an organisation that is not on the list",
			bundleOf(t, sign(t, due(there, 1, 1), SignedRevocations{}, thereKey)), "unknown-signer: "+at(KindRevocations, there, "", 1)),
		refusal("device", "a device's key signs a staff list",
			bundleOf(t, sign(t, head(here, "", 1, 1), Staff{}, kioskKey)), "unknown-signer: "+at(KindStaff, here, "", 1)),
		after(t, "another-organisation", "a listed organisation signs in the own one's name",
			bundleOf(t, sign(t, due(here, 9, 1), SignedList{}, thereKey)), map[string][]string{"refused": {"unknown-signer: " + listAt(9)}}),
		kept(fresh("ended", "signed after the own list says that the key ended",
			bundleOf(t, sign(t, head(here, "", 1, 2), Staff{}, ownKey)), map[string][]string{
				"refused": {"signer-ended: " + at(KindStaff, here, "", 1)}, "organisations": endedLines, "stale": noneRevoked,
			}), endedList),
		kept(fresh("before-it-ended", "signed while the key had time left",
			bundleOf(t, sign(t, head(here, "", 1, 3), Staff{}, ownKey)), map[string][]string{
				"taken": {at(KindStaff, here, "", 1)}, "organisations": endedLines, "stale": noneRevoked,
			}), endedList),
		kept(fresh("revoked", "the key that signed has revoked itself: nothing of it counts, the list that was held neither",
			bundleOf(t, one(t, KindStaff)), with(itself, "refused", "signer-revoked: "+at(KindStaff, here, "", 2))), revokesItself, one(t, KindList)),
		fresh("revokes-itself", "a key may say of itself that it is stolen",
			bundleOf(t, revokesItself), with(itself, "taken", at(KindRevocations, here, "", 2))),
		after(t, "not-ours", "what another organisation tells its own machines is set aside",
			bundleOf(t, sign(t, head(there, "", 1, 1), Staff{}, thereKey), sign(t, due(there, 1, 1), SignedList{}, thereKey), sign(t, head(there, "", 1, 1), SignedTime{}, thereKey)),
			map[string][]string{"aside": {
				"not-ours: " + at(KindStaff, there, "", 1), "not-ours: " + at(KindTime, there, "", 1), "not-ours: " + at(KindList, there, "", 1),
			}}),
	}
}

func bundleScenes(t *testing.T) []scene {
	text, err := TextOf(one(t, KindStaff).Bytes())
	if err != nil {
		t.Fatal(err)
	}
	staff := map[string][]string{"taken": {at(KindStaff, here, "", 2)}, "organisations": onlyOwn, "stale": nothingHeld}
	whole := bundleOf(t, one(t, KindStaff))
	none := func(name, why, code string, b []byte) scene {
		return fresh(name, why, b, map[string][]string{"error": {code}})
	}
	thereCard := sign(t, head(there, thereKey.kid(), 1, 2), Card{"Hillside", thereKey.Public(), nil}, thereKey)
	farNext := sign(t, head(there, keyNamed("there, the next").kid(), 1, 2), Card{"Hillside", keyNamed("there, the next").Public(), nil}, keyNamed("there, the next"))
	names := sign(t, head(there, thereKey.kid(), 1, 2), Succession{keyNamed("there, the next").Public(), Forever, nil}, thereKey)
	return []scene{
		fresh("bundle", "a bundle of one", whole, staff),
		fresh("statement", "a statement as it is", one(t, KindStaff).Bytes(), staff),
		fresh("text", "a statement as the text of a code", []byte(text), staff),
		fresh("scanned", "the same, with what a scanner adds", []byte(text+"\r\n"), staff),
		fresh("empty", "a bundle of nothing", bundleOf(t), map[string][]string{"organisations": onlyOwn, "stale": nothingHeld}),
		none("trailing-byte", "a byte after the bundle", "bundle", append(bytes.Clone(whole), 0)),
		none("cut", "a bundle that stops", "bundle", whole[:len(whole)-1]),
		none("longer-integer", "the form in two bytes where one is enough", "bundle", bytes.Replace(whole, []byte("bundle\x01"), []byte("bundle\x18\x01"), 1)),
		none("newer-form", "form 2", "bundle", bytes.Replace(whole, []byte("bundle\x01"), []byte("bundle\x02"), 1)),
		none("nothing", "no bytes", "bundle", nil),
		none("passport", "a passport is no bundle", "bundle", []byte("MP1:NCFOXN-E28.F*RKEDUC$2J642VS9ZF7SGZ")),
		none("unsigned", "a trust list in JSON, which nobody signs", "unsigned", []byte(`{"organisations":[],"revoked":{"cti":[],"devices":[],"keys":[]},"list_issued":1,"list_next_update":2}`)),
		none("bomb", "a text that inflates past its limit", "bundle", []byte(TextPrefix+EncodeBase45(Deflate(make([]byte, MaxCodeBytes+1))))),
		after(t, "card-known", "the key file of an organisation on the list", bundleOf(t, thereCard),
			map[string][]string{"cards": {there + " " + thereKey.kid() + " known=true follows=false"}}),
		fresh("card-unknown", "the key file of an organisation that is not: only a person's comparison adds it", bundleOf(t, thereCard),
			map[string][]string{"cards": {there + " " + thereKey.kid() + " known=false follows=false"}, "organisations": onlyOwn, "stale": nothingHeld}),
		after(t, "card-follows", "a new key that the listed one names as its successor: told, and not taken in", bundleOf(t, farNext, names),
			map[string][]string{
				"cards": {there + " " + farNext.Subject + " known=false follows=true"},
				"aside": {"not-ours: " + at(KindSuccession, there, thereKey.kid(), 1)},
			}),
		refusal("card-forged", "a key file that its key did not sign", bundleOf(t, signAnyway(t, thereCard, thiefKey)), "forged: "+at(KindCard, there, thereKey.kid(), 1)),
	}
}
