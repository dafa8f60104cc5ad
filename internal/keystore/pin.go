package keystore

import (
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"strings"
)

const (
	// MinLearnerPIN and MinTrainerPIN are the least digits of a new PIN.
	MinLearnerPIN = 4
	MinTrainerPIN = 6
	maxPIN        = 12
	pinFormat     = "$argon2id$v=19$m=%d,t=%d,p=%d$"
)

// PINs hashes PINs and checks them. The zero value has no cost set and hashes nothing: use NewPINs.
type PINs struct{ Params Params }

// NewPINs returns PINs at the usual cost.
func NewPINs() PINs { return PINs{PINParams()} }

// HashPIN returns what is stored of a PIN: Argon2id with a salt of its own, the cost beside it
// ($argon2id$v=19$m=…,t=…,p=…$salt$hash). It returns ErrPIN for anything but 4 to 12 digits.
func (p PINs) HashPIN(pin string) (string, error) {
	if !digits(pin) || len(pin) < MinLearnerPIN {
		return "", ErrPIN
	}
	if err := p.Params.check(); err != nil {
		return "", err
	}
	salt := random(saltSize)
	hash := p.Params.key([]byte(pin), salt)
	enc := base64.RawStdEncoding
	return fmt.Sprintf(pinFormat, p.Params.MemoryKiB, p.Params.Time, p.Params.Threads) +
		enc.EncodeToString(salt) + "$" + enc.EncodeToString(hash), nil
}

// CheckPIN says whether the PIN is the one that stored was made of, in a time that does not depend on how
// much of it is right. It returns ErrPINRecord when stored cannot be read, and ErrCost when it asks
// for more than is safe.
func (p PINs) CheckPIN(pin, stored string) (bool, error) {
	params, salt, hash, err := parsePIN(stored)
	if err != nil {
		return false, err
	}
	if !digits(pin) {
		return false, nil
	}
	return subtle.ConstantTimeCompare(params.key([]byte(pin), salt), hash) == 1, nil
}

// Stale says whether a stored PIN was made at another cost, so that it is hashed anew at the next sign-in.
func (p PINs) Stale(stored string) bool {
	params, _, _, err := parsePIN(stored)
	return err != nil || params != p.Params
}

func parsePIN(stored string) (p Params, salt, hash []byte, err error) {
	parts := strings.Split(stored, "$")
	if len(stored) > 256 || len(parts) != 6 {
		return p, nil, nil, ErrPINRecord
	}
	if _, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &p.MemoryKiB, &p.Time, &p.Threads); err != nil {
		return p, nil, nil, ErrPINRecord
	}
	head := fmt.Sprintf(pinFormat, p.MemoryKiB, p.Time, p.Threads)
	if !strings.HasPrefix(stored, head) {
		return p, nil, nil, ErrPINRecord
	}
	enc := base64.RawStdEncoding.Strict()
	salt, saltErr := enc.DecodeString(parts[4])
	hash, hashErr := enc.DecodeString(parts[5])
	if saltErr != nil || hashErr != nil || len(salt) != saltSize || len(hash) != keySize {
		return p, nil, nil, ErrPINRecord
	}
	return p, salt, hash, p.check()
}

func digits(s string) bool {
	if len(s) < 1 || len(s) > maxPIN {
		return false
	}
	for _, c := range s {
		if c < '0' || c > '9' {
			return false
		}
	}
	return true
}
