package rehearsal

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// hospital is an organisation of the play, with its administrator's machine and one
// kiosk. All of it is invented.
type hospital struct {
	short, ods, name       string
	administrator, opens   string // and the passphrase that opens the organisation's key
	device                 string // the kiosk
	trainer, number        string // its first trainer, who is an assessor, and their GMC number
	passphrase, pin        string
	office, kiosk          machine
	card, fingerprint      string // the organisation's key file, and how it is read out
	lists                  string // what it has signed for others
	request, answer, asked string // the kiosk's, as files, and the fingerprint of its key
}

// machine is one computer of the play: its data folder, and the stick in it, which is
// all that its account sees.
type machine struct{ dir string }

func (m machine) data() string  { return filepath.Join(m.dir, "data") }
func (m machine) stick() string { return filepath.Join(m.dir, "stick") }

// file is a file's path on the stick.
func (m machine) file(name string) string { return filepath.Join(m.stick(), name) }

// found gives a hospital its two machines.
func (h hospital) found(dir string) (hospital, error) {
	h.office, h.kiosk = machine{filepath.Join(dir, h.short+"-office")}, machine{filepath.Join(dir, h.short+"-kiosk")}
	return h, errors.Join(os.MkdirAll(h.office.stick(), 0o700), os.MkdirAll(h.kiosk.stick(), 0o700))
}

// give puts a file onto a machine's stick, alone, and gives its path there.
func (m machine) give(path string) (string, error) {
	there, err := m.visible()
	if err != nil {
		return "", err
	}
	to := m.file(filepath.Base(path))
	b, err := os.ReadFile(path)
	if err != nil {
		return "", err
	}
	for _, old := range there {
		if err := os.Remove(old); err != nil {
			return "", err
		}
	}
	return to, os.WriteFile(to, b, 0o600)
}

// visible lists the files on a machine's stick.
func (m machine) visible() ([]string, error) {
	all, err := filepath.Glob(m.file("*"))
	return slices.DeleteFunc(all, func(p string) bool { return strings.HasPrefix(filepath.Base(p), ".") }), err
}

// hands is a command line at a machine.
type hands struct {
	ctx     context.Context
	program string
	at      machine
	secrets []string // what is asked, in its order
}

// does runs a verb at a machine, with its secrets in a file, as people who automate do.
func (h hands) does(args ...string) (string, error) {
	args = append([]string{"--data", h.at.data()}, args...)
	if len(h.secrets) > 0 {
		file := filepath.Join(h.at.dir, "secrets")
		if err := os.WriteFile(file, []byte(strings.Join(h.secrets, "\n")+"\n"), 0o600); err != nil {
			return "", err
		}
		defer os.Remove(file)
		args = append(args, "--passphrase-file", file)
	}
	c := exec.CommandContext(h.ctx, h.program, args...)
	c.Env = append(os.Environ(), "HOME="+h.at.stick(), "XDG_CONFIG_HOME="+h.at.dir)
	out, err := c.CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("muster %s: %w: %s", strings.Join(args[2:], " "), err, out)
	}
	return string(out), nil
}

// fingerprints are eight groups of four.
var fingerprints = regexp.MustCompile(`(?:[A-Z2-7]{4} ){7}[A-Z2-7]{4}`)

// heard is the fingerprint that a verb shows, as somebody reads it out on the phone.
func heard(said string) (string, error) {
	if f := fingerprints.FindString(said); f != "" {
		return f, nil
	}
	return "", fmt.Errorf("no fingerprint in %q", said)
}

// opened is the command line of an administrator, trained the one of a kiosk's trainer.
func (l *life) opened(h *hospital) hands { return hands{l.ctx, l.Program, h.office, []string{h.opens}} }

func (l *life) trained(h *hospital) hands {
	return hands{l.ctx, l.Program, h.kiosk, []string{h.passphrase}}
}

// founds makes a hospital's organisation by verbs.
func (l *life) founds(h *hospital) error {
	said, err := l.opened(h).does("setup", "administrator", "--ods", h.ods, "--organisation", h.name, "--name", h.administrator, "--keys", filepath.Join(h.office.dir, "keys"))
	if err != nil {
		return err
	}
	anybody := hands{l.ctx, l.Program, h.office, nil}
	h.card, h.lists = h.office.file("key.muster"), h.office.file("lists.muster")
	if _, err := anybody.does("org", "card", "--out", h.card); err != nil {
		return err
	}
	if _, err := anybody.does("trust", "export", "--for", "others", "--out", h.lists); err != nil {
		return err
	}
	h.fingerprint, err = heard(said)
	return err
}

// trusts accepts another organisation's passports, once its fingerprint was compared,
// and takes its lists in.
func (l *life) trusts(h, other *hospital) error {
	_, err := l.opened(h).does("trust", "add", "--fingerprint", other.fingerprint, "--why", "Our doctors rotate between us", other.card)
	if err == nil {
		_, err = l.opened(h).does("trust", "import", "--yes", other.lists)
	}
	return err
}

// asks sets a hospital's kiosk up by verbs; enrols answers it, and the kiosk takes the
// answer with the organisation's lists.
func (l *life) asks(h *hospital) error {
	h.request = h.kiosk.file("request.muster")
	kiosk := l.trained(h)
	kiosk.secrets = append(kiosk.secrets, h.pin)
	said, err := kiosk.does("setup", "kiosk", "--ods", h.ods, "--organisation", h.name, "--device", h.device,
		"--name", h.trainer, "--trainer", "gmc:"+h.number, "--assessor", "--out", h.request)
	if err != nil {
		return err
	}
	h.asked, err = heard(said)
	return err
}

func (l *life) enrols(h *hospital) error {
	h.answer = h.office.file("answer.muster")
	if _, err := l.opened(h).does("device", "enrol", "--fingerprint", h.asked, "--out", h.answer, h.request); err != nil {
		return err
	}
	_, err := l.trained(h).does("device", "take", "--fingerprint", h.fingerprint, h.answer)
	return err
}

// requires signs what a role must hold at a hospital.
func (l *life) requires(h *hospital, programme string) error {
	file := h.office.file("resident-doctor-acute.toml")
	if err := os.WriteFile(file, []byte(programme), 0o600); err != nil {
		return err
	}
	_, err := l.opened(h).does("requirements", "set", "--why", "What our wards ask for", file)
	return err
}
