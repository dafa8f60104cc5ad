package pack

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
)

// OpenFolder opens a pack's folder. Nothing outside it can be reached, not through
// a symbolic link either.
func OpenFolder(dir string) (fs.FS, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fmt.Errorf("pack folder %s: %w", dir, err)
	}
	return root.FS(), nil
}

// LocalLayers finds the packs in a folder: the folder itself where it holds
// pack.toml, and otherwise each folder in it that does, by name.
func LocalLayers(dir string) ([]Layer, error) {
	if holdsPack(dir) {
		return openLayers(dir)
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, fmt.Errorf("pack folder %s: %w", dir, err)
	}
	var dirs []string
	for _, e := range entries {
		if sub := filepath.Join(dir, e.Name()); e.IsDir() && holdsPack(sub) {
			dirs = append(dirs, sub)
		}
	}
	slices.Sort(dirs)
	return openLayers(dirs...)
}

func holdsPack(dir string) bool {
	_, err := os.Stat(filepath.Join(dir, "pack.toml"))
	return err == nil
}

func openLayers(dirs ...string) ([]Layer, error) {
	var out []Layer
	var failed error
	for _, dir := range dirs {
		fsys, err := OpenFolder(dir)
		if err != nil {
			failed = errors.Join(failed, err)
			continue
		}
		out = append(out, Layer{Name: filepath.ToSlash(dir), FS: fsys})
	}
	return out, failed
}
