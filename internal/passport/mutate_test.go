package passport

import (
	"bytes"
	"encoding/binary"
	"hash/adler32"
	"math/rand/v2"
	"os"
	"strconv"
	"testing"
)

// mutants is how many are tried; MUSTER_MUTANTS asks for more.
func mutants(t *testing.T) int {
	s := os.Getenv("MUSTER_MUTANTS")
	if s == "" {
		return 20_000
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < 1 {
		t.Fatalf("MUSTER_MUTANTS=%q is not a number", s)
	}
	return n
}

// TestNoMutantIsAccepted changes what is inside the compression, where one changed byte reaches the decoder and
// the signatures instead of a checksum. Every mutant must be refused: not even a caution is right, for the
// passport's signature covers the delegation with its kid, and the device's key is in the delegation.
func TestNoMutantIsAccepted(t *testing.T) {
	random := rand.New(rand.NewPCG(2026, 11))
	var sound []vector
	var bodies [][]byte
	for _, v := range allVectors(t) {
		if v.expect.status == string(Valid) {
			sound, bodies = append(sound, v), append(bodies, v.stages["cose"])
		}
	}
	refused := map[Status]int{}
	for n := mutants(t); n > 0; n-- {
		i := random.IntN(len(sound))
		m := mutate(random, bodies[i], bodies[random.IntN(len(bodies))])
		if sameMessage(m, bodies) {
			continue
		}
		v, _ := verify(prefix+encodeBase45(stored(m)), sound[i].list, sound[i].now, sound[i].list.Issued)
		if v.Band != Refuse || v.Shown {
			t.Fatalf("%s: %v for %x", sound[i].name, v.Reasons, m)
		}
		refused[v.Status]++
	}
	t.Log(refused)
	if refused[Forged] == 0 || refused[Damaged] == 0 {
		t.Errorf("the mutants did not reach both the decoder and the signatures: %v", refused)
	}
}

// stored puts bytes into a zlib stream without compressing them, which is quicker (RFC 1951 section 3.2.4).
func stored(b []byte) []byte {
	out := []byte{0x78, 0x01, 0x01}
	out = binary.LittleEndian.AppendUint16(out, uint16(len(b)))
	out = binary.LittleEndian.AppendUint16(out, ^uint16(len(b)))
	return binary.BigEndian.AppendUint32(append(out, b...), adler32.Checksum(b))
}

// sameMessage says whether a mutant is one of the messages after all.
func sameMessage(m []byte, bodies [][]byte) bool {
	for _, b := range bodies {
		if bytes.Equal(m, b) {
			return true
		}
	}
	return false
}

// mutate changes one to four things: a bit, a byte, a byte more or less, a piece twice, a piece of another
// message, an end.
func mutate(random *rand.Rand, b, other []byte) []byte {
	m := bytes.Clone(b)
	for range 1 + random.IntN(4) {
		if len(m) < 2 {
			return m
		}
		at := random.IntN(len(m))
		to := at + random.IntN(min(80, len(m)-at))
		switch random.IntN(7) {
		case 0:
			m[at] ^= 1 << random.IntN(8)
		case 1:
			m[at] = byte(random.IntN(256))
		case 2:
			m = bytes.Join([][]byte{m[:at], {byte(random.IntN(256))}, m[at:]}, nil)
		case 3:
			m = bytes.Join([][]byte{m[:at], m[to:]}, nil)
		case 4:
			m = bytes.Join([][]byte{m[:to], m[at:]}, nil)
		case 5:
			if at < len(other) {
				copy(m[at:to], other[at:])
			}
		case 6:
			m[at]++
		}
	}
	return m
}
