package scan

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// root is a file or a directory that somebody has named.
type root struct {
	path string // clean
	real string // where it is, without links; the same as path where that is not known
	info fs.FileInfo
}

// rootsOf gives the paths that were named, each file and directory once. Read again are
// files alone: what has gone since it was told is left out, and no link is followed.
func rootsOf(paths []string, again bool) ([]root, error) {
	stat := os.Stat
	if again {
		stat = os.Lstat
	}
	var roots []root
	seen := make(map[string]bool)
	for _, path := range paths {
		path = filepath.Clean(path)
		info, err := stat(path)
		switch {
		case again && (errors.Is(err, fs.ErrNotExist) || err == nil && info.IsDir()):
			continue
		case err != nil:
			return nil, err
		}
		r := root{path, path, info}
		if !again {
			r.real = realPath(path)
		}
		if !seen[r.real] {
			seen[r.real] = true
			roots = append(roots, r)
		}
	}
	return roots, nil
}

func realPath(path string) string {
	real, err := filepath.EvalSymlinks(path)
	if err == nil {
		real, err = filepath.Abs(real)
	}
	if err != nil {
		return path
	}
	return real
}

// within gives what was named within directories that were named too, by the paths at which
// their walks come to it: they leave it out, since it is read as it was named.
func within(roots []root) map[string]bool {
	all := make(map[string]bool)
	for _, dir := range roots {
		for _, r := range roots {
			rel, err := filepath.Rel(dir.real, r.real)
			if dir.info.IsDir() && err == nil && rel != "." && filepath.IsLocal(rel) {
				all[filepath.Join(dir.path, rel)] = true
			}
		}
	}
	return all
}
