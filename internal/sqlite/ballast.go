package sqlite

import (
	"errors"
	"os"
	"path/filepath"
)

const (
	ballastFile = "ballast"
	ballastSize = 2 << 20
	// ballastRoom is how much must be free beside the ballast before it is made,
	// so that making it never takes the last of a disk.
	ballastRoom = 4 << 20
)

// ballast is room kept on the disk for the answers of a day on which it fills up.
type ballast struct {
	path     string
	onlyLook bool // it is another copy's of the program to take and to give up
}

func newBallast(dir string) ballast { return ballast{path: filepath.Join(dir, ballastFile)} }

// held reports whether the room is still kept.
func (b ballast) held() bool {
	info, err := os.Stat(b.path)
	return err == nil && info.Size() == ballastSize
}

// release gives the room up; false where there was none.
func (b ballast) release() bool { return !b.onlyLook && os.Remove(b.path) == nil }

// make takes the room if there is enough of it. A disk without is no error: held
// says so and the next open tries again.
func (b ballast) make() {
	if b.onlyLook || b.held() {
		return
	}
	tmp := b.path + ".new"
	err := writeSynced(tmp, random(ballastSize+ballastRoom)) // random: a disk may compress
	err = errors.Join(err, os.Truncate(tmp, ballastSize))
	if err != nil || os.Rename(tmp, b.path) != nil {
		_ = os.Remove(tmp)
	}
}
