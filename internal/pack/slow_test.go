package pack_test

import (
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"muster/internal/pack"
)

// TestCostlyFiles gives the largest file that is let in, made of what makes parsers
// slow.
func TestCostlyFiles(t *testing.T) {
	for _, seed := range []string{"[", "![", "*a **a ", "`a", "> ", "- ", "<", "[a](", "a\\*", "_a__", "1. ", "\n>", "|", "[a]: b\n", "    ", "* * ", "&amp"} {
		body := ""
		for _, unit := range []string{strings.Repeat(seed, 1500/len(seed)), seed} {
			body += strings.Repeat(unit+"\n", 31<<10/(len(unit)+1))
		}
		p := load(t, "small")
		p[itemsAt] = &fstest.MapFile{Data: []byte("## a\n\n" + body)}
		began := time.Now()
		pack.Read(p, "")
		took := time.Since(began)
		t.Logf("%q: %v", seed, took)
		if took > 2*time.Second {
			t.Errorf("%q took %v", seed, took)
		}
	}
}
