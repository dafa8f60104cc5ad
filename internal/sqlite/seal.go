package sqlite

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
)

const keySize = 32

// cell is where a sealed value stands; it is bound into the seal.
type cell struct{ table, row, column string }

func (c cell) bytes() []byte { return []byte(c.table + "\x00" + c.row + "\x00" + c.column) }

// sealer seals and opens values with one key (AES-256-GCM, a random nonce before
// each value).
type sealer struct{ aead cipher.AEAD }

func newSealer(key []byte) sealer {
	block, err := aes.NewCipher(key)
	if err != nil {
		panic("sqlite: a key that is not 32 bytes long: " + err.Error())
	}
	aead, err := cipher.NewGCMWithRandomNonce(block)
	if err != nil {
		panic("sqlite: AES without GCM: " + err.Error())
	}
	return sealer{aead}
}

func (s sealer) seal(at cell, plain []byte) []byte { return s.aead.Seal(nil, nil, plain, at.bytes()) }

func (s sealer) open(at cell, sealed []byte) ([]byte, error) {
	plain, err := s.aead.Open(nil, nil, sealed, at.bytes())
	if err != nil {
		return nil, errSealed
	}
	return plain, nil
}

func (s sealer) openText(at cell, sealed []byte) (string, error) {
	plain, err := s.open(at, sealed)
	return string(plain), err
}

// keys are everything that follows from the data key.
type keys struct {
	wrap    sealer // seals people's keys
	machine sealer // seals what belongs to nobody
	lookup  []byte
	chain   []byte
	check   []byte
}

func deriveKeys(data []byte) keys {
	sub := func(use string) []byte {
		k, err := hkdf.Key(sha256.New, data, nil, "muster store 1 "+use, keySize)
		if err != nil {
			panic("sqlite: " + err.Error())
		}
		return k
	}
	return keys{
		wrap: newSealer(sub("wrap")), machine: newSealer(sub("machine")),
		lookup: sub("lookup"), chain: sub("chain"), check: mac(sub("check"), []byte("data key")),
	}
}

// newPersonKey makes a person's key and wraps it for the person's row.
func (k keys) newPersonKey(person string) (sealer, []byte) {
	key := random(keySize)
	return newSealer(key), k.wrap.seal(cell{"person", person, "key"}, key)
}

// personKey unwraps a person's key.
func (k keys) personKey(person string, wrapped []byte) (sealer, error) {
	key, err := k.wrap.open(cell{"person", person, "key"}, wrapped)
	if err != nil {
		return sealer{}, err
	}
	return newSealer(key), nil
}

// find is the hash by which a number is looked up.
func (k keys) find(number string) []byte { return mac(k.lookup, []byte(number)) }

func mac(key []byte, parts ...[]byte) []byte {
	h := hmac.New(sha256.New, key)
	for _, p := range parts {
		h.Write(p)
	}
	return h.Sum(nil)
}

func random(n int) []byte {
	b := make([]byte, n)
	_, _ = rand.Read(b) // never fails: the program ends where there is no randomness
	return b
}

func randomID() string { return hex.EncodeToString(random(16)) }
