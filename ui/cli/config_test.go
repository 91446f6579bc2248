package cli

import (
	"errors"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/cobra"

	"segtap/ui/cli/config"
	"segtap/ui/cli/console"
)

// Whatever flag there is, now or later: a project's file may set what is on the
// list, and is told where the others may stand.
func TestWhatAProjectMaySet(t *testing.T) {
	root := newRoot(console.Streams{})
	for _, name := range config.FlagNames(root) {
		err := checkConfig(t, root, "segtap.toml", true, name+` = "x"`)
		if config.MayProjectSet(name) {
			if err != nil {
				t.Errorf("%s: %v", name, err)
			}
			continue
		}
		if err == nil || console.Report(io.Discard, err) != console.ExitUsage || !strings.Contains(err.Error(), "segtap.toml, line 1: "+name+", ") {
			t.Fatalf("%s: %v", name, err)
		}
		var hinting interface{ Hint() string }
		if !errors.As(err, &hinting) {
			t.Fatalf("%s: there is no way out", name)
		}
		hint := hinting.Hint()
		_, own := config.Paths()
		flag := name != config.TokenSetting && name != config.WriteKeySetting && name != config.APITokenSetting // a command line can be read by others
		if !strings.Contains(hint, own) || flag != strings.HasSuffix(hint, "--"+name) || name != config.TokenSetting && !strings.Contains(hint, config.Variable(name)) {
			t.Errorf("%s: the way out is %s", name, hint)
		}
		if err := checkConfig(t, root, own, false, name+` = "x"`); err != nil {
			t.Errorf("a user's own %s: %v", name, err)
		}
	}
	for _, name := range config.ProjectSettings() {
		if !slices.Contains(config.FlagNames(root), name) {
			t.Errorf("%s is on the list, and no setting", name)
		}
	}
}

// A setting that is none leads to what a file may have, tables included.
func TestASettingThatIsNone(t *testing.T) {
	root := newRoot(console.Streams{})
	for _, c := range []struct {
		project    bool
		text, want string
	}{
		{true, `zzzzzzzzzz = 1`, "reduced-motion, themes"},
		{true, `themess = 1`, "is themes meant?"},
		{false, `targetss = 1`, "is targets meant?"},
		{false, `kees = 1`, "is keys meant?"},
	} {
		err := checkConfig(t, root, "segtap.toml", c.project, c.text)
		var hinting interface{ Hint() string }
		if !errors.As(err, &hinting) || !strings.HasSuffix(hinting.Hint(), c.want) {
			t.Errorf("%s: %v, with %v", c.text, err, hinting)
		}
	}
}

// checkConfig checks the text of a configuration file.
func checkConfig(t *testing.T, root *cobra.Command, path string, project bool, text string) error {
	t.Helper()
	c, err := config.Parse(path, project, []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return c.Check(root)
}
