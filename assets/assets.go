// Package assets holds the files the program carries inside itself: fonts,
// icons, pictures and the words of the screens. It knows nothing of Fyne.
package assets

import (
	"embed"
	"fmt"
	"io/fs"
)

//go:embed fonts icons/*.png icons/LICENSE pictures/welcome.png words
var files embed.FS

// FS is the whole tree, read only.
func FS() fs.FS { return files }

// Words is the folder of languages, one <lang>.json each.
func Words() fs.FS { return sub("words") }

// Font returns one font file, such as "Inter-Regular.otf" (screens) or
// "NotoSans-Regular.ttf" (paper, which needs TrueType outlines).
func Font(name string) ([]byte, error) { return read("fonts", name) }

// Icon returns the mask of one icon by its name without the ending: a grey PNG,
// white where the icon is.
func Icon(name string) ([]byte, error) { return read("icons", name+".png") }

// Picture returns one picture by its file name, such as "welcome.png".
func Picture(name string) ([]byte, error) { return read("pictures", name) }

func read(folder, name string) ([]byte, error) {
	b, err := files.ReadFile(folder + "/" + name)
	if err != nil {
		return nil, fmt.Errorf("assets: there is no %s in %s: %w", name, folder, err)
	}
	return b, nil
}

func sub(folder string) fs.FS {
	s, err := fs.Sub(files, folder)
	if err != nil {
		panic(err) // the name is a constant of this file
	}
	return s
}
