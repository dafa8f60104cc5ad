// Package keystore keeps private P-256 keys in files sealed by passphrases, one passphrase a trainer, and
// hashes PINs. It decides nothing: who may open a key, and for how long, is the caller's.
package keystore

import (
	"fmt"

	"golang.org/x/crypto/argon2"
)

// Params is what Argon2id costs (RFC 9106).
type Params struct {
	Time      uint32 `json:"time"`       // passes
	MemoryKiB uint32 `json:"memory_kib"` // KiB
	Threads   uint8  `json:"threads"`
}

// PassphraseParams is RFC 9106's second recommended choice, for machines without 2 GiB to spare.
func PassphraseParams() Params { return Params{Time: 3, MemoryKiB: 64 << 10, Threads: 4} }

// PINParams is lighter, for a PIN is entered many times a day. No cost makes four digits a secret: what
// protects a PIN is that few may be tried and that the record of it is sealed.
func PINParams() Params { return Params{Time: 2, MemoryKiB: 19 << 10, Threads: 1} }

// What a file may ask for. The sum is over all slots, each of which may have to be tried.
const (
	maxTime      = 16
	maxMemoryKiB = 256 << 10
	maxThreads   = 8
	maxWork      = 8 << 20 // KiB times passes
	saltSize     = 16
	keySize      = 32
)

func (p Params) work() uint64 { return uint64(p.Time) * uint64(p.MemoryKiB) }

// check bounds parameters that were read, before anything is spent on them.
func (p Params) check() error {
	switch {
	case p.Time < 1 || p.Threads < 1 || p.MemoryKiB < 8*uint32(p.Threads):
		return fmt.Errorf("%w (less than Argon2id has)", ErrCost)
	case p.Time > maxTime || p.MemoryKiB > maxMemoryKiB || p.Threads > maxThreads:
		return ErrCost
	}
	return nil
}

func (p Params) key(secret, salt []byte) []byte {
	return argon2.IDKey(secret, salt, p.Time, p.MemoryKiB, p.Threads, keySize)
}
