package document

import (
	"crypto/x509"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"testing"
)

var peer = flag.String("peer", "", "a folder for what packaging/bench makes: the passport of BenchmarkSigned")

// forPeer writes a passport's words, fonts and keys where another program can make
// the same of them.
func forPeer(b *testing.B, o *office, in Passport) {
	b.Helper()
	if *peer == "" {
		return
	}
	words := english(b)
	var items []map[string]string
	for _, it := range in.Items {
		items = append(items, map[string]string{
			"title": it.title(words), "how": it.rests(words), "completed": words.ShortDate(it.Completed), "until": it.until(words), "version": it.Version,
		})
	}
	var outstanding []string
	for _, o := range in.Outstanding {
		outstanding = append(outstanding, o.Text)
	}
	data, err := json.Marshal(map[string]any{
		"title": words.T("paper.title"), "organisation": in.Organisation, "name": in.Name, "holder": heldAs(words, in.Holder), "text": in.Text,
		"facts": [][2]string{
			{words.T("paper.issued"), words.Moment(in.Issued)},
			{words.T("paper.trainer"), in.Trainer},
			{words.T("paper.session"), in.Session},
			{words.T("paper.device"), in.Device},
			{words.T("paper.passport-number"), grouped(in.Number)},
		},
		"scan": words.T("paper.scan"), "check": words.T("paper.scan.id"), "holds": words.T("paper.holds.text"), "heading": words.T("paper.items"),
		"items": items, "outstanding": outstanding, "foot": grouped(in.Number), "at": in.Issued, "certificates": o.seal.Certificates,
	})
	if err != nil {
		b.Fatal(err)
	}
	key, err := x509.MarshalPKCS8PrivateKey(o.device.private)
	if err != nil {
		b.Fatal(err)
	}
	for name, content := range map[string][]byte{
		"passport.json": data, "device.key.der": key,
		"regular.ttf": read(b, assetsDir+"/fonts/NotoSans-Regular.ttf"), "bold.ttf": read(b, assetsDir+"/fonts/NotoSans-Bold.ttf"),
	} {
		if err := os.WriteFile(filepath.Join(*peer, name), content, 0o600); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkSigned is a passport's file as it is handed out: drawn and signed.
func BenchmarkSigned(b *testing.B) { signed(b, func(*Passport) {}) }

// BenchmarkSignedFullest is the most that one passport holds.
func BenchmarkSignedFullest(b *testing.B) {
	signed(b, func(in *Passport) {
		most := crowded()
		in.Items, in.Text, in.Name, in.Organisation = most.Items, most.Text, most.Name, most.Organisation
	})
}

// BenchmarkSignedCarrying has five others travelling along.
func BenchmarkSignedCarrying(b *testing.B) {
	signed(b, func(in *Passport) { in.Carried = laden().Carried })
}

func signed(b *testing.B, with func(*Passport)) {
	p, words, o := press(b), english(b), newOffice(b, "a")
	in := o.passport(b, "Dr Zoë Ngũgĩ-Okafor")
	with(&in)
	forPeer(b, o, in)
	made := func() []byte {
		return must(b)(o.seal.Sealed(must(b)(p.Passport(in, words)), "en-GB"))
	}
	b.SetBytes(int64(len(made())))
	for b.Loop() {
		made()
	}
}

func BenchmarkPassport(b *testing.B) {
	p, words, in := press(b), english(b), ordinary()
	must(b)(p.Passport(in, words))
	for b.Loop() {
		must(b)(p.Passport(in, words))
	}
}

func BenchmarkPassportCrowded(b *testing.B) {
	p, words, in := press(b), english(b), crowded()
	must(b)(p.Passport(in, words))
	for b.Loop() {
		must(b)(p.Passport(in, words))
	}
}

func BenchmarkPassportRareLetters(b *testing.B) {
	p, words, in := press(b), english(b), ordinary()
	in.Name = "Γιώργος Παπαδόπουλος"
	for b.Loop() {
		must(b)(p.Passport(in, words))
	}
}

func BenchmarkFirstPassport(b *testing.B) {
	words, in := english(b), ordinary()
	for b.Loop() {
		must(b)(press(b).Passport(in, words))
	}
}

func BenchmarkReport(b *testing.B) {
	p, words, in := press(b), english(b), fullReport()
	must(b)(p.Report(in, words))
	for b.Loop() {
		must(b)(p.Report(in, words))
	}
}

func BenchmarkReceipt(b *testing.B) {
	p, words, in := press(b), english(b), receipt()
	must(b)(p.Receipt(in, words))
	for b.Loop() {
		must(b)(p.Receipt(in, words))
	}
}

// BenchmarkESRReturn reads a return file of the most rows.
func BenchmarkESRReturn(b *testing.B) {
	data := returned(ESRReturnRows)
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		if _, err := ReadESRReturn(data); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkQR(b *testing.B) {
	for b.Loop() {
		if _, err := QR(text(1000)); err != nil {
			b.Fatal(err)
		}
	}
}
