package trust

const (
	// MaxEntries is the most keys of organisations on one list.
	MaxEntries = 5_000
	// MaxKeepers is the most keys of list keepers on one list.
	MaxKeepers = 32
)

// SignedList is a trust list as its organisation signs it.
type SignedList struct {
	Entries []Entry
	// Keepers are organisations, such as a region, whose own lists count here too. What a keeper's
	// list says of keepers counts for nothing.
	Keepers []Organisation
}

// Entry is one key of one organisation on a signed list.
type Entry struct {
	Organisation
	Revoked      bool     // the key counts for nothing, whenever it signed
	Certificates [][]byte // X.509 in DER for this key, the nearest first; may be empty
}

// Kind is KindList.
func (SignedList) Kind() Kind { return KindList }

func (l SignedList) check(Head) error {
	if len(l.Entries) > MaxEntries || len(l.Keepers) > MaxKeepers {
		return rule("at most %d entries and %d keepers", MaxEntries, MaxKeepers)
	}
	for _, e := range l.Entries {
		if err := checkCertificates(e.Certificates); err != nil {
			return err
		}
	}
	return checkNames(l.Entries, l.Keepers)
}

// checkNames holds every name against its rules: no key of an issuer may stand twice.
func checkNames(entries []Entry, keepers []Organisation) error {
	type who struct {
		issuer string
		key    Key
	}
	for _, list := range [][]Organisation{organisations(entries), keepers} {
		seen := make(map[who]bool, len(list))
		for _, o := range list {
			if err := o.check(); err != nil {
				return rule("%v", err)
			}
			if seen[who{o.Issuer, o.Key}] {
				return rule("a key of %s stands there twice", o.Issuer)
			}
			seen[who{o.Issuer, o.Key}] = true
		}
	}
	return nil
}

func organisations(entries []Entry) []Organisation {
	out := make([]Organisation, len(entries))
	for i, e := range entries {
		out[i] = e.Organisation
	}
	return out
}

func (l SignedList) encode() []byte {
	b := AppendArray(AppendInt(AppendMap(nil, 2), 1), len(l.Entries))
	for _, e := range l.Entries {
		b = appendOrganisation(AppendArray(b, 7), e.Organisation)
		b = appendCertificates(appendFlag(b, e.Revoked), e.Certificates)
	}
	b = AppendArray(AppendInt(b, 2), len(l.Keepers))
	for _, k := range l.Keepers {
		b = appendOrganisation(AppendArray(b, 5), k)
	}
	return b
}

func readSignedList(r *Reader) Body {
	var l SignedList
	r.Map(2, 2)
	r.Exactly(1)
	for n := r.Array(0, MaxEntries); n > 0 && !r.Failed(); n-- {
		r.Array(7, 7)
		e := Entry{Organisation: readOrganisation(r)}
		e.Revoked = readFlag(r)
		e.Certificates = readCertificates(r)
		l.Entries = append(l.Entries, e)
	}
	r.Exactly(2)
	for n := r.Array(0, MaxKeepers); n > 0 && !r.Failed(); n-- {
		r.Array(5, 5)
		l.Keepers = append(l.Keepers, readOrganisation(r))
	}
	return l
}

func appendOrganisation(b []byte, o Organisation) []byte {
	b = AppendText(AppendText(b, o.Issuer), o.Name)
	b = append(b, o.Key.COSE()...)
	return AppendInt(AppendInt(b, o.ValidFrom), o.ValidTo)
}

func readOrganisation(r *Reader) Organisation {
	return Organisation{
		Issuer:    r.Text(1, 16),
		Name:      r.Text(1, maxName),
		Key:       r.Key(),
		ValidFrom: r.Int(0, MaxTime),
		ValidTo:   r.Int(0, MaxTime),
	}
}

// appendFlag writes yes or no as 1 or 0: the profile has no false.
func appendFlag(b []byte, yes bool) []byte {
	if yes {
		return AppendInt(b, 1)
	}
	return AppendInt(b, 0)
}

func readFlag(r *Reader) bool { return r.Int(0, 1) == 1 }
