package rehearsal

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
)

// demonstration is what “make demo” leaves, played once for all tests of it.
var demonstration = sync.OnceValues(func() (string, error) {
	out := filepath.Join(filepath.Dir(program), "out")
	said, err := exec.Command(program, "demo", "--out", out).CombinedOutput()
	if err != nil {
		return string(said), err
	}
	return out, nil
})

// played is the folder of its results.
func played(t *testing.T) string {
	t.Helper()
	out, err := demonstration()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return out
}

// TestLifeOfAPassport holds what the life of a passport leaves against tools that know
// nothing of Muster, and against a fourth organisation.
func TestLifeOfAPassport(t *testing.T) {
	long(t)
	out := played(t)
	for name, holds := range map[string]func(*testing.T, string){
		"screens": lifeIsDrawn, "signatures": signaturesAreValid, "carried along": carriesAlong, "papers": papersSayAll,
		"receipts": receiptsSayWhy, "verdicts": verdictsTurn, "a fourth organisation": fourthHears,
	} {
		t.Run(name, func(t *testing.T) { holds(t, out) })
	}
}

func lifeIsDrawn(t *testing.T, out string) {
	all := strings.Join(value(filepath.Glob(filepath.Join(out, "screens", "*.png")))(t), "\n")
	for _, part := range []string{
		"northbridge-office-names-itself", "northbridge-office-makes-its-key", "northbridge-office-has-its-key", "northbridge-kiosk-asks", "northbridge-office-compares", "northbridge-office-answers",
		"northbridge-kiosk-compares", "northbridge-kiosk-enrolled", "southmere-recognises", "southmere-day-is-shorter", "southmere-looks-closer", "southmere-evidence-seen", "southmere-waiver", "southmere-receipt",
		"westvale-merges-both", "westvale-starts-here", "westvale-awaits", "westvale-knows-the-name", "northbridge-office-withdrawn", "southmere-sees-what-would-change", "westvale-check-desk-after",
	} {
		if !strings.Contains(all, part) {
			t.Errorf("no screen %s", part)
		}
	}
}

// signaturesAreValid asks poppler anew, rather than believe what the play has left.
func signaturesAreValid(t *testing.T, out string) {
	left := string(value(os.ReadFile(filepath.Join(out, "pdfsig.txt")))(t))
	for file, signer := range map[string][]string{northPassport: {"library-kiosk", "O=Northbridge NHS Trust"}, southPassport: {"simulation-suite", "O=Southmere Teaching Hospitals"}} {
		said := tool(t, "pdfsig", filepath.Join(out, file))
		contains(t, said, append(signer, "Signature is Valid", "Total document signed", "ETSI.CAdES.detached")...)
		contains(t, left, signer...)
	}
}

// attachments are the passports' texts inside a PDF, as poppler finds them.
func attachments(t *testing.T, pdf string) []string {
	t.Helper()
	dir := scratch(t)
	tool(t, "pdfdetach", "-saveall", "-o", dir, pdf)
	var out []string
	for _, path := range value(filepath.Glob(filepath.Join(dir, "*.muster")))(t) {
		out = append(out, strings.TrimSpace(string(value(os.ReadFile(path))(t))))
	}
	slices.Sort(out)
	return out
}

// codes are the texts in the square codes of every page of a PDF, as zbar reads them.
func codes(t *testing.T, pdf string) []string {
	t.Helper()
	page := filepath.Join(scratch(t), "page")
	tool(t, "pdftoppm", "-png", "-r", "150", pdf, page)
	var out []string
	for _, picture := range value(filepath.Glob(page + "*.png"))(t) {
		out = append(out, strings.Split(strings.TrimSpace(tool(t, "zbarimg", "--quiet", "--raw", picture)), "\n")...)
	}
	slices.Sort(out)
	return out
}

func carriesAlong(t *testing.T, out string) {
	first, second := attachments(t, filepath.Join(out, northPassport)), attachments(t, filepath.Join(out, southPassport))
	if len(first) != 1 || len(second) != 2 || !slices.Contains(second, first[0]) {
		t.Fatalf("Northbridge's file holds %d passports, Southmere's %d, with Northbridge's among them %v", len(first), len(second), slices.Contains(second, first[0]))
	}
	for file, attached := range map[string][]string{northPassport: first, southPassport: second} {
		if seen := codes(t, filepath.Join(out, file)); !slices.Equal(seen, attached) {
			t.Errorf("%s: the printed codes say %q and the attachments %q", file, seen, attached)
		}
	}
}

func papersSayAll(t *testing.T, out string) {
	north := tool(t, "pdftotext", "-layout", filepath.Join(out, northPassport), "-")
	contains(t, north, learnerName, "7012345", "Northbridge NHS Trust", "XNB", "Fire Safety", "Hannah Osei")
	south := tool(t, "pdftotext", "-layout", filepath.Join(out, southPassport), "-")
	contains(t, south, learnerName, "Southmere Teaching Hospitals", "Resuscitation", "Ruth Abara", "Northbridge NHS Trust", "Fire Safety", "Hannah Osei")
	for _, never := range []string{"DEMONSTRATION", "Northern Deanery", "laboratory"} { // evidence and waivers count at Southmere alone
		if strings.Contains(north+south, never) {
			t.Errorf("%q is on a passport", never)
		}
	}
}

func receiptsSayWhy(t *testing.T, out string) {
	paper := tool(t, "pdftotext", "-layout", filepath.Join(out, "receipt.pdf"), "-")
	contains(t, paper, learnerName, "Southmere Teaching Hospitals", "Northbridge NHS Trust", "Northern Deanery", "ND-20417", "laboratory", "Ruth Abara")
	rows := string(value(os.ReadFile(filepath.Join(out, "receipt.csv")))(t))
	contains(t, rows, "fire.1", "accepted,passport,Northbridge NHS Trust,XNB", "accepted,evidence:certificate,Northern Deanery", "accepted,waiver", "accepted,here")
	contains(t, string(value(os.ReadFile(filepath.Join(out, "receipt-esr.csv")))(t)), "7012345", "NHS|CSTF|Fire Safety - 2 Years|", "Northbridge NHS Trust")
	west := string(value(os.ReadFile(filepath.Join(out, "receipt-westvale.csv")))(t))
	contains(t, west, "Lena Fox, medical staffing", "Northbridge NHS Trust,XNB", "Southmere Teaching Hospitals,XSM", "local-check")
}

// verdictsTurn holds the verdicts before and after: the withdrawal alone changes
// nothing, the update file everything.
func verdictsTurn(t *testing.T, out string) {
	type verdict struct {
		Band, Status string
		Reasons      []string
		Claims       struct{ Issuer, Name string }
	}
	for _, who := range []string{"southmere", "westvale"} {
		read := func(when string) (v verdict) {
			must(t, json.Unmarshal(value(os.ReadFile(filepath.Join(out, "verdict-"+who+"-"+when+".json")))(t), &v))
			if v.Claims.Issuer != "ods:XNB" || v.Claims.Name != learnerName {
				t.Errorf("%s, %s: %+v", who, when, v.Claims)
			}
			return v
		}
		before, withdrawn, updated := read("before"), read("withdrawn"), read("updated")
		if before.Band == "refuse" || withdrawn.Band != before.Band || withdrawn.Status != before.Status {
			t.Errorf("%s: %+v before, %+v when it was withdrawn elsewhere", who, before, withdrawn)
		}
		if updated.Band != "refuse" || updated.Status != revoked || !slices.Equal(updated.Reasons, []string{revoked}) {
			t.Errorf("%s: %+v after the update", who, updated)
		}
	}
}

// fourthHears founds an organisation that hears of it all for the first time: it
// trusts both by their files, and refuses what Northbridge has withdrawn.
func fourthHears(t *testing.T, out string) {
	h := value(hospital{short: "fourth", ods: "XFO", name: "Fourth Hospital", administrator: "Ana Fourth", opens: "a fourth organisation's words"}.found(scratch(t)))(t)
	l := &life{Show: Show{Options: Options{Program: program}}, ctx: t.Context()}
	must(t, l.founds(&h))
	at := func(exit int, args ...string) string {
		t.Helper()
		c := exec.Command(program, append([]string{"--data", h.office.data()}, args...)...)
		said, _ := c.Output() // the exit code is held below
		if got := c.ProcessState.ExitCode(); got != exit {
			t.Fatalf("%v: exit %d, not %d: %s", args, got, exit, said)
		}
		return string(said)
	}
	north := filepath.Join(out, northPassport)
	contains(t, at(1, "check", "--json", north), `"status": "issuer-unknown"`)
	key := filepath.Join(out, northKey)
	_, err := l.opened(&h).does("trust", "add", "--why", "heard of", "--fingerprint", "AAAA", key)
	if err == nil {
		t.Fatal("a key was trusted under a fingerprint that is not its own")
	}
	north4 := hospital{card: key, lists: filepath.Join(out, northUpdate), fingerprint: value(heard(err.Error()))(t)}
	must(t, l.trusts(&h, &north4))
	contains(t, at(2, "check", "--json", north), `"status": "revoked"`)
}
