package passport

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/x509"
	"encoding/asn1"
	"encoding/pem"
	"math/big"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"

	"github.com/fxamacker/cbor/v2"

	"muster/internal/trust"
)

// witness is a signed message as a general library reads it: what was signed
// (RFC 9052 section 4.4), the signature, and the parts that lead on from it.
type witness struct {
	signed, signature  []byte
	protected, payload map[int]cbor.RawMessage
}

func decode[T any](t *testing.T, b []byte) (v T) {
	t.Helper()
	if err := cbor.Unmarshal(b, &v); err != nil {
		t.Fatal(err)
	}
	return v
}

func witnessed(t *testing.T, message []byte) witness {
	t.Helper()
	parts := decode[[]cbor.RawMessage](t, decode[cbor.RawTag](t, message).Content)
	protected, payload := decode[[]byte](t, parts[0]), decode[[]byte](t, parts[2])
	signed, err := cbor.Marshal([]any{"Signature1", protected, []byte{}, payload})
	if err != nil {
		t.Fatal(err)
	}
	return witness{
		signed: signed, signature: decode[[]byte](t, parts[3]),
		protected: decode[map[int]cbor.RawMessage](t, protected), payload: decode[map[int]cbor.RawMessage](t, payload),
	}
}

// deviceKey is the key that a delegation gives its word on (RFC 8747, RFC 9052
// section 7), its coordinates as they are in the payload.
func (w witness) deviceKey(t *testing.T) (x, y []byte) {
	t.Helper()
	bound := decode[map[int]cbor.RawMessage](t, w.payload[8])
	key := decode[map[int]cbor.RawMessage](t, bound[1])
	return decode[[]byte](t, key[-2]), decode[[]byte](t, key[-3])
}

// heldByOpenSSL asks openssl whether a key has signed a message.
func heldByOpenSSL(t *testing.T, x, y, message, signature []byte) bool {
	t.Helper()
	public, err := x509.MarshalPKIXPublicKey(&ecdsa.PublicKey{Curve: elliptic.P256(), X: new(big.Int).SetBytes(x), Y: new(big.Int).SetBytes(y)})
	if err != nil {
		t.Fatal(err)
	}
	der, err := asn1.Marshal([]*big.Int{new(big.Int).SetBytes(signature[:32]), new(big.Int).SetBytes(signature[32:])})
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for name, b := range map[string][]byte{
		"key.pem": pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: public}), "signature": der, "message": message,
	} {
		if err := os.WriteFile(filepath.Join(dir, name), b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	c := exec.Command("openssl", "dgst", "-sha256", "-verify", "key.pem", "-signature", "signature", "message")
	c.Dir = dir
	out, err := c.CombinedOutput()
	if err == nil {
		return true
	}
	if c.ProcessState == nil || c.ProcessState.ExitCode() != 1 {
		t.Fatalf("%v: %s", err, out)
	}
	return false
}

// organisationKey is the listed key that signed a delegation, found by its kid.
func organisationKey(t *testing.T, l trust.List, delegation witness) (x, y []byte) {
	t.Helper()
	kid := decode[[]byte](t, delegation.protected[4])
	for _, o := range l.Organisations {
		if k := o.Key.Kid(); slices.Equal(k[:], kid) {
			return unhex(t, o.Key.X()), unhex(t, o.Key.Y())
		}
	}
	t.Fatal("no listed key has the delegation's kid")
	return nil, nil
}

// TestOpenSSLAgrees has openssl look at what this program signs and at what is
// published: the passport's signature by the device's key, the delegation's by the
// organisation's, and neither once a bit has changed.
func TestOpenSSLAgrees(t *testing.T) {
	h := newHospital(t, "ods:RXX")
	type signed struct {
		name, text string
		list       trust.List
	}
	all := []signed{{"signed just now", mustSign(t, someClaims(6), h.device), h.list}}
	for _, v := range allVectors(t) {
		if v.expect.status == string(Valid) && len(all) < 6 {
			all = append(all, signed{v.name, v.text, v.list})
		}
	}
	if len(all) < 6 {
		t.Fatalf("only %d passports to try", len(all))
	}
	for _, s := range all {
		e, refused := open(s.text)
		if refused != nil {
			t.Fatalf("%s: %v", s.name, refused)
		}
		message := witnessed(t, e.cose)
		delegation := witnessed(t, message.protected[13])
		x, y := delegation.deviceKey(t)
		agree(t, s.name+": the passport", x, y, message)
		x, y = organisationKey(t, s.list, delegation)
		agree(t, s.name+": the delegation", x, y, delegation)
	}
}

// agree wants openssl to hold a signature good, and bad over a changed message.
func agree(t *testing.T, name string, x, y []byte, w witness) {
	t.Helper()
	if !heldByOpenSSL(t, x, y, w.signed, w.signature) {
		t.Errorf("%s: openssl refuses the signature", name)
	}
	changed := slices.Clone(w.signed)
	changed[len(changed)-1] ^= 1
	if heldByOpenSSL(t, x, y, changed, w.signature) {
		t.Errorf("%s: openssl takes the signature over a changed message", name)
	}
}
