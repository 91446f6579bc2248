package keeping

import (
	"cmp"
	"errors"
	"fmt"
	"hash/fnv"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/adrg/xdg"
	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"segtap/capture/regular"
	"segtap/ui/preferences"
)

const (
	maxFile  = 1 << 20 // bytes
	maxFiles = 200
	version  = 1
)

// File is what was chosen in a project directory, on disk.
type File struct {
	dir, path string
	mu        sync.Mutex
	failed    error
}

// content is what stands in the file.
type content struct {
	Version     int                     `json:"version"`
	Directory   string                  `json:"directory"`
	Preferences preferences.Preferences `json:"preferences"`
}

// Dir returns where the files are.
func Dir() string { return filepath.Join(xdg.StateHome, "segtap", "screens") }

// Of returns the file of a project directory.
func Of(dir string) *File {
	hash := fnv.New64a()
	_, _ = hash.Write([]byte(dir)) // never fails
	name := strings.Map(func(r rune) rune {
		if r < 0x80 && (r == '-' || r == '_' || r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z') {
			return r
		}
		return '_'
	}, filepath.Base(dir))
	name = name[:min(len(name), 40)]
	return &File{dir: dir, path: filepath.Join(Dir(), fmt.Sprintf("%s-%016x.json", name, hash.Sum64()))}
}

// named is the directory as it stands in the file: JSON has no bytes that are no UTF-8. The
// name of the file tells such directories apart.
func (f *File) named() string { return strings.ToValidUTF8(f.dir, "\ufffd") }

// Read returns what was chosen; nothing where there is no file. The error says why what
// stands in the file is not used.
func (f *File) Read() (preferences.Preferences, error) {
	text, err := regular.File{Path: f.path}.Read(maxFile)
	if errors.Is(err, fs.ErrNotExist) {
		return preferences.Preferences{}, nil
	}
	var c content
	if err == nil {
		err = json.Unmarshal(text, &c)
	}
	switch {
	case err != nil:
	case c.Version != version:
		err = fmt.Errorf("it is of version %d, and not %d", c.Version, version)
	case c.Directory != f.named():
		err = fmt.Errorf("it is of another directory: %q", c.Directory)
	default:
		return c.Preferences.Bounded(), nil
	}
	return preferences.Preferences{}, fmt.Errorf("what was chosen for the screen is not used: %s: %w; the next choice replaces it", f.path, err)
}

// Keep writes what was chosen. It may be called by several goroutines.
func (f *File) Keep(chosen preferences.Preferences) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.failed = f.write(chosen)
	return f.failed
}

// Failed returns why what was chosen last could not be written; nil when it was.
func (f *File) Failed() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.failed
}

func (f *File) write(chosen preferences.Preferences) error {
	text, err := json.Marshal(content{version, f.named(), chosen.Bounded()}, jsontext.Multiline(true), jsontext.AllowInvalidUTF8(true), json.Deterministic(true))
	if err != nil {
		return err
	}
	if err := os.MkdirAll(Dir(), 0o700); err != nil {
		return err
	}
	if _, err := os.Stat(f.path); errors.Is(err, fs.ErrNotExist) {
		dropOldest(Dir(), maxFiles-1)
	}
	return regular.Replace(f.path, append(text, '\n'), 0o600)
}

// dropOldest removes the files that were not written for longest, so that keep are left.
// What cannot be removed stays.
func dropOldest(dir string, keep int) {
	entries, _ := os.ReadDir(dir) // no pattern: a directory may have a name that looks like one
	type file struct {
		path    string
		written time.Time
	}
	var files []file
	for _, e := range entries {
		own, _ := filepath.Match("*-????????????????.json", e.Name()) // the pattern is a good one
		if info, err := e.Info(); own && err == nil && info.Mode().IsRegular() {
			files = append(files, file{filepath.Join(dir, e.Name()), info.ModTime()})
		}
	}
	slices.SortFunc(files, func(a, b file) int { return cmp.Or(a.written.Compare(b.written), cmp.Compare(a.path, b.path)) })
	for _, old := range files[:max(len(files)-keep, 0)] {
		_ = os.Remove(old.path)
	}
}
