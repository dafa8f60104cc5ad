package rehearsal

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// Options says what to play and where.
type Options struct {
	Program string   // the program's own file
	Args    []string // its arguments besides
	Width   int      // of the virtual display, in pixels
	Height  int
	Folder  string // for the socket, the display's picture and the program's log
	Data    string // the program's data folder
	// Home is the folder of the account that the program runs for; "" is whoever plays.
	Home string
}

// Stage is a virtual display with the program on it.
type Stage struct {
	o                  Options
	display            string
	server             *exec.Cmd
	program            *exec.Cmd
	ended              chan error
	log                *os.File
	clicked            time.Time // when the mouse was last pressed, and where
	clickedX, clickedY float32
}

// ErrMissing says which tool of the rehearsal this machine lacks.
var ErrMissing = errors.New("a tool that the demonstration needs is not installed; run “make demo”, which installs it")

// utf8Locale lets letters beyond ASCII be typed where the machine has set no
// language at all; every Debian and Ubuntu has it.
const utf8Locale = "LC_ALL=C.UTF-8"

// patience is how long a rehearsal waits for anything to show.
const patience = 30 * time.Second

// Open starts the display and the program on it.
func Open(ctx context.Context, o Options) (*Stage, error) {
	for _, tool := range []string{"Xvfb", "xdotool"} {
		if _, err := exec.LookPath(tool); err != nil {
			return nil, fmt.Errorf("%w: %s", ErrMissing, tool)
		}
	}
	s := &Stage{o: o, ended: make(chan error, 1)}
	if err := s.raise(ctx); err != nil {
		return nil, err
	}
	if err := s.start(ctx); err != nil {
		s.Close()
		return nil, err
	}
	return s, nil
}

// raise starts Xvfb on a display number of its own choosing; its picture lies in a
// file, which is how screenshots are taken.
func (s *Stage) raise(ctx context.Context) error {
	r, w, err := os.Pipe()
	if err != nil {
		return err
	}
	defer r.Close()
	screen := fmt.Sprintf("%dx%dx24", s.o.Width, s.o.Height)
	s.server = exec.CommandContext(ctx, "Xvfb", "-displayfd", "3", "-screen", "0", screen, "-fbdir", s.o.Folder, "-dpi", "96", "-nolisten", "tcp", "-noreset")
	s.server.ExtraFiles = []*os.File{w}
	err = s.server.Start()
	w.Close()
	if err != nil {
		return fmt.Errorf("the virtual display did not start: %w", err)
	}
	line, err := bufio.NewReader(r).ReadString('\n')
	if err != nil {
		return errors.Join(fmt.Errorf("the virtual display did not start: %w", err), s.server.Wait())
	}
	s.display = ":" + strings.TrimSpace(line)
	return nil
}

func (s *Stage) socket() string { return filepath.Join(s.o.Folder, "scene") }

// start starts the program, waits until it answers and puts it before the audience.
func (s *Stage) start(ctx context.Context) error {
	if err := s.launch(ctx); err != nil {
		return err
	}
	if _, err := s.Await("a window", func(Scene) bool { return true }); err != nil {
		return err
	}
	return s.settle()
}

// launch starts the program.
func (s *Stage) launch(ctx context.Context) error {
	var err error
	if s.log, err = os.Create(filepath.Join(s.o.Folder, "program.log")); err != nil {
		return err
	}
	s.program = exec.CommandContext(ctx, s.o.Program, s.o.Args...)
	s.program.Env = append(append(os.Environ(), s.o.account()...), utf8Locale, "DISPLAY="+s.display, "WAYLAND_DISPLAY=", "FYNE_SCALE=1", Socket+"="+s.socket(), "LIBGL_ALWAYS_SOFTWARE=1")
	s.program.Stdout, s.program.Stderr = s.log, s.log
	if err := s.program.Start(); err != nil {
		return err
	}
	go func() { s.ended <- s.program.Wait() }()
	return nil
}

// account is the environment of an account of its own: what it chooses files from and
// keeps its settings in.
func (o Options) account() []string {
	if o.Home == "" {
		return nil
	}
	return []string{"HOME=" + o.Home, "XDG_CONFIG_HOME=" + o.Folder, "XDG_CACHE_HOME=" + o.Folder}
}

// settle puts the window over the whole display and gives it the keyboard: there is
// no window manager here to do it.
func (s *Stage) settle() error {
	out, err := s.xdotool("search", "--sync", "--onlyvisible", "--name", "^Muster$")
	if err != nil {
		return err
	}
	id := strings.Fields(out)[0]
	for _, args := range [][]string{
		{"windowmove", "--sync", id, "0", "0"},
		{"windowsize", id, strconv.Itoa(s.o.Width), strconv.Itoa(s.o.Height)},
		{"mousemove", strconv.Itoa(s.o.Width / 2), "4"},
		{"windowfocus", "--sync", id},
	} {
		if _, err := s.xdotool(args...); err != nil {
			return err
		}
	}
	time.Sleep(300 * time.Millisecond)
	return nil
}

func (s *Stage) xdotool(args ...string) (string, error) {
	c := exec.Command("xdotool", args...)
	c.Env = append(os.Environ(), "DISPLAY="+s.display, utf8Locale)
	out, err := c.CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("xdotool %s: %w: %s", args[0], err, out)
	}
	return string(out), nil
}

// Await looks until the scene is as wanted and nothing is going on.
func (s *Stage) Await(what string, ok func(Scene) bool) (Scene, error) {
	var last Scene
	var err error
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(25 * time.Millisecond) {
		select {
		case gone := <-s.ended:
			s.ended <- gone
			return last, fmt.Errorf("waiting for %s: the program ended: %v; see %s", what, gone, s.log.Name())
		default:
		}
		if last, err = Look(s.socket()); err == nil && !last.Busy && ok(last) {
			return last, nil
		}
	}
	return last, fmt.Errorf("waiting for %s: on the screen is %q (%s) %s", what, last.Page, last.Title, last.Notice)
}

// Close ends the program as its window's closing would, and the display.
func (s *Stage) Close() error {
	err := s.Quit()
	if s.server != nil && s.server.Process != nil {
		s.server.Process.Signal(syscall.SIGTERM)
		s.server.Wait()
	}
	if s.log != nil {
		s.log.Close()
	}
	return err
}

// Quit asks the program to end and waits for it.
func (s *Stage) Quit() error {
	if s.program == nil || s.program.Process == nil {
		return nil
	}
	s.program.Process.Signal(syscall.SIGTERM)
	select {
	case err := <-s.ended:
		s.ended <- err
		return err
	case <-time.After(10 * time.Second):
		return errors.Join(errors.New("the program did not end when asked"), s.program.Process.Kill())
	}
}

// Restart ends the program at once, as a power cut would, and starts it again.
func (s *Stage) Restart(ctx context.Context) error {
	s.program.Process.Kill()
	<-s.ended
	s.ended = make(chan error, 1)
	os.Remove(s.socket())
	return s.start(ctx)
}
