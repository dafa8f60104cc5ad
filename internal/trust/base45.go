package trust

import "fmt"

// Base45 as RFC 9285 has it, strict: a triple above 65,535, a pair above 255, a character outside the
// alphabet and a single character at the end are all refused.

const base45Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"

// base45Values maps a byte to its value, or to 0xff.
var base45Values = func() (v [256]byte) {
	for i := range v {
		v[i] = 0xff
	}
	for i := range len(base45Alphabet) {
		v[base45Alphabet[i]] = byte(i)
	}
	return v
}()

// EncodeBase45 writes bytes in base45 (RFC 9285).
func EncodeBase45(b []byte) string {
	out := make([]byte, 0, (len(b)+1)/2*3)
	for ; len(b) >= 2; b = b[2:] {
		n := int(b[0])<<8 | int(b[1])
		out = append(out, base45Alphabet[n%45], base45Alphabet[n/45%45], base45Alphabet[n/2025])
	}
	if len(b) == 1 {
		out = append(out, base45Alphabet[b[0]%45], base45Alphabet[b[0]/45])
	}
	return string(out)
}

// DecodeBase45 reads base45, or returns ErrBase45.
func DecodeBase45(s string) ([]byte, error) {
	if len(s)%3 == 1 {
		return nil, fmt.Errorf("%w: one character left over", ErrBase45)
	}
	out := make([]byte, 0, len(s)/3*2+1)
	for i := 0; i < len(s); i += 3 {
		chunk := s[i:min(i+3, len(s))]
		n, weight := 0, 1
		for j := range len(chunk) {
			v := base45Values[chunk[j]]
			if v == 0xff {
				return nil, fmt.Errorf("%w: character %d is not in the alphabet", ErrBase45, i+j+1)
			}
			n += int(v) * weight
			weight *= 45
		}
		switch {
		case len(chunk) == 3 && n <= 0xffff:
			out = append(out, byte(n>>8), byte(n))
		case len(chunk) == 2 && n <= 0xff:
			out = append(out, byte(n))
		default:
			return nil, fmt.Errorf("%w: the characters from %d on are too large", ErrBase45, i+1)
		}
	}
	return out, nil
}
