package cli

import (
	"cmp"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/json"
	"encoding/pem"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"math/big"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"muster/assets"
	"muster/internal/config"
	"muster/internal/desk"
	"muster/internal/document"
	"muster/internal/fetch"
	"muster/internal/induction"
	"muster/internal/keystore"
	"muster/internal/pack"
	"muster/internal/phrase"
	"muster/internal/sqlite"
	"muster/modules"
)

var update = flag.Bool("update", false, "write what the verbs say into the scripts")

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"muster": func() { os.Exit(muster()) },
		"seed":   func() { os.Exit(told(seed(os.Args[1:]))) },
		"hold":   func() { os.Exit(told(hold(os.Args[1]))) },
	})
}

// TestVerbs runs the scripts: each verb as a process of its own, with the real
// store, keys, packs and PDF.
func TestVerbs(t *testing.T) {
	vectors, err := filepath.Abs("../passport/testdata/vectors")
	if err != nil {
		t.Fatal(err)
	}
	packs, err := filepath.Abs("../../modules")
	if err != nil {
		t.Fatal(err)
	}
	pdfs, err := filepath.Abs("../document/testdata/pdf")
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script", UpdateScripts: *update, RequireExplicitExec: true, RequireUniqueNames: true,
		Setup: func(e *testscript.Env) error {
			e.Setenv("MUSTER_DATA", filepath.Join(e.WorkDir, "data"))
			e.Setenv("MUSTER_SAVE", e.WorkDir)
			e.Setenv("VECTORS", vectors)
			e.Setenv("STATEMENTS", filepath.Join(filepath.Dir(filepath.Dir(filepath.Dir(vectors))), "trust", "testdata", "vectors"))
			e.Setenv("PDFS", pdfs)
			e.Setenv("MODULES", packs)
			e.Setenv(clockVariable, noon)
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"ends": ends, "vector": vector, "await": await, "make": makeFile, "grab": grab, "pki": pki},
	})
}

// ends runs a command and holds its exit code, and that no words are missing from
// what it said.
func ends(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: ends CODE COMMAND …")
	}
	got := 0
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		exit, ok := err.(interface{ ExitCode() int })
		if !ok {
			ts.Fatalf("%v", err)
		}
		got = exit.ExitCode()
	}
	if strconv.Itoa(got) != args[0] {
		ts.Fatalf("it ended with %d", got)
	}
}

// vector takes one published vector apart: passport.txt, trust.json and its clock.
func vector(ts *testscript.TestScript, _ bool, args []string) {
	var all []struct {
		Name, Text string
		Now        int64
		Trust      json.RawMessage
	}
	ts.Check(json.Unmarshal([]byte(ts.ReadFile(filepath.Join(ts.Getenv("VECTORS"), args[0]))), &all))
	for _, v := range all {
		if v.Name == args[1] {
			ts.Check(os.WriteFile(ts.MkAbs("passport.txt"), []byte(v.Text), 0o600))
			ts.Check(os.WriteFile(ts.MkAbs("trust.json"), v.Trust, 0o600))
			ts.Setenv("TEXT", v.Text)
			ts.Setenv(clockVariable, time.Unix(v.Now, 0).UTC().Format(time.RFC3339))
			return
		}
	}
	ts.Fatalf("there is no vector %s", args[1])
}

// grab keeps what a pattern's first group finds in a file, or in stdout, under a name.
func grab(ts *testscript.TestScript, _ bool, args []string) {
	found := regexp.MustCompile(args[1]).FindStringSubmatch(ts.ReadFile(args[2]))
	if len(found) != 2 {
		ts.Fatalf("%s is not in %s", args[1], args[2])
	}
	ts.Setenv(args[0], found[1])
}

// pki answers a certificate request as a trust's own authority would.
func pki(ts *testscript.TestScript, _ bool, args []string) {
	asked, err := x509.ParseCertificateRequest([]byte(ts.ReadFile(args[0])))
	ts.Check(err)
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	ts.Check(err)
	at := setNoon()
	root := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "Trust Root"}, NotBefore: at, NotAfter: at.AddDate(20, 0, 0),
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign,
	}
	leaf := *root
	leaf.SerialNumber, leaf.Subject, leaf.RawSubject = big.NewInt(2), asked.Subject, asked.RawSubject
	der, err := x509.CreateCertificate(rand.Reader, &leaf, root, asked.PublicKey, key)
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), 0o600))
}

func setNoon() time.Time {
	at, err := time.Parse(time.RFC3339, noon)
	if err != nil {
		panic(err)
	}
	return at
}

// await waits for a file that another process makes.
func await(ts *testscript.TestScript, _ bool, args []string) {
	for range 500 {
		if _, err := os.Stat(ts.MkAbs(args[0])); err == nil {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	ts.Fatalf("%s did not come", args[0])
}

// makeFile makes a file of so many MiB.
func makeFile(ts *testscript.TestScript, _ bool, args []string) {
	mib, err := strconv.Atoi(args[1])
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), make([]byte, mib<<20), 0o600))
}

func told(err error) int {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
}

// clockVariable sets the clock of the program under test.
const (
	clockVariable = "CLI_TEST_CLOCK"
	noon          = "2026-11-22T12:00:00Z"
)

type setClock struct{}

func (setClock) Now() time.Time {
	at, err := time.Parse(time.RFC3339, os.Getenv(clockVariable))
	if err != nil {
		panic(err)
	}
	return at
}

// muster is the program without its window, joined as the program joins it.
func muster() int {
	cfg, err := config.Load(config.Here(), os.Args[1:])
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return ExitUsage
	}
	b, err := newBench(cfg)
	if err != nil {
		return told(err)
	}
	return Main(b.env())
}

// bench is what the verbs stand on in a test.
type bench struct {
	cfg   *config.Config
	words *phrase.Printer
	press *document.Press
	desk  *desk.Desk // of the records opened last
}

func newBench(cfg *config.Config) (*bench, error) {
	book, err := phrase.Load(assets.FS())
	if err != nil {
		return nil, err
	}
	var fonts document.Fonts
	if fonts.Regular, err = assets.Font("NotoSans-Regular.ttf"); err != nil {
		return nil, err
	}
	if fonts.Bold, err = assets.Font("NotoSans-Bold.ttf"); err != nil {
		return nil, err
	}
	press, err := document.NewPress(fonts)
	return &bench{cfg: cfg, words: book.Printer(cfg.Language), press: press}, err
}

func (b *bench) env() Env {
	return Env{
		Args: b.cfg.Arguments, Config: b.cfg, Words: b.words, Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr, Getenv: os.Getenv,
		Version: Version{"1.2.3", "abcdef012345", "go1.26", "3.50.0"}, Clock: setClock{},
		Open: func(ctx context.Context) (*Records, error) {
			db, err := sqlite.Open(ctx, b.cfg.Data, sqlite.Options{})
			return b.records(db, err)
		},
		Look: func(ctx context.Context) (*Records, error) {
			db, err := sqlite.Peek(ctx, b.cfg.Data)
			return b.records(db, err)
		},
		Frameworks: func() (pack.Frameworks, error) { return pack.ReadFrameworks(modules.Frameworks()) },
		Catalog:    b.catalog, Examine: examined, Passport: b.passport, CSV: b.csv, Keys: b.keys,
		Receipt: b.receipt, ReceiptESR: b.receiptESR, ESRReturn: esrReturn,
		Fetch: func(ctx context.Context, address string) ([]byte, error) {
			return fetch.File(ctx, cmp.Or(address, b.cfg.Update), fetch.Options{CA: b.cfg.UpdateCA})
		},
		Fonts: func() error { return nil },
		Rehearse: func(_ context.Context, r Rehearsal) error {
			r.Tell("playing")
			return os.WriteFile(filepath.Join(r.Out, "played"), fmt.Appendf(nil, "%d by %d\n", r.Width, r.Height), 0o600)
		},
	}
}

func (b *bench) catalog(ods string) (*pack.Catalog, error) {
	known, err := pack.ReadFrameworks(modules.Frameworks())
	if err != nil {
		return nil, err
	}
	layers := []pack.Layer{{Name: "national", FS: modules.National(), Shipped: true}}
	if ods == induction.DemoODS {
		layers = append(layers, pack.Layer{Name: "demo", FS: modules.Demo(), Shipped: true})
	}
	for _, dir := range b.cfg.Packs {
		if local, err := pack.LocalLayers(dir); err == nil {
			layers = append(layers, local...)
		}
	}
	return pack.NewCatalog(pack.Options{Frameworks: known, Organisation: ods, Today: induction.DateOf(setClock{}.Now())}, layers...), nil
}

func (b *bench) vault() keystore.Vault {
	return keystore.Vault{Dir: filepath.Join(b.cfg.Data, "keys"), Params: cheap}
}

// cheap is the least that Argon2id takes: a test holds no secret.
var cheap = keystore.Params{Time: 1, MemoryKiB: 8, Threads: 1}

func (b *bench) records(db *sqlite.DB, err error) (*Records, error) {
	if err != nil {
		return nil, err
	}
	cat := &shelf{bench: b}
	cat.lay(induction.Organisation{})
	b.desk = desk.New(desk.Parts{
		Store: db, Catalog: cat, Clock: setClock{}, PINs: keystore.PINs{Params: cheap}, Vault: b.vault(),
		Cabinet: keystore.Cabinet{Params: cheap}, DemoKeys: b.vault().Dir,
		Press: b, Unshowable: b.press.Unshowable, NewID: rand.Text, Placed: cat.lay,
	})
	m, err := b.desk.Machine(context.Background())
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	cat.lay(m.Organisation)
	return &Records{Desk: b.desk, Close: db.Close, Backup: db.Backup}, nil
}

// shelf is the content of whichever organisation the machine has.
type shelf struct {
	*pack.Catalog
	bench *bench
}

func (s *shelf) lay(o induction.Organisation) {
	cat, err := s.bench.catalog(o.ODS)
	if err != nil {
		panic(err)
	}
	s.Catalog = cat
}

func (b *bench) keys(folder string) ([]Key, error) {
	org, dev, err := b.vault().Keys()
	var out []Key
	if folder != "" {
		org = nil
		there := keystore.OrganisationKeys{Dir: folder}
		all, err := there.List()
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
		for _, k := range all {
			out = append(out, Key{Kind: string(keystore.OrganisationKind), Issuer: k.Issuer, Created: k.Made.Unix(), Public: k.Key, Holders: k.Holders, File: there.Path(k.Key.Kid())})
		}
	}
	for _, f := range []*keystore.File{org, dev} {
		if f != nil {
			out = append(out, Key{Kind: string(f.Kind), Issuer: f.Issuer, Device: f.Device, Created: f.Created, Public: f.Public, Delegation: f.Delegation(), Holders: f.Holders(), File: b.vault().Path(f.Kind)})
		}
	}
	return out, err
}

// receipt is the least of one: who, and what is accepted.
func (b *bench) receipt(_ context.Context, r desk.Receipt) (pdf, csv []byte, err error) {
	out := document.Receipt{Organisation: r.Organisation.Name, ODS: r.Organisation.ODS, Name: r.Name, Holder: string(r.Number), Programme: r.Programme.Title, At: r.At, By: r.By}
	for _, it := range r.Items {
		out.Lines = append(out.Lines, document.ReceiptLine{Code: string(it.Code), Title: it.Subject, Ruling: document.Ruling(it.Ruling), Ground: document.Ground(it.Ground), Practical: it.Part == induction.PracticalPart})
	}
	if csv, err = document.ReceiptCSV(out, b.words); err != nil {
		return nil, nil, err
	}
	pdf, err = b.press.Receipt(out, b.words)
	return pdf, csv, err
}

func (b *bench) receiptESR(_ context.Context, r desk.Receipt) (ESR, error) {
	var rows []document.ESRRow
	for _, c := range r.Competences {
		rows = append(rows, document.ESRRow{Holder: string(r.Number), Name: r.Name, Code: string(c.Code), Competence: c.Name, Confirmed: c.Sure == pack.Stated, From: c.From.Start(), To: c.Until})
	}
	data, left, err := document.ESRFile(rows)
	out := ESR{Data: data, Rows: len(rows) - len(left)}
	for _, l := range left {
		out.Left = append(out.Left, l.Words(b.words))
	}
	return out, err
}

func esrReturn(data []byte) (ESRReturn, error) {
	r, err := document.ReadESRReturn(data)
	out := ESRReturn{Loaded: r.Loaded}
	for _, x := range r.Rejected {
		out.Rejected = append(out.Rejected, ESRRow(x))
	}
	for _, x := range r.Unknown {
		out.Unknown = append(out.Unknown, ESRRow(x))
	}
	return out, err
}

// passport is the file that was made at issue.
func (b *bench) passport(ctx context.Context, i induction.Issued) ([]byte, error) {
	return b.desk.PaperFile(ctx, i)
}

// Sealed is the least of paper: the codes, their texts attached, and the signature.
func (b *bench) Sealed(_ context.Context, p desk.Paper, s desk.Seal) ([]byte, error) {
	out := document.Passport{Text: p.Issued.Text, Number: p.Claims.ID.String(), Name: p.Claims.Name, Holder: p.Claims.Subject, Issued: p.Issued.At}
	for _, k := range p.Carried {
		out.Carried = append(out.Carried, document.Carried{
			Text: k.Text, Number: k.Claims.ID.String(), Name: k.Claims.Name, Holder: k.Claims.Subject, Organisation: k.Organisation, Issued: time.Unix(k.Claims.IssuedAt, 0),
		})
	}
	pdf, err := b.press.Passport(out, b.words)
	if err != nil {
		return nil, err
	}
	return document.Seal{Key: s.Key, Certificates: s.Certificates, At: s.At}.Sealed(pdf, b.words.Language())
}

// examined is what document finds in a file.
func examined(data []byte) ([]string, string, error) {
	e, err := document.Examine(data)
	return e.Texts, e.Broken, err
}

func (b *bench) csv(_ context.Context, r desk.Report) ([]byte, error) {
	out := document.Report{Programme: r.Programme.Title, Room: r.Session.Room, Opened: r.Session.Opened}
	for _, row := range r.Rows {
		who := document.Person{Name: row.Learner.Name, Number: string(row.Learner.Number)}
		out.Learners = append(out.Learners, document.Attendance{Person: who})
	}
	return document.ReportCSV(out, b.words)
}
