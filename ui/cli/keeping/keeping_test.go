package keeping

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/adrg/xdg"

	"segtap/ui/preferences"
)

func inState(t *testing.T) {
	t.Helper()
	before := xdg.StateHome
	xdg.StateHome = t.TempDir()
	t.Cleanup(func() { xdg.StateHome = before })
}

func TestWhatWasChosenIsFoundInItsDirectoryAlone(t *testing.T) {
	inState(t)
	chosen := preferences.Preferences{Columns: []string{"time", "why"}, Split: 33, Sort: map[string]string{"metrics": "name"}, Filters: []string{"event:\"a \xff\""}}
	f := Of("/work/a shop")
	if got, err := f.Read(); err != nil || !got.Equal(&preferences.Preferences{}) {
		t.Fatalf("%+v, %v before anything was chosen", got, err)
	}
	if err := f.Keep(chosen); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(f.path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Error(info, err)
	}
	chosen.Filters[0] = "event:\"a \ufffd\""
	if got, err := Of("/work/a shop").Read(); err != nil || !got.Equal(&chosen) {
		t.Errorf("%+v, %v", got, err)
	}
	if got, err := Of("/work/a_shop").Read(); err != nil || got.Split != 0 {
		t.Errorf("%+v, %v in another directory", got, err)
	}
}

func TestWhatIsForeignIsNotUsedAndReplaced(t *testing.T) {
	inState(t)
	wheres := map[string]string{"not JSON": "line 1, column 2: ", "the wrong type": "line 1, column 57: segtap writes something else at /preferences/split", "a later version": "another version of segtap"}
	for name, text := range map[string]string{
		"not JSON":          "{",
		"another program's": `["a"]`,
		"a later version":   `{"version":2,"directory":"/work","preferences":{"split":33}}`,
		"another directory": `{"version":1,"directory":"/else","preferences":{"split":33}}`,
		"too large":         `{"version":1,"directory":"/work","preferences":{"split":33}}` + strings.Repeat(" ", maxFile),
		"the wrong type":    `{"version":1,"directory":"/work","preferences":{"split":"wide"}}`,
		"a member twice":    `{"version":1,"version":1,"directory":"/work"}`,
	} {
		f := Of("/work")
		if err := os.MkdirAll(Dir(), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(f.path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		got, err := f.Read()
		if got.Split != 0 || err == nil || strings.Count(err.Error(), f.path) != 1 {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
		if rest := strings.ReplaceAll(err.Error(), f.path, ""); strings.Contains(rest, "json") || strings.Contains(rest, "Go ") { // a library's words
			t.Errorf("%s: %v", name, err)
		}
		if want := wheres[name]; !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v does not say %q", name, err, want)
		}
		if err := f.Keep(preferences.Preferences{Split: 40}); err != nil {
			t.Fatal(err)
		}
		if got, err := f.Read(); got.Split != 40 || err != nil {
			t.Errorf("%s: %+v, %v when it was replaced", name, got, err)
		}
	}
}

// A directory's name may be any bytes.
func TestADirectoryWithANameThatIsNoUTF8(t *testing.T) {
	inState(t)
	dirs := []string{"/work/\xff\xfe", "/work/\xfe\xff", "/work/\xff", "/work/\ufffd", "/work/\xe6\xb3"}
	for i, dir := range dirs {
		if err := Of(dir).Keep(preferences.Preferences{Split: 31 + i}); err != nil {
			t.Fatal(err)
		}
	}
	for i, dir := range dirs {
		if got, err := Of(dir).Read(); err != nil || got.Split != 31+i {
			t.Errorf("%q: %+v, %v", dir, got, err)
		}
	}
}

func TestTheOldestOfManyGo(t *testing.T) {
	inState(t)
	xdg.StateHome = filepath.Join(xdg.StateHome, "a [state] of *")
	if err := os.MkdirAll(Dir(), 0o700); err != nil {
		t.Fatal(err)
	}
	for i := range maxFiles + 3 {
		if err := os.WriteFile(Of(filepath.Join("/work", strings.Repeat("x", i+1))).path, nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := Of("/work").Keep(preferences.Preferences{Split: 40}); err != nil {
		t.Fatal(err)
	}
	left, err := os.ReadDir(Dir())
	if err != nil || len(left) != maxFiles {
		t.Errorf("%d files are left, not %d (%v)", len(left), maxFiles, err)
	}
}

func TestItSaysWhyNothingCouldBeKept(t *testing.T) {
	inState(t)
	if err := os.WriteFile(filepath.Join(xdg.StateHome, "segtap"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	f := Of("/work")
	if err := f.Keep(preferences.Preferences{Split: 40}); err == nil || f.Failed() == nil {
		t.Error("nothing is said")
	}
}
