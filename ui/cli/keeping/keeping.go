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
	"segtap/mapping/jsondoc"
	"segtap/ui/cli/console"
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

// Read returns what was chosen; nothing where there is no file. The error says where and why
// what stands in the file is not used, and the way out.
func (f *File) Read() (preferences.Preferences, error) {
	text, err := regular.File{Path: f.path}.Read(maxFile)
	if errors.Is(err, fs.ErrNotExist) {
		return preferences.Preferences{}, nil
	}
	if err != nil {
		return preferences.Preferences{}, f.unused(strings.TrimPrefix(err.Error(), f.path+": "))
	}
	if _, err = jsondoc.Parse(text); err != nil {
		return preferences.Preferences{}, f.unused(err.Error())
	}
	var c content
	err = json.Unmarshal(text, &c)
	var wrong *json.SemanticError
	switch {
	case errors.As(err, &wrong):
		line, column := jsondoc.Position(text, int(wrong.ByteOffset))
		return preferences.Preferences{}, f.unused(fmt.Sprintf("line %d, column %d: segtap writes something else at %s", line, column, cmp.Or(string(wrong.JSONPointer), "the top")))
	case err != nil: // such as a member that stands there twice
		return preferences.Preferences{}, f.unused("segtap writes it otherwise")
	case c.Version != version:
		return preferences.Preferences{}, f.unused(fmt.Sprintf("another version of segtap has written it: %d, and this one reads %d", c.Version, version))
	case c.Directory != f.named():
		return preferences.Preferences{}, f.unused(fmt.Sprintf("it is of another directory: %q", c.Directory))
	}
	return c.Preferences.Bounded(), nil
}

// unused says that what was chosen is not used, where it stands, and why.
func (f *File) unused(why string) error {
	place := f.path + ": "
	if strings.HasPrefix(why, "line ") {
		place = f.path + ", "
	}
	return console.Cannot("the next choice writes the file anew, and deleting it is safe",
		"the columns, layout, filters and theme that were chosen in this directory cannot be read: %s%s", place, why)
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
