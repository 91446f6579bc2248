package regular

import (
	"io/fs"
	"os"
	"path/filepath"
)

// List returns the names of what is in a directory besides directories, sorted. ok is
// false where the file is none.
func (f File) List() (names []string, ok bool, err error) {
	stat, list, name := os.Stat, os.ReadDir, f.Path
	if f.Within != "" {
		if name, err = f.within(); err != nil {
			return nil, false, err
		}
		root, err := os.OpenRoot(f.Within)
		if err != nil {
			return nil, false, err
		}
		defer func() { _ = root.Close() }()
		stat = root.Stat
		list = func(name string) ([]os.DirEntry, error) { return fs.ReadDir(root.FS(), filepath.ToSlash(name)) }
	}
	info, err := stat(name)
	if err != nil || !info.IsDir() {
		return nil, false, nil // which opening it says
	}
	entries, err := list(name)
	for _, e := range entries {
		if !e.IsDir() {
			names = append(names, e.Name())
		}
	}
	return names, true, err
}
