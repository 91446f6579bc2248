package cli

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/adrg/xdg"
	"github.com/agnivade/levenshtein"
	"github.com/pelletier/go-toml/v2"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"segtap/capture/launchdarkly/api"
	"segtap/capture/regular"
	"segtap/capture/replay"
)

// tokenSetting is a setting that no flag has: a command line can be read by other
// users of the machine.
const tokenSetting = "ld-access-token"

// writeKeySetting is the other: the write key that replays to Segment go out
// with, in the place of the one a message came with.
const writeKeySetting = "write-key"

// asksLaunchDarkly are the settings that say which LaunchDarkly is meant. From a
// configuration they are known without anything being asked for at the start, as
// from LaunchDarkly's own variables, which go before them.
var asksLaunchDarkly = []string{"ld-project", "ld-environment", "ld-base-url"}

// projectSettings are all that a project's file may set, since it comes with what
// others wrote: what events are judged by, and how the screen looks. Where things
// are sent or written to, what listens, and how much is kept is for who runs
// segtap to say.
var projectSettings = []string{
	"metrics", "mapping", // read, and from within the project's directory only
	"destination", "ld-project", "ld-environment",
	"filter",
	"ascii", "no-mouse",
}

// maxConfig is how many bytes a configuration may have: people write it, and what
// the parser takes grows with its brackets.
const maxConfig = 64 << 10

// config is a configuration file: settings by the names of flags.
type config struct {
	path    string
	project bool // it comes with a project, so only projectSettings are for it
	values  map[string]any
}

// configPaths are where configurations are looked for: the one of the project in
// the working directory, then the user's own.
func configPaths() (project, own string) {
	return "segtap.toml", filepath.Join(xdg.ConfigHome, "segtap", "config.toml")
}

// readConfigs reads the configurations that there are, the project's first.
func readConfigs() ([]config, error) {
	project, own := configPaths()
	var all []config
	for _, path := range []string{project, own} {
		text, err := regular.File{Path: path}.Read(maxConfig)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, cannot("make it a file that can be read, of at most 64 KiB, or move it away", "cannot read the configuration: %w", err)
		}
		c := config{path: path, project: path == project}
		if err := toml.Unmarshal(bytes.TrimPrefix(text, []byte("\ufeff")), &c.values); err != nil {
			place := path
			if e, ok := errors.AsType[*toml.DecodeError](err); ok {
				row, column := e.Position()
				place = fmt.Sprintf("%s, line %d, column %d", path, row, column)
			}
			return nil, cannot(`a line is such as destination = "actions"`, "%s: %s", place, strings.TrimPrefix(err.Error(), "toml: "))
		}
		all = append(all, c)
	}
	return all, nil
}

// check fails on a setting that no flag of the program has, and in a project's
// file on one that may not stand there.
func (c config) check(root *cobra.Command) error {
	known := flagNames(root)
	may := known
	if c.project {
		may = projectSettings
	}
	for _, name := range slices.Sorted(maps.Keys(c.values)) {
		switch {
		case slices.Contains(may, name):
		case slices.Contains(known, name):
			return usage(instead(name), "%s has %s, which a project's file may not set", c.path, name)
		default:
			return usage(meant(name, may, c.project), "%s has no use for the setting %q", c.path, name)
		}
	}
	return nil
}

// flagNames gives the names of all settings.
func flagNames(root *cobra.Command) []string {
	names := []string{tokenSetting, writeKeySetting}
	var gather func(*cobra.Command)
	gather = func(cmd *cobra.Command) {
		cmd.Flags().VisitAll(func(f *pflag.Flag) {
			if f.Name != "help" && f.Name != "version" {
				names = append(names, f.Name)
			}
		})
		for _, sub := range cmd.Commands() {
			gather(sub)
		}
	}
	gather(root)
	return names
}

// instead says where a setting may stand that a project's file may not have.
func instead(name string) string {
	_, own := configPaths()
	switch name {
	case tokenSetting:
		return "move it to " + own + ", or set LD_ACCESS_TOKEN"
	case writeKeySetting:
		return "move it to " + own + ", or set " + variable(name)
	}
	return fmt.Sprintf("move it to %s, set %s, or give --%s", own, variable(name), name)
}

// meant says which setting may be meant by a name that is none.
func meant(name string, may []string, project bool) string {
	nearest := slices.MinFunc(may, func(a, b string) int {
		return levenshtein.ComputeDistance(name, a) - levenshtein.ComputeDistance(name, b)
	})
	switch {
	case levenshtein.ComputeDistance(name, nearest) <= 2:
		return "is " + nearest + " meant?"
	case project:
		return "a project's file may set " + strings.Join(may, ", ")
	}
	return "settings are named like flags; `segtap --help` lists them"
}

// variable names the environment variable that stands for a flag.
func variable(flag string) string {
	return "SEGTAP_" + strings.ToUpper(strings.ReplaceAll(flag, "-", "_"))
}

// text gives a setting as a flag takes it; "" where it is not there, or may not
// be: a file may have changed since it was checked.
func (c config) text(name string) string {
	if v, set := c.values[name]; set && (!c.project || slices.Contains(projectSettings, name)) {
		return fmt.Sprint(v)
	}
	return ""
}

// apply sets a flag to what the file says, if anything. A list is for a flag that
// can be given several times.
func (c config) apply(f *pflag.Flag) (bool, error) {
	value, set := c.values[f.Name]
	if !set {
		return false, nil
	}
	var err error
	list, isList := value.([]any)
	switch many, takesMany := f.Value.(pflag.SliceValue); {
	case takesMany && isList:
		texts := make([]string, len(list))
		for i, item := range list {
			texts[i] = fmt.Sprint(item)
		}
		err = many.Replace(texts)
	case isList:
		err = errors.New("one value is expected, not a list")
	default:
		err = f.Value.Set(fmt.Sprint(value))
	}
	if err != nil {
		return false, usage("mend it, or give --"+f.Name, "%s: %s: %w", c.path, f.Name, err)
	}
	if file, reads := f.Value.(interface{ confine(dir string) }); reads && c.project {
		file.confine(filepath.Dir(c.path))
	}
	f.Changed = true
	return true, nil
}

// withSettings lets SEGTAP_NAME, then the configurations, stand for --name where
// the flag is not given.
func withSettings(cmd *cobra.Command) {
	cmd.PreRunE = func(cmd *cobra.Command, _ []string) error {
		configs, err := readConfigs()
		if err != nil {
			return err
		}
		for _, c := range configs {
			if err := c.check(cmd.Root()); err != nil {
				return err
			}
		}
		var failed error
		cmd.Flags().VisitAll(func(f *pflag.Flag) {
			if f.Changed || failed != nil || f.Name == "help" || f.Name == "version" {
				return
			}
			name := variable(f.Name)
			if value := os.Getenv(name); value != "" {
				if err := cmd.Flags().Set(f.Name, value); err != nil {
					failed = usage("unset it, or give --"+f.Name, "the environment variable %s: %w", name, err)
				}
				return
			}
			for _, c := range configs {
				if slices.Contains(asksLaunchDarkly, f.Name) {
					return
				}
				var set bool
				if set, failed = c.apply(f); set || failed != nil {
					return
				}
			}
		})
		return failed
	}
}

// writeKey gives the write key that replays to Segment go out with, from
// SEGTAP_WRITE_KEY or the user's own configuration; none where there is none.
func writeKey() (replay.Secret, error) {
	if text := os.Getenv("SEGTAP_WRITE_KEY"); text != "" {
		return replay.NewSecret(text), nil
	}
	configs, err := readConfigs()
	for _, c := range configs { // a project's has none
		if text := c.text(writeKeySetting); text != "" {
			return replay.NewSecret(text), err
		}
	}
	return replay.Secret{}, err
}

// stored gives what the configurations say of LaunchDarkly, each setting with the
// file it is from.
func stored() (api.Given, error) {
	var given api.Given
	configs, err := readConfigs()
	for _, c := range slices.Backward(configs) { // the project's goes before
		for name, dst := range map[string]*api.Setting{
			tokenSetting: &given.Token, "ld-project": &given.Project,
			"ld-environment": &given.Environment, "ld-base-url": &given.BaseURL,
		} {
			if text := c.text(name); text != "" {
				*dst = api.Setting{Value: text, Origin: c.path}
			}
		}
	}
	return given, err
}
