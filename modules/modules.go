// Package modules carries the content that ships with the program: the national
// set, the demonstration organisation's local pack, and the frameworks'
// catalogues. Pictures ship as PNG; the drawings they were made from stay in the
// repository. FORMAT.md says how a pack is written.
package modules

import (
	"embed"
	"io/fs"
)

//go:embed frameworks/*.toml
var frameworks embed.FS

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
