// Package modules carries the content that ships with the program: the national
// set, the demonstration organisation's local pack, and the frameworks'
// catalogues. Pictures ship as PNG; the drawings they were made from stay in the
// repository. FORMAT.md says how a pack is written.
package modules

import (
	"embed"
	"io/fs"
)

//go:embed national/pack.toml national/programmes/*.toml
//go:embed national/modules/*/module.toml national/modules/*/practical.md
//go:embed national/modules/*/pages/*.md national/modules/*/items/*.md national/modules/*/pictures/*.png
var national embed.FS

//go:embed demo/pack.toml demo/programmes/*.toml demo/checklists/*.md demo/checklists/pictures/*.png
var demo embed.FS

//go:embed frameworks/*.toml
var frameworks embed.FS

// National is the pack whose modules are the same everywhere.
func National() fs.FS { return sub(national, "national") }

// Demo is the local pack of the demonstration organisation, for a demonstration only.
func Demo() fs.FS { return sub(demo, "demo") }

// Frameworks holds one catalogue a file.
func Frameworks() fs.FS { return sub(frameworks, "frameworks") }

// sub cannot fail: the names are those of the directives above.
func sub(f embed.FS, dir string) fs.FS {
	s, err := fs.Sub(f, dir)
	if err != nil {
		panic(err)
	}
	return s
}
