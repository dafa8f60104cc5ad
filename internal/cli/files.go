package cli

import (
	"io"
	"os"
	"strings"

	"muster/internal/desk"
	"muster/internal/induction"
	"muster/internal/trust"
)

// signed reads a file that an organisation or a machine has signed, standard input, or
// the text of its code.
func (j *job) signed(name string) ([]byte, error) {
	if strings.HasPrefix(name, trust.TextPrefix) {
		return []byte(name), nil
	}
	return j.whole(name, trust.MaxBundle)
}

// whole reads a file or standard input of at most so many bytes.
func (j *job) whole(name string, most int64) ([]byte, error) {
	from := j.Stdin
	if name != "-" {
		f, err := os.Open(name)
		if err != nil {
			return nil, &trouble{code: "no-file", args: []any{name}, cause: err}
		}
		defer f.Close() // read only
		if info, err := f.Stat(); err == nil && info.IsDir() {
			return nil, &trouble{code: "folder", args: []any{name}}
		}
		from = f
	}
	data, err := io.ReadAll(io.LimitReader(from, most+1))
	switch {
	case err != nil:
		return nil, &trouble{code: "unreadable", args: []any{name}, cause: err}
	case int64(len(data)) > most:
		return nil, &trouble{code: "large", args: []any{name, most >> 20}}
	}
	return data, nil
}

// handOver leaves something signed in a new file and says where; for "-" it writes the
// text of its code, which a mail can carry.
func (j *job) handOver(a desk.Answer, out, said string) error {
	if out == "-" {
		if a.Text == "" {
			return &trouble{code: "no-text"}
		}
		return j.write([]byte(a.Text + "\n"))
	}
	return j.keep(a.Bytes, out, said)
}

// keep writes a new file and says where it is.
func (j *job) keep(data []byte, out, said string) error {
	name, err := saveNew(out, data)
	if err != nil {
		return &trouble{code: "unkept", args: []any{out, err}, cause: err}
	}
	j.say(said, name)
	return nil
}

// write puts bytes on standard output.
func (j *job) write(data []byte) error {
	if _, err := j.Stdout.Write(data); err != nil {
		return &trouble{code: "unkept", args: []any{"-", err}, cause: err}
	}
	return nil
}

// compared asks whether a fingerprint was compared by phone. One that was given on the
// command line, as it was read out, answers that by itself.
func (j *job) compared(shown, heard string) error {
	switch {
	case heard != "" && plainly(heard) == plainly(shown):
		return nil
	case heard != "":
		return &trouble{code: "other-fingerprint", args: []any{shown}}
	}
	return j.sure(hand{}, j.Words.T("cli.ask.compared"))
}

func plainly(fingerprint string) string {
	return strings.ToUpper(strings.Join(strings.Fields(fingerprint), ""))
}

// dayOf reads a day; nothing given is the zero day.
func dayOf(typed string) (induction.Date, error) {
	if typed == "" {
		return 0, nil
	}
	d, err := induction.ParseDate(typed)
	if err != nil {
		return 0, &trouble{code: "day", args: []any{typed}, cause: err}
	}
	return d, nil
}

// issuerOf reads an ODS code, with "ods:" before it or without.
func issuerOf(typed string) string {
	return induction.Organisation{ODS: strings.ToUpper(strings.TrimPrefix(strings.ToLower(typed), "ods:"))}.Issuer()
}

// kidOf reads a key's id as it is shown: 16 hexadecimal digits.
func kidOf(typed string) (k trust.Kid, err error) {
	if err = k.UnmarshalText([]byte(strings.ToLower(typed))); err != nil {
		err = &trouble{code: "kid", args: []any{typed}, cause: err}
	}
	return k, err
}
