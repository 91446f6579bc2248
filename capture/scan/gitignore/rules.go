package gitignore

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"segtap/capture/regular"
)

// File is the name of the files with patterns.
const File = ".gitignore"

// repository is the name of what makes a directory the root of a repository.
const repository = ".git"

// How many bytes of a file with patterns are read, and of one that names a directory.
const (
	most     = 4 << 20
	mostPath = 64 << 10
)

// Rules are those for the entries of one directory. They are not changed once they are
// made.
type Rules struct {
	dir     string // on disk
	path    string // from the directory of the outermost list, with a slash at its end
	lists   *list  // the one that decides first
	exclude []pattern
	below   string // from the directory that exclude counts from, with a slash at its end
}

// list are the patterns of one file.
type list struct {
	patterns []pattern
	skip     int   // how much of a path stands above the directory of the file
	next     *list // the one to ask when none of these fits
}

// At returns the rules for the entries of a directory. Where git ignores the directory
// itself, those above it do not count: somebody has named it. What exclude says, in the
// way of a .gitignore file in that directory, goes before all others. The error says which
// file with patterns cannot be read; the rules hold without it.
func At(dir string, exclude []string) (*Rules, error) {
	whole, err := filepath.Abs(dir)
	if err == nil {
		whole, err = filepath.EvalSymlinks(whole) // as git sees it
	}
	if err != nil {
		return nil, err
	}
	rules, err := named(whole)
	rules.exclude = parse([]byte(strings.Join(exclude, "\n")))
	return rules, err
}

// named returns the rules for the entries of a directory that somebody has named.
func named(dir string) (*Rules, error) {
	root, names := above(dir)
	rules, errs := start(root)
	for _, name := range names {
		if rules.Ignored(name, true) {
			return start(dir)
		}
		var err error
		rules, err = rules.into(name)
		errs = errors.Join(errs, err)
	}
	return rules, errs
}

// above returns the root of the repository that a directory is in, and the names that
// lead from there to it; where there is none, the directory.
func above(dir string) (root string, names []string) {
	for root = dir; ; {
		if isRoot(root) {
			return root, names
		}
		parent := filepath.Dir(root)
		if parent == root {
			return dir, nil
		}
		names = append([]string{filepath.Base(root)}, names...)
		root = parent
	}
}

// isRoot says whether a directory is the root of a repository.
func isRoot(dir string) bool {
	path := filepath.Join(dir, repository)
	info, err := os.Stat(path)
	if err != nil {
		return false
	}
	if info.IsDir() {
		_, err = os.Lstat(filepath.Join(path, "HEAD"))
		return err == nil
	}
	_, ok := elsewhere(dir)
	return ok
}

// start returns the rules in a directory that none above it count for.
func start(root string) (*Rules, error) {
	lists, errExclude := read(excludes(root), 0, nil)
	lists, err := own(root, 0, lists)
	return &Rules{dir: root, lists: lists}, errors.Join(errExclude, err)
}

// Into returns the rules in a directory that is an entry of this one.
func (r *Rules) Into(name string) (*Rules, error) {
	inner, err := r.into(name)
	if len(r.exclude) > 0 {
		inner.exclude, inner.below = r.exclude, r.below+name+"/"
	}
	return inner, err
}

func (r *Rules) into(name string) (*Rules, error) {
	dir := filepath.Join(r.dir, name)
	if isRoot(dir) {
		return start(dir)
	}
	path := r.path + name + "/"
	lists, err := own(dir, len(path), r.lists)
	return &Rules{dir: dir, path: path, lists: lists}, err
}

// Ignored says whether an entry of the directory is ignored; .git is.
func (r *Rules) Ignored(name string, isDir bool) bool {
	if name == repository {
		return true
	}
	if len(r.exclude) > 0 {
		if decided, ignored := decide(r.exclude, name, r.below+name, isDir); decided {
			return ignored
		}
	}
	if r.lists == nil {
		return false
	}
	path := r.path + name
	for l := r.lists; l != nil; l = l.next {
		if decided, ignored := decide(l.patterns, name, path[l.skip:], isDir); decided {
			return ignored
		}
	}
	return false
}

// decide has the last pattern decide that fits an entry.
func decide(patterns []pattern, name, path string, isDir bool) (decided, ignored bool) {
	for i := len(patterns) - 1; i >= 0; i-- {
		if p := &patterns[i]; p.fits(name, path, isDir) {
			return true, !p.negated
		}
	}
	return false, false
}

// read returns the patterns of a file before those that are asked next. A file that is
// not there has none.
func read(path string, skip int, next *list) (*list, error) {
	text, err := regular.File{Path: path}.Read(most)
	if err != nil {
		if errors.Is(err, fs.ErrNotExist) || errors.Is(err, regular.ErrNotRegular) {
			err = nil
		}
		return next, err
	}
	if patterns := parse(text); len(patterns) > 0 {
		return &list{patterns, skip, next}, nil
	}
	return next, nil
}

// own returns the patterns of the .gitignore file of a directory, as read does.
func own(dir string, skip int, next *list) (*list, error) {
	path := filepath.Join(dir, File)
	if info, err := os.Lstat(path); err != nil || !info.Mode().IsRegular() {
		return next, nil //nolint:nilerr // there is none, or what is no file that git reads
	}
	return read(path, skip, next)
}

// excludes returns where the repository of a root has its own patterns. A worktree and a
// submodule name its directory in a file .git, and that of a worktree names the one that
// it shares with others.
func excludes(root string) string {
	dir := filepath.Join(root, repository)
	if named, ok := elsewhere(root); ok {
		dir = named
	}
	if text, err := (regular.File{Path: filepath.Join(dir, "commondir")}).Read(mostPath); err == nil {
		dir = from(dir, strings.TrimSpace(string(text)))
	}
	return filepath.Join(dir, "info", "exclude")
}

// elsewhere returns the directory of a repository of which .git at its root is a file.
func elsewhere(root string) (dir string, ok bool) {
	text, err := regular.File{Path: filepath.Join(root, repository)}.Read(mostPath)
	if err != nil {
		return "", false
	}
	named, ok := strings.CutPrefix(strings.TrimSpace(string(text)), "gitdir: ")
	return from(root, named), ok
}

// from returns a path that is written relative to a directory.
func from(dir, path string) string {
	if filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(dir, path)
}
