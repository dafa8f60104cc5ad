package modules_test

import (
	"bytes"
	"io/fs"
	"os"
	"path"
	"testing"

	"muster/modules"
)

// TestAllShips holds what the program carries to what the folders hold: every file
// but the drawings, and no drawing.
func TestAllShips(t *testing.T) {
	for dir, carried := range map[string]fs.FS{"national": modules.National(), "demo": modules.Demo(), "frameworks": modules.Frameworks()} {
		err := fs.WalkDir(os.DirFS(dir), ".", func(file string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			got, missing := fs.ReadFile(carried, file)
			want, err := fs.ReadFile(os.DirFS(dir), file)
			switch drawing := path.Ext(file) == ".svg"; {
			case drawing && missing == nil:
				t.Errorf("%s/%s is a drawing and should not be carried", dir, file)
			case !drawing && missing != nil:
				t.Errorf("%s/%s is not carried: add its place to the directives in modules.go", dir, file)
			case !drawing && !bytes.Equal(got, want):
				t.Errorf("%s/%s is carried with other content", dir, file)
			}
			return err
		})
		if err != nil {
			t.Error(err)
		}
	}
}
