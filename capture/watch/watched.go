package watch

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/fsnotify/fsnotify"

	"segtap/capture/scan/gitignore"
)

// given is a path that somebody has given.
type given struct {
	path  string
	there bool   // when it was last looked at
	real  string // where it leads, if links lead elsewhere
}

// watched is what is watched, and what has happened there.
type watched struct {
	opt    Options
	system *fsnotify.Watcher
	given  []*given
	// dirs are the directories that the system watches. The rules are those of one that is
	// watched for all that is in it; of others, which are watched for a path that is
	// given, there are none.
	dirs    map[string]*gitignore.Rules
	changed map[string]bool
	problem error
	told    map[string]bool
}

func newWatched(system *fsnotify.Watcher, opt Options) watched {
	w := watched{
		opt: opt, system: system,
		dirs: make(map[string]*gitignore.Rules), changed: make(map[string]bool), told: make(map[string]bool),
	}
	for _, path := range opt.Paths {
		w.given = append(w.given, &given{path: filepath.Clean(path)})
	}
	return w
}

// aim watches what a path needs now: the nearest directory that is there, for the path to
// come or to go, where its links lead, and all that is in it when it is a directory.
func (w *watched) aim(g *given) {
	for {
		near := nearest(g.path)
		w.add(near, w.dirs[near])
		if near == nearest(g.path) { // it did not come meanwhile
			break
		}
	}
	g.real = ""
	info, err := os.Stat(g.path)
	if g.there = err == nil; !g.there {
		return
	}
	if real, err := filepath.EvalSymlinks(g.path); err == nil && real != g.path {
		g.real = real
		w.add(filepath.Dir(real), w.dirs[filepath.Dir(real)])
	}
	if !info.IsDir() {
		return
	}
	rules, err := gitignore.At(g.path, w.opt.Exclude)
	if rules == nil {
		w.trouble(err)
		return
	}
	w.tree(g.path, rules)
}

// nearest returns the nearest directory above a path that is there.
func nearest(path string) string {
	for dir := filepath.Dir(path); ; {
		info, err := os.Stat(dir)
		above := filepath.Dir(dir)
		if err == nil && info.IsDir() || above == dir {
			return dir
		}
		dir = above
	}
}

// add has the system watch a directory.
func (w *watched) add(dir string, rules *gitignore.Rules) {
	err := w.system.Add(dir)
	switch {
	case err == nil:
		w.dirs[dir] = rules
	case !errors.Is(err, fs.ErrNotExist):
		w.trouble(fmt.Errorf("%s is not watched: %w", dir, err))
	}
}

// tree watches a directory and those in it.
func (w *watched) tree(dir string, rules *gitignore.Rules) {
	w.add(dir, rules)
	entries, err := os.ReadDir(dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		w.trouble(err)
	}
	for _, e := range entries {
		if !e.IsDir() || rules.Ignored(e.Name(), true) {
			continue
		}
		// What is wrong with files of patterns is told by whoever scans.
		inner, _ := rules.Into(e.Name())
		w.tree(filepath.Join(dir, e.Name()), inner)
	}
}

// forget ends the watching of what is in a directory that has gone, or got other rules.
// A directory that was renamed would be watched under its old name.
func (w *watched) forget(dir string) {
	for watched := range w.dirs {
		if watched == dir || beneath(watched, dir) {
			_ = w.system.Remove(watched) // it may have gone by itself
			delete(w.dirs, watched)
		}
	}
}

// beneath says whether a path leads into a directory.
func beneath(path, dir string) bool {
	if dir == "." {
		return !filepath.IsAbs(path) && path != "." && path != ".." && !strings.HasPrefix(path, ".."+string(filepath.Separator))
	}
	rest, ok := strings.CutPrefix(path, strings.TrimSuffix(dir, string(filepath.Separator)))
	return ok && strings.HasPrefix(rest, string(filepath.Separator))
}

// happened takes note that something has happened to a path: it was written, or it has come
// or gone.
func (w *watched) happened(path string, moved bool) {
	_, wasDir := w.dirs[path]
	if moved {
		w.forget(path)
	}
	dir := filepath.Dir(path)
	if rules := w.dirs[dir]; rules != nil && path != dir {
		w.entry(path, rules, wasDir, moved)
	}
	for _, g := range w.given {
		about := path == g.path || path == g.real
		if !about && !beneath(g.path, path) && (g.real == "" || !beneath(g.real, path)) {
			continue
		}
		before := g.there
		if moved {
			w.aim(g)
		}
		// What is there may be another one than was there before.
		if moved && (before || g.there) || !moved && about && !wasDir {
			w.changed[g.path] = true
		}
	}
}

// entry takes note that something has happened to an entry of a directory that is watched
// for all that is in it. That a directory was written its own entries say.
func (w *watched) entry(path string, rules *gitignore.Rules, wasDir, moved bool) {
	info, err := os.Lstat(path)
	isDir := err == nil && info.IsDir()
	name := filepath.Base(path)
	switch {
	case name == gitignore.File:
		w.otherRules(filepath.Dir(path))
	case rules.Ignored(name, isDir || err != nil && wasDir):
	case isDir && moved:
		// What is wrong with files of patterns is told by whoever scans.
		inner, _ := rules.Into(name)
		w.tree(path, inner)
		w.changed[path] = true
	case wasDir && moved, !isDir && w.opt.Wanted(name):
		w.changed[path] = true
	}
}

// otherRules takes the rules of a directory anew.
func (w *watched) otherRules(dir string) {
	w.forget(dir)
	w.changed[dir] = true
	for _, g := range w.given {
		if g.path == dir || beneath(dir, g.path) {
			w.aim(g)
		}
	}
}
