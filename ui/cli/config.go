package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/adrg/xdg"
	"github.com/agnivade/levenshtein"
	"github.com/pelletier/go-toml/v2"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"segtap/capture/launchdarkly"
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

// ownOnly are the settings that lead things away from this machine, or are
// secret. A project's file comes with what others wrote, so it cannot have them.
var ownOnly = []string{tokenSetting, writeKeySetting, "forward", "ld-events-url", "segment-url"}

// config is a configuration file: settings by the names of flags.
type config struct {
	path   string
	values map[string]any
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
		text, err := os.ReadFile(path)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, cannot("make it readable, or move it away", "cannot read the configuration: %w", err)
		}
		c := config{path: path}
		if err := toml.Unmarshal(text, &c.values); err != nil {
			place := path
			if e, ok := errors.AsType[*toml.DecodeError](err); ok {
				row, column := e.Position()
				place = fmt.Sprintf("%s, line %d, column %d", path, row, column)
			}
			return nil, cannot(`a line is such as listen = "127.0.0.1:8911"`, "%s: %s", place, strings.TrimPrefix(err.Error(), "toml: "))
		}
		if path == project {
			if err := c.harmless(); err != nil {
				return nil, err
			}
		}
		all = append(all, c)
	}
	return all, nil
}

// harmless fails where a project's file has what only the user's own may have.
func (c config) harmless() error {
	_, own := configPaths()
	for _, name := range ownOnly {
		if _, set := c.values[name]; set {
			return usage("move it to "+own+", or give it when you start segtap", "%s has %s, which may not come with a project", c.path, name)
		}
	}
	if url, set := c.values["ld-base-url"].(string); set && strings.Contains(url, ":") {
		return usage("name an instance, us, eu or federal; a URL goes into "+own, "%s has a URL as ld-base-url, and the token would go there", c.path)
	}
	return nil
}

// known fails on a setting that no flag of the program has.
func (c config) known(root *cobra.Command) error {
	names := []string{tokenSetting, writeKeySetting}
	var gather func(*cobra.Command)
	gather = func(cmd *cobra.Command) {
		cmd.Flags().VisitAll(func(f *pflag.Flag) { names = append(names, f.Name) })
		for _, sub := range cmd.Commands() {
			gather(sub)
		}
	}
	gather(root)
	for name := range c.values {
		if slices.Contains(names, name) && name != "help" && name != "version" {
			continue
		}
		hint := "settings are named like flags; `segtap --help` lists them"
		nearest := slices.MinFunc(names, func(a, b string) int {
			return levenshtein.ComputeDistance(name, a) - levenshtein.ComputeDistance(name, b)
		})
		if levenshtein.ComputeDistance(name, nearest) <= 2 {
			hint = "is " + nearest + " meant?"
		}
		return usage(hint, "%s has no use for the setting %q", c.path, name)
	}
	return nil
}

// text gives a setting as a flag takes it; "" where it is not there.
func (c config) text(name string) string {
	if v, set := c.values[name]; set {
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
			if err := c.known(cmd.Root()); err != nil {
				return err
			}
		}
		var failed error
		cmd.Flags().VisitAll(func(f *pflag.Flag) {
			if f.Changed || failed != nil || f.Name == "help" || f.Name == "version" {
				return
			}
			name := "SEGTAP_" + strings.ToUpper(strings.ReplaceAll(f.Name, "-", "_"))
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
func stored() (launchdarkly.Given, error) {
	var given launchdarkly.Given
	configs, err := readConfigs()
	for _, c := range slices.Backward(configs) { // the project's goes before
		for name, dst := range map[string]*launchdarkly.Setting{
			tokenSetting: &given.Token, "ld-project": &given.Project,
			"ld-environment": &given.Environment, "ld-base-url": &given.BaseURL,
		} {
			if text := c.text(name); text != "" {
				*dst = launchdarkly.Setting{Value: text, Origin: c.path}
			}
		}
	}
	return given, err
}
