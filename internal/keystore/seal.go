package keystore

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

const (
	// MinPassphrase is the least number of characters of a new passphrase.
	MinPassphrase = 12
	maxPassphrase = 1024 // bytes
	nonceSize     = 12
)

// CheckPassphrase says whether a new passphrase is good enough: ErrShort or ErrLong when not.
func CheckPassphrase(s string) error {
	switch {
	case len(s) > maxPassphrase:
		return ErrLong
	case utf8.RuneCountInString(norm.NFC.String(s)) < MinPassphrase:
		return ErrShort
	}
	return nil
}

// secret brings a passphrase into the one form that every keyboard and system gives alike.
func secret(s string) ([]byte, error) {
	if len(s) > maxPassphrase {
		return nil, ErrLong
	}
	return norm.NFC.Bytes([]byte(s)), nil
}

func random(n int) []byte {
	b := make([]byte, n)
	rand.Read(b) // it never fails: the program ends instead
	return b
}

// seal encrypts with AES-256-GCM under a key that is used once. The nonce stands before the ciphertext,
// and about is bound to it.
func seal(key, plain, about []byte) []byte {
	nonce := random(nonceSize)
	return gcm(key).Seal(nonce, nonce, plain, about)
}

// unseal opens what seal made, or returns false.
func unseal(key, sealed, about []byte) ([]byte, bool) {
	if len(sealed) < nonceSize {
		return nil, false
	}
	plain, err := gcm(key).Open(nil, sealed[:nonceSize], sealed[nonceSize:], about)
	return plain, err == nil
}

// gcm cannot fail: every key has 32 bytes.
func gcm(key []byte) cipher.AEAD {
	block, err := aes.NewCipher(key)
	if err != nil {
		panic(err)
	}
	aead, err := cipher.NewGCM(block)
	if err != nil {
		panic(err)
	}
	return aead
}
