package cli

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// Whatever flag there is, now or later: a project's file may set what is on the
// list, and is told where the others may stand.
func TestWhatAProjectMaySet(t *testing.T) {
	root := newRoot(streams{})
	for _, name := range flagNames(root) {
		err := config{path: "segtap.toml", project: true, values: map[string]any{name: "x"}}.check(root)
		if slices.Contains(projectSettings, name) {
			if err != nil {
				t.Errorf("%s: %v", name, err)
			}
			continue
		}
		var f *failure
		if !errors.As(err, &f) || f.code != exitUsage || !strings.Contains(err.Error(), "segtap.toml has "+name+", ") {
			t.Fatalf("%s: %v", name, err)
		}
		_, own := configPaths()
		flag := name != tokenSetting && name != writeKeySetting // a command line can be read by others
		if !strings.Contains(f.hint, own) || flag != strings.HasSuffix(f.hint, "--"+name) || name != tokenSetting && !strings.Contains(f.hint, variable(name)) {
			t.Errorf("%s: the way out is %s", name, f.hint)
		}
		if err := (config{path: own, values: map[string]any{name: "x"}}).check(root); err != nil {
			t.Errorf("a user's own %s: %v", name, err)
		}
	}
	for _, name := range projectSettings {
		if !slices.Contains(flagNames(root), name) {
			t.Errorf("%s is on the list, and no setting", name)
		}
	}
}

// A project's file that has changed since segtap started leads the token nowhere.
func TestAProjectNeverLeadsTheToken(t *testing.T) {
	t.Chdir(t.TempDir())
	text := "ld-base-url = \"https://elsewhere.example\"\nld-access-token = \"api-0000\"\nld-project = \"shop\"\n"
	if err := os.WriteFile("segtap.toml", []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	given, err := stored()
	if err != nil || given.BaseURL.Value != "" || given.Token.Value != "" || given.Project.Value != "shop" {
		t.Errorf("%+v, %v", given, err)
	}
}

// A configuration that Windows' editor has saved is read.
func TestConfigurationWithAByteOrderMark(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir)
	if err := os.WriteFile(filepath.Join(dir, "segtap.toml"), []byte("\ufeffld-project = \"shop\"\r\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if given, err := stored(); err != nil || given.Project.Value != "shop" {
		t.Errorf("%+v, %v", given, err)
	}
}
