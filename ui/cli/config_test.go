package cli

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/cobra"
)

// Whatever flag there is, now or later: a project's file may set what is on the
// list, and is told where the others may stand.
func TestWhatAProjectMaySet(t *testing.T) {
	root := newRoot(streams{})
	for _, name := range flagNames(root) {
		err := checkConfig(t, root, "segtap.toml", true, name+` = "x"`)
		if mayProjectSet(name) {
			if err != nil {
				t.Errorf("%s: %v", name, err)
			}
			continue
		}
		if err == nil || report(io.Discard, err) != exitUsage || !strings.Contains(err.Error(), "segtap.toml has "+name+", ") {
			t.Fatalf("%s: %v", name, err)
		}
		var told interface{ Hint() string }
		if !errors.As(err, &told) {
			t.Fatalf("%s: there is no way out", name)
		}
		hint := told.Hint()
		_, own := configPaths()
		flag := name != tokenSetting && name != writeKeySetting // a command line can be read by others
		if !strings.Contains(hint, own) || flag != strings.HasSuffix(hint, "--"+name) || name != tokenSetting && !strings.Contains(hint, variable(name)) {
			t.Errorf("%s: the way out is %s", name, hint)
		}
		if err := checkConfig(t, root, own, false, name+` = "x"`); err != nil {
			t.Errorf("a user's own %s: %v", name, err)
		}
	}
	for _, name := range projectSettings {
		if !slices.Contains(flagNames(root), name) {
			t.Errorf("%s is on the list, and no setting", name)
		}
	}
}

// checkConfig checks the text of a configuration file.
func checkConfig(t *testing.T, root *cobra.Command, path string, project bool, text string) error {
	t.Helper()
	c, err := parseConfig(path, project, []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return c.check(root)
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
