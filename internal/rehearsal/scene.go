// Package rehearsal plays an induction day through the real window from outside
// the process: by keyboard and mouse on a virtual display, as a person would. The
// window tells it through a socket what is on the screen and where, and nothing
// else; it can do nothing that a hand could not.
package rehearsal

import (
	"encoding/json"
	"errors"
	"net"
	"os"
	"time"
)

// Socket names the environment variable with the path of the socket on which the
// window answers. Where it is not set, nobody listens.
const Socket = "MUSTER_SCENE"

// Scene is what is on the screen.
type Scene struct {
	Page    string         `json:"page"` // the page's short name
	Title   string         `json:"title"`
	Notice  string         `json:"notice"` // the message over the page, "" for none
	Busy    bool           `json:"busy"`   // work is going on: press nothing yet
	Card    bool           `json:"card"`   // a card covers the page; the targets are its own
	Words   []string       `json:"words"`  // the texts on the page, or on the card
	Targets []Target       `json:"targets"`
	Facts   map[string]any `json:"facts,omitempty"` // what the page tells besides
}

// Target is something that can be pressed or typed into, in pixels of the screen.
type Target struct {
	Label    string  `json:"label"`
	X        float32 `json:"x"`
	Y        float32 `json:"y"`
	W        float32 `json:"w"`
	H        float32 `json:"h"`
	Focused  bool    `json:"focused"`
	Disabled bool    `json:"disabled"`
	Entry    bool    `json:"entry"`
	Hidden   bool    `json:"hidden"` // scrolled out of view
	Typed    string  `json:"typed"`  // what stands in a field that is no secret
}

// Serve answers each connection to the socket with the scene as it is then, until
// the function it returns is called.
func Serve(path string, scene func() Scene) (stop func()) {
	l, err := net.Listen("unix", path)
	if err != nil {
		return func() {}
	}
	go func() {
		for {
			c, err := l.Accept()
			if errors.Is(err, net.ErrClosed) {
				return
			}
			if err != nil {
				continue
			}
			c.SetDeadline(time.Now().Add(5 * time.Second))
			json.NewEncoder(c).Encode(scene()) // a caller that has gone needs no answer
			c.Close()
		}
	}()
	return func() { l.Close(); os.Remove(path) }
}

// Look asks a window for its scene.
func Look(path string) (Scene, error) {
	var s Scene
	c, err := net.DialTimeout("unix", path, time.Second)
	if err != nil {
		return s, err
	}
	defer c.Close()
	c.SetDeadline(time.Now().Add(5 * time.Second))
	return s, json.NewDecoder(c).Decode(&s)
}
