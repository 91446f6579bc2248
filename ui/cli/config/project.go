package config

import (
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"segtap/mapping/spelling"
	"segtap/ui/cli/console"
)

// ProjectSettings returns all that a project's file may set besides themes, since it comes
// with what others wrote: what events are judged by, and how the screen looks. Where things
// are sent or written to, what listens, and how much is kept is for who runs
// segtap to say.
func ProjectSettings() []string {
	return []string{
		"metrics", "mapping", "plan", "code", "exclude", // read, and from within the project's directory only
		"destination", "ld-project", "ld-environment",
		"filter", "ignore", "watch",
		"ascii", "no-mouse", "columns", "theme", "reduced-motion",
	}
}

// MayProjectSet reports whether a project's file may have a setting.
func MayProjectSet(name string) bool { return slices.Contains(ProjectSettings(), name) }

// Check fails on a setting that no flag of the program has, and in a project's
// file on one that may not stand there.
func (c File) Check(root *cobra.Command) error {
	for _, err := range c.refused(root) {
		return err
	}
	return nil
}

// refused yields what stands in a file and may not, by name, and why.
func (c File) refused(root *cobra.Command) iter.Seq2[string, error] {
	known := FlagNames(root)
	may := known
	if c.project {
		may = ProjectSettings()
	}
	_, own := Paths()
	return func(yield func(string, error) bool) {
		for _, name := range slices.Sorted(maps.Keys(c.values)) {
			var err error
			switch {
			case slices.Contains(may, name):
				continue
			case name == keysSetting:
				err = console.Usage("move them to "+own, "%s: %s, which a project's file may not set: a hand knows its own", c.place(name), name)
			case name == targetsSetting:
				err = console.Usage("move them to "+own, "%s: %s, which a project's file may not set: it would say where things are sent", c.place(name), name)
			case slices.Contains(known, name):
				err = console.Usage(instead(name), "%s: %s, which a project's file may not set", c.place(name), name)
			default:
				err = console.Usage(meant(name, may, c.project), "%s: no use for the setting %q", c.place(name), name)
			}
			if !yield(name, err) {
				return
			}
		}
	}
}

// instead says where a setting may stand that a project's file may not have.
func instead(name string) string {
	_, own := Paths()
	switch name {
	case TokenSetting:
		return "move it to " + own + ", or set LD_ACCESS_TOKEN"
	case WriteKeySetting, APITokenSetting:
		return "move it to " + own + ", or set " + Variable(name)
	}
	return fmt.Sprintf("move it to %s, set %s, or give --%s", own, Variable(name), name)
}

// meant says which setting may be meant by a name that is none.
func meant(name string, may []string, project bool) string {
	may = append(slices.Clone(may), themesSetting)
	if !project {
		may = append(may, keysSetting, targetsSetting)
	}
	if nearest := spelling.Nearest(name, may); nearest != "" {
		return "is " + nearest + " meant?"
	}
	if project {
		return "a project's file may set " + strings.Join(may, ", ")
	}
	return "settings are named like flags; `segtap --help` lists them"
}
