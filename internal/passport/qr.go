package passport

// MaxQRVersion is the densest symbol that is issued: level M, alphanumeric mode.
const MaxQRVersion = 27

// MaxIssueText is the longest text, in characters, that fits a symbol of MaxQRVersion.
const MaxIssueText = 1_637

// dataCodewords holds the data codewords of versions 1 to 27 at level M (ISO/IEC 18004, table 7).
var dataCodewords = [...]int{
	16, 28, 44, 64, 86, 108, 124, 154, 182, 216, 254, 290, 334, 365,
	415, 453, 507, 563, 627, 669, 714, 782, 860, 914, 1000, 1062, 1128,
}

// QRVersion returns the smallest symbol that holds the text in alphanumeric mode at level M, and false
// when that would be above MaxQRVersion.
func QRVersion(text string) (int, bool) {
	for i := range dataCodewords {
		if len(text) <= alphanumeric(i+1) {
			return i + 1, true
		}
	}
	return 0, false
}

// alphanumeric returns how many characters a version holds: two in 11 bits, a last one in 6, after the
// mode and the count.
func alphanumeric(version int) int {
	count := 9
	switch {
	case version >= 27:
		count = 13
	case version >= 10:
		count = 11
	}
	bits := dataCodewords[version-1]*8 - 4 - count
	n := bits / 11 * 2
	if bits%11 >= 6 {
		n++
	}
	return n
}
