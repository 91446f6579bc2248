package regular

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

func write(t *testing.T, path, text string) string {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func link(t *testing.T, target, path string) {
	t.Helper()
	if err := os.Symlink(target, path); err != nil {
		if runtime.GOOS != "windows" { // where not everybody may
			t.Fatal(err)
		}
		t.Skip(err)
	}
}

func TestReadsUpToItsBound(t *testing.T) {
	path := write(t, filepath.Join(t.TempDir(), "f"), strings.Repeat("x", 2048))
	if text, err := (File{Path: path}).Read(2048); err != nil || len(text) != 2048 {
		t.Errorf("%d bytes, %v", len(text), err)
	}
	_, err := File{Path: path}.Read(1024)
	if !errors.Is(err, ErrTooLarge) || !strings.Contains(err.Error(), path) || !strings.Contains(err.Error(), "1 KiB") {
		t.Errorf("%v", err)
	}
	if _, err := (File{Path: path + "none"}).Read(1); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("%v", err)
	}
}

func TestOnlyRegularFilesAreRead(t *testing.T) {
	dir := t.TempDir()
	if _, err := (File{Path: dir}).Read(1); !errors.Is(err, ErrNotRegular) {
		t.Errorf("a directory: %v", err)
	}
	link(t, os.DevNull, filepath.Join(dir, "endless"))
	if _, err := (File{Path: filepath.Join(dir, "endless")}).Read(1); !errors.Is(err, ErrNotRegular) {
		t.Errorf("a link to a device: %v", err)
	}
}

func TestStaysWithinItsDirectory(t *testing.T) {
	base := t.TempDir()
	project := filepath.Join(base, "project")
	write(t, filepath.Join(base, "secret"), "secret")
	write(t, filepath.Join(project, "in"), "in")
	write(t, filepath.Join(project, "sub", "in"), "in")
	link(t, "in", filepath.Join(project, "link"))
	link(t, filepath.Join("..", "in"), filepath.Join(project, "sub", "up"))
	link(t, filepath.Join("..", "secret"), filepath.Join(project, "out"))
	link(t, filepath.Join(base, "secret"), filepath.Join(project, "absolute"))
	link(t, "..", filepath.Join(project, "parent"))
	link(t, "out", filepath.Join(project, "twice"))
	link(t, project, filepath.Join(base, "other"))
	t.Chdir(project)
	for _, test := range []struct {
		path string
		ok   bool
	}{
		{"in", true},
		{"./sub/../in", true},
		{"sub/in", true},
		{"link", true},
		{"sub/up", true},
		{filepath.Join(project, "in"), true},
		{"../secret", false},
		{filepath.Join(base, "secret"), false},
		{"out", false},
		{"absolute", false},
		{"parent/secret", false},
		{"twice", false},
		{"", false},
	} {
		text, err := File{Path: test.path, Within: "."}.Read(100)
		switch {
		case test.ok && (err != nil || string(text) != "in"):
			t.Errorf("%s: %q, %v", test.path, text, err)
		case !test.ok && (len(text) > 0 || !errors.Is(err, ErrOutside) && test.path != ""):
			t.Errorf("%s: %q, %v", test.path, text, err)
		}
	}
	if _, err := (File{Path: "missing", Within: "."}).Read(100); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("%v", err)
	}
	t.Chdir(filepath.Join(base, "other")) // a directory that is itself behind a link
	if text, err := (File{Path: "in", Within: "."}).Read(100); err != nil || string(text) != "in" {
		t.Errorf("%q, %v", text, err)
	}
}

func TestReplaceIsAllOrNothing(t *testing.T) {
	dir := t.TempDir()
	path := write(t, filepath.Join(dir, "f"), "old")
	if err := Replace(path, []byte("new"), 0o640); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(path)
	if text, _ := os.ReadFile(path); err != nil || string(text) != "new" || runtime.GOOS != "windows" && info.Mode().Perm() != 0o640 {
		t.Errorf("%q, %v, %v", text, info.Mode(), err)
	}
	inTheWay := filepath.Join(dir, "directory")
	write(t, filepath.Join(inTheWay, "f"), "")
	if err := Replace(inTheWay, []byte("new"), 0o600); err == nil {
		t.Error("a directory was replaced")
	}
	if left, _ := os.ReadDir(dir); len(left) != 2 {
		t.Errorf("there are %v", left)
	}
}
