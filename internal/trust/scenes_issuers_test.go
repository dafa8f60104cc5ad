package trust

import (
	"crypto/elliptic"
	"fmt"
	"math/big"
	"testing"
)

// negateS returns the other signature of the same message: r and n − s.
func negateS(signature []byte) []byte {
	out := append([]byte(nil), signature...)
	s := new(big.Int).SetBytes(signature[32:])
	s.Sub(elliptic.P256().Params().N, s).FillBytes(out[32:])
	return out
}

// rolledList is the own list after the new key has followed the old one.
func rolledList(when int64) SignedList {
	l := ownSignedList()
	l.Entries[0].ValidTo = when
	fresher := entry(here, "Riverside", nextKey)
	fresher.ValidFrom = when
	l.Entries = append(l.Entries, fresher)
	return l
}

func successionScenes(t *testing.T) []scene {
	roll := one(t, KindSuccession) // two days ago; the old key ended then
	byNew := sign(t, due(here, 4, 1), rolledList(roll.Issued), nextKey)
	newLines := []string{
		fmt.Sprintf("%s %s %d to %d by %s", here, ownKey.kid(), now-1000*day, now-2*day, here), asListed[1],
		fmt.Sprintf("%s %s %d to open by %s", here, nextKey.kid(), now-2*day, here),
	}
	succeeded := at(KindSuccession, here, ownKey.kid(), 1)
	toThief := sign(t, head(here, ownKey.kid(), 5, 3), Succession{thiefKey.Public(), Forever, nil}, ownKey)
	toThiefAt := at(KindSuccession, here, ownKey.kid(), 5)
	onNew := func(name, why string, bundle []byte, expect map[string][]string) scene {
		if expect["organisations"] = newLines; expect["stale"] == nil {
			expect["stale"] = noneRevoked
		}
		s := fresh(name, why, bundle, expect)
		s.kept = []Statement{roll, byNew}
		return s
	}
	taken := map[string][]string{"taken": {succeeded, listAt(4)}, "organisations": newLines, "stale": noneRevoked}
	revokes := func(k testSigner, daysAgo int64, by testSigner) []byte {
		return bundleOf(t, sign(t, due(here, 1, daysAgo), SignedRevocations{Keys: []Kid{k.Public().Kid()}}, by))
	}
	revocations := []string{at(KindRevocations, here, "", 1)}
	return []scene{
		fresh("rolled", "a succession, and a list by the new key", bundleOf(t, roll, byNew), taken),
		fresh("rolled-other-order", "the same, the list first", bundleOf(t, byNew, roll), taken),
		fresh("new-key-alone", "a list by the new key, without the succession", bundleOf(t, byNew),
			map[string][]string{"refused": {"unknown-signer: " + listAt(4)}, "organisations": onlyOwn, "stale": nothingHeld}),
		onNew("second-successor", "the old key names another: the first one stands", bundleOf(t, toThief),
			map[string][]string{"refused": {"already-succeeded: " + toThiefAt}}),
		fresh("two-successors", "the old key names two in one bundle: neither counts", bundleOf(t, roll, toThief),
			map[string][]string{"refused": {"conflicting: " + succeeded, "conflicting: " + toThiefAt}, "organisations": onlyOwn, "stale": nothingHeld}),
		onNew("old-key-afterwards", "the old key signs after its end", bundleOf(t, sign(t, head(here, "", 9, 1), Staff{}, ownKey)),
			map[string][]string{"refused": {"signer-ended: " + at(KindStaff, here, "", 9)}}),
		onNew("old-key-backdates", "the old key signs the highest serial there is, with a date from before its end",
			bundleOf(t, sign(t, due(here, MaxSerial, 3), SignedList{}, ownKey)),
			map[string][]string{"refused": {"backwards: " + listAt(MaxSerial)}}),
		onNew("old-key-revoked", "the new key revokes the old one", revokes(ownKey, 1, nextKey),
			map[string][]string{"taken": revocations, "revoked": {here + " key " + ownKey.kid()}, "stale": {there + " revocations-missing"}}),
		onNew("old-key-revokes-new", "the old key cannot revoke what followed it", revokes(nextKey, 3, ownKey),
			map[string][]string{"taken": revocations, "stale": {there + " revocations-missing"}}),
		{
			name: "poisoned-serial", own: ownPlace(), now: now,
			why:    "a stolen key signed the highest serial there is; the new key's list stands over it all the same",
			kept:   []Statement{sign(t, due(here, MaxSerial, 3), SignedList{}, ownKey)},
			bundle: bundleOf(t, roll, byNew), expect: taken,
		},
		{
			name: "revoked-names-successor", own: ownPlace(), now: now,
			why:    "a key that has revoked itself names nobody any more",
			kept:   []Statement{sign(t, due(here, 1, 4), SignedRevocations{Keys: []Kid{ownKey.Public().Kid()}}, ownKey)},
			bundle: bundleOf(t, roll),
			expect: map[string][]string{
				"refused": {"signer-revoked: " + succeeded}, "organisations": onlyOwn,
				"revoked": {here + " key " + ownKey.kid()}, "stale": {here + " list-missing"},
			},
		},
	}
}

func revocationScenes(t *testing.T) []scene {
	revokes := func(issuer string, serial int64, v SignedRevocations, s testSigner) Statement {
		return sign(t, due(issuer, serial, 1), v.Sorted(), s)
	}
	thereAt := at(KindRevocations, there, "", 1)
	known := []string{here + " revocations-missing"}
	flagged := ownSignedList()
	flagged.Entries[1].Revoked = true
	endedThere := ownSignedList()
	endedThere.Entries[1].ValidTo = now - 2*day
	kept := func(s scene, st ...Statement) scene { s.kept = st; return s }
	return []scene{
		after(t, "own-things", "an organisation revokes a passport, a device and a key of its own",
			bundleOf(t, revokes(there, 1, SignedRevocations{
				Passports: []PassportID{passportID(7)}, Devices: []RevokedDevice{{"desk-1", []PassportID{passportID(8)}}}, Keys: []Kid{{9}},
			}, thereKey)), map[string][]string{
				"taken": {thereAt}, "stale": known,
				"revoked": {
					there + " passport " + passportID(7).String(), fmt.Sprintf("%s device desk-1 sparing [%s]", there, passportID(8)),
					there + " key 0900000000000000",
				},
			}),
		after(t, "anothers-key", "an organisation names another's key: it counts among its own, where there is no such key",
			bundleOf(t, revokes(there, 1, SignedRevocations{Keys: []Kid{ownKey.Public().Kid()}}, thereKey)), map[string][]string{
				"taken": {thereAt}, "stale": known, "revoked": {there + " key " + ownKey.kid()},
			}),
		after(t, "in-anothers-name", "a listed organisation's key signs as another organisation",
			bundleOf(t, revokes(far, 1, SignedRevocations{}, thereKey)), map[string][]string{"refused": {"unknown-signer: " + at(KindRevocations, far, "", 1)}}),
		after(t, "in-the-own-name", "a listed organisation's key signs as the own one",
			bundleOf(t, revokes(here, 1, SignedRevocations{Keys: []Kid{ownKey.Public().Kid()}}, thereKey)),
			map[string][]string{"refused": {"unknown-signer: " + at(KindRevocations, here, "", 1)}}),
		kept(fresh("signer-flagged", "the own list says that the other's key is revoked",
			bundleOf(t, revokes(there, 1, SignedRevocations{}, thereKey)), map[string][]string{
				"refused": {"signer-revoked: " + thereAt}, "organisations": asListed, "stale": noneRevoked, "revoked": {there + " key " + thereKey.kid()},
			}), sign(t, due(here, 3, 5), flagged, ownKey)),
		kept(fresh("signer-ended", "signed after the own list says that the other's key ended",
			bundleOf(t, revokes(there, 1, SignedRevocations{}, thereKey)), map[string][]string{
				"refused": {"signer-ended: " + thereAt}, "stale": noneRevoked,
				"organisations": {asListed[0], fmt.Sprintf("%s %s %d to %d by %s", there, thereKey.kid(), now-1000*day, now-2*day, here)},
			}), sign(t, due(here, 3, 5), endedThere, ownKey)),
		kept(fresh("no-longer-listed", "the own list drops an organisation, and with it what it revoked",
			bundleOf(t, sign(t, due(here, 4, 1), SignedList{Entries: ownSignedList().Entries[:1]}, ownKey)), map[string][]string{
				"taken": {listAt(4)}, "organisations": asListed[:1], "stale": known,
			}), one(t, KindList), revokes(there, 1, SignedRevocations{Passports: []PassportID{passportID(7)}}, thereKey)),
		fresh("list-and-revocations", "the list that names an organisation comes with what it has revoked, which stands first",
			bundleOf(t, revokes(there, 1, SignedRevocations{Passports: []PassportID{passportID(7)}}, thereKey), one(t, KindList)), map[string][]string{
				"taken": {thereAt, listAt(3)}, "organisations": asListed, "stale": known, "revoked": {there + " passport " + passportID(7).String()},
			}),
		kept(fresh("overdue", "an organisation's revocations past their next update",
			bundleOf(t), map[string][]string{
				"organisations": asListed, "stale": {here + " revocations-missing", there + " revocations-overdue"},
			}), one(t, KindList), sign(t, due(there, 1, 31), SignedRevocations{}, thereKey)),
	}
}

func keeperScenes(t *testing.T) []scene {
	return append(keeperNames(t), keeperKeys(t)...)
}

// keeperNames is whom a keeper may name.
func keeperNames(t *testing.T) []scene {
	northList := func(serial int64, l SignedList) Statement { return sign(t, due(north, serial, 2), l, northKey) }
	northAt := at(KindList, north, "", 1)
	farLine := func(s testSigner, by string) string {
		return fmt.Sprintf("%s %s %d to open by %s", far, s.kid(), now-1000*day, by)
	}
	withFar := append(append([]string(nil), asListed...), farLine(farKey, north))
	farStale := append(append([]string(nil), noneRevoked...), far+" revocations-missing")
	farEntry := entry(far, "Farside", farKey)
	twoKeepers := ownSignedList()
	twoKeepers.Keepers = append(twoKeepers.Keepers, entry(south, "Southern region", southKey).Organisation)
	withTwo := func(s scene) scene { s.kept = []Statement{sign(t, due(here, 3, 5), twoKeepers, ownKey)}; return s }
	return []scene{
		after(t, "names", "a keeper names an organisation", bundleOf(t, northList(1, SignedList{Entries: []Entry{farEntry}})),
			map[string][]string{"taken": {northAt}, "organisations": withFar, "stale": farStale}),
		after(t, "names-keeper", "a keeper's list names a keeper, whose list then counts for nothing",
			bundleOf(t, northList(1, SignedList{Entries: []Entry{farEntry}, Keepers: []Organisation{entry(south, "S", southKey).Organisation}}),
				sign(t, due(south, 1, 1), SignedList{Entries: []Entry{entry("ods:SSS", "S", southKey)}}, southKey)),
			map[string][]string{
				"taken": {northAt}, "organisations": withFar, "stale": farStale, "ignored": {"keeper-names-keeper: " + south + " by " + north},
				"aside": {"not-ours: " + at(KindList, south, "", 1)},
			}),
		after(t, "names-own", "a keeper's list names the own organisation",
			bundleOf(t, northList(1, SignedList{Entries: []Entry{entry(here, "Riverside", thiefKey)}})),
			map[string][]string{"taken": {northAt}, "ignored": {"keeper-names-own: " + here + " by " + north}}),
		after(t, "overrides", "a keeper's list gives a listed organisation another key, and says that its own is revoked",
			bundleOf(t, northList(1, SignedList{Entries: []Entry{entry(there, "Hillside", thiefKey), {entry(there, "Hillside", thereKey).Organisation, true, nil}}})),
			map[string][]string{"taken": {northAt}, "ignored": {"keeper-names-listed: " + there + " by " + north}}),
		withTwo(after(t, "two-keepers", "two keepers name one organisation: the first in the own list decides, whichever came first",
			bundleOf(t, sign(t, due(south, 1, 1), SignedList{Entries: []Entry{entry(far, "Farside", thiefKey)}}, southKey), northList(1, SignedList{Entries: []Entry{farEntry}})),
			map[string][]string{
				"taken": {northAt, at(KindList, south, "", 1)}, "organisations": withFar, "stale": farStale,
				"ignored": {"keeper-names-kept: " + far + " by " + south},
			})),
		withTwo(after(t, "keeper-names-other-keeper", "a keeper's list gives a key to another keeper, which could revoke in its name",
			bundleOf(t, northList(1, SignedList{Entries: []Entry{entry(south, "Southern region", thiefKey)}})),
			map[string][]string{"taken": {northAt}, "ignored": {"keeper-names-listed: " + south + " by " + north}})),
		after(t, "keeper-names-itself", "a keeper is an organisation too",
			bundleOf(t, northList(1, SignedList{Entries: []Entry{entry(north, "Northern region", northKey)}})),
			map[string][]string{
				"taken": {northAt}, "stale": append(append([]string(nil), noneRevoked...), north+" revocations-missing"),
				"organisations": append(append([]string(nil), asListed...), fmt.Sprintf("%s %s %d to open by %s", north, northKey.kid(), now-1000*day, north)),
			}),
	}
}

// keeperKeys is which keys make a keeper.
func keeperKeys(t *testing.T) []scene {
	farEntry := entry(far, "Farside", farKey)
	list := sign(t, due(north, 1, 2), SignedList{Entries: []Entry{farEntry}}, northKey)
	northAt := at(KindList, north, "", 1)
	withFar := append(append([]string(nil), asListed...), fmt.Sprintf("%s %s %d to open by %s", far, farKey.kid(), now-1000*day, north))
	endedKeeper := ownSignedList()
	endedKeeper.Keepers[0].ValidTo = now - 3*day
	return []scene{
		{
			name: "ended", why: "a keeper's list, signed after the own list says that the keeper ended", own: ownPlace(), now: now,
			kept: []Statement{sign(t, due(here, 3, 5), endedKeeper, ownKey)}, bundle: bundleOf(t, list),
			expect: map[string][]string{"refused": {"signer-ended: " + northAt}, "organisations": asListed, "stale": noneRevoked},
		},
		after(t, "revoked-itself", "a keeper that has revoked its own key signs no list any more",
			bundleOf(t, sign(t, due(north, 1, 3), SignedRevocations{Keys: []Kid{northKey.Public().Kid()}}, northKey), list),
			map[string][]string{"taken": {at(KindRevocations, north, "", 1)}, "refused": {"signer-revoked: " + northAt}}),
		after(t, "kept-revocations", "an organisation that a keeper names revokes a passport, all in one bundle",
			bundleOf(t, sign(t, due(far, 1, 1), SignedRevocations{Passports: []PassportID{passportID(3)}}, farKey), list),
			map[string][]string{
				"taken": {at(KindRevocations, far, "", 1), northAt}, "organisations": withFar, "stale": noneRevoked,
				"revoked": {far + " passport " + passportID(3).String()},
			}),
		fresh("no-keeper", "the same list where nobody has named the keeper", bundleOf(t, list),
			map[string][]string{"aside": {"not-ours: " + northAt}, "organisations": onlyOwn, "stale": nothingHeld}),
		after(t, "forged-keeper", "a stranger signs as the keeper", bundleOf(t, sign(t, due(north, 1, 2), SignedList{Entries: []Entry{farEntry}}, thiefKey)),
			map[string][]string{"refused": {"unknown-signer: " + northAt}}),
	}
}

func enrolmentScenes(t *testing.T) []scene {
	enrol := func(device string, serial, days int64, k testSigner, by testSigner) Statement {
		return sign(t, head(here, device, serial, 1), Enrolment{
			Name: "Riverside", Delegation: delegation(t, device, k.Public(), days, by), Anchors: []Key{by.Public()},
		}, by)
	}
	base := func(name string, lines ...string) map[string][]string {
		return map[string][]string{name: lines, "organisations": onlyOwn, "stale": nothingHeld}
	}
	kiosk := func(serial int64) string { return at(KindEnrolment, here, "kiosk-07", serial) }
	office := ownPlace()
	office.Device, office.Keys = "", nil
	others := fresh("administrator", "an administrator's machine keeps every device's", bundleOf(t, enrol("kiosk-08", 1, 300, kioskKey, ownKey), enrol("kiosk-07", 1, -1, kioskKey, ownKey)),
		base("taken", kiosk(1), at(KindEnrolment, here, "kiosk-08", 1)))
	others.own = office
	replay := fresh("replay", "an answer from before the one that is held", bundleOf(t, one(t, KindEnrolment)), base("older", kiosk(1)))
	replay.kept = []Statement{enrol("kiosk-07", 2, 300, kioskKey, ownKey)}
	nowhere := fresh("nowhere", "a machine that belongs nowhere yet takes no answer with a bundle: a person compares the fingerprint first",
		bundleOf(t, one(t, KindEnrolment)), map[string][]string{"refused": {"unknown-signer: " + kiosk(1)}})
	nowhere.own = Own{Issuer: here, Name: "Riverside", Device: "kiosk-07", Keys: []Key{kioskKey.Public()}}
	return []scene{
		fresh("this-device", "a renewed delegation for this device", bundleOf(t, enrol("kiosk-07", 3, 300, kioskKey, ownKey)), base("taken", kiosk(3))),
		fresh("other-device", "one for another device", bundleOf(t, enrol("kiosk-08", 1, 300, kioskKey, ownKey)), base("aside", "other-device: "+at(KindEnrolment, here, "kiosk-08", 1))),
		fresh("other-key", "one in this device's name for another key", bundleOf(t, enrol("kiosk-07", 3, 300, thiefKey, ownKey)), base("refused", "other-key: "+kiosk(3))),
		fresh("expired", "one that has ended", bundleOf(t, enrol("kiosk-07", 3, -1, kioskKey, ownKey)), base("refused", "expired: "+kiosk(3))),
		fresh("stranger", "one by a key that nobody vouches for", bundleOf(t, enrol("kiosk-07", 3, 300, kioskKey, thiefKey)), base("refused", "unknown-signer: "+kiosk(3))),
		others, replay, nowhere,
	}
}

func timeScenes(t *testing.T) []scene {
	const century = 30_000 * day // about 2109
	ahead := sign(t, Head{here, "", 3, now + century, now + century + 30*day}, ownSignedList(), ownKey)
	right := sign(t, due(here, 4, 0), ownSignedList(), ownKey)
	says := sign(t, head(here, "", 2, 0), SignedTime{}, ownKey)
	saidAhead := sign(t, Head{here, "", 1, now + century, 0}, SignedTime{}, ownKey)
	saysAt := at(KindTime, here, "", 2)
	held := func(name, why string, bundle []byte, expect map[string][]string, kept ...Statement) scene {
		expect["organisations"] = asListed
		if expect["stale"] == nil {
			expect["stale"] = noneRevoked
		}
		s := fresh(name, why, bundle, expect)
		s.kept = kept
		return s
	}
	return []scene{
		held("ahead-alone", "a list from a clock that was wrong is held: without the organisation's word on the time it stands",
			bundleOf(t, right), map[string][]string{"refused": {"backwards: " + listAt(4)}}, ahead),
		held("mended", "with that word, a list from now takes its place", bundleOf(t, right, says),
			map[string][]string{"taken": {saysAt, listAt(4)}}, ahead),
		held("time-itself", "a time that was signed by a clock that was wrong is mended by a later word",
			bundleOf(t, right, says), map[string][]string{"taken": {saysAt, listAt(4)}}, ahead, saidAhead),
		held("older-word", "a word on the time that is older than the one held", bundleOf(t, sign(t, head(here, "", 1, 2), SignedTime{}, ownKey)),
			map[string][]string{"older": {at(KindTime, here, "", 1)}}, one(t, KindList), says),
		held("not-from-the-future", "the word on the time mends nothing that this clock has reached",
			bundleOf(t, says, sign(t, due(here, 4, 6), ownSignedList(), ownKey)), map[string][]string{
				"taken": {saysAt}, "refused": {"backwards: " + listAt(4)},
			}, one(t, KindList)),
	}
}
