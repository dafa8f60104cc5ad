package trust

import (
	"fmt"
	"testing"
	"time"
)

// A bundle of cards and of successions that nobody signed, as large as a bundle may be, is looked at in
// seconds: what it costs to read must not grow with the one times the other.
func TestAFloodOfCardsAndSuccessions(t *testing.T) {
	b, _ := take(t, emptyBook(), sign(t, due(here, 1, 2), ownSignedList(), ownKey))
	forged := sign(t, head(there, thereKey.kid(), 1, 1), Succession{Next: thiefKey.Public(), Ends: now}, thereKey)
	forged.message.Signature[40] ^= 1
	var all []Statement
	for i := range MaxStatements / 2 {
		card := sign(t, head(there, thiefKey.kid(), int64(i+1), 1), Card{Name: fmt.Sprint("Hillside ", i), Key: thiefKey.Public()}, thiefKey)
		all = append(all, card, forged)
	}
	start := time.Now()
	o, err := b.Offer(bundleOf(t, all...), now)
	if took := time.Since(start); err != nil || took > 20*time.Second {
		t.Errorf("it took %v: %v", took, err)
	}
	if len(o.Cards) != MaxStatements/2 || o.Cards[0].Follows || !o.NothingNew() {
		t.Errorf("%d cards, %v", len(o.Cards), o.Cards[0])
	}
}
