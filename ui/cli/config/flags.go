package config

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"segtap/ui/cli/console"
)

// asksLaunchDarkly are the settings that say which LaunchDarkly is meant. From a
// configuration they are known without anything being asked for at the start, as
// from LaunchDarkly's own variables, which go before them.
var asksLaunchDarkly = []string{"ld-project", "ld-environment", "ld-base-url"}

// apply sets a flag to what the file says, if anything. A list is for a flag that
// can be given several times.
func (c File) apply(f *pflag.Flag) (bool, error) {
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
		return false, console.Usage("mend it, or give --"+f.Name, "%s: %s: %w", c.place(f.Name), f.Name, err)
	}
	if file, reads := f.Value.(interface{ confine(dir string) }); reads && c.project {
		file.confine(filepath.Dir(c.path))
	}
	f.Changed = true
	given(f, c.place(f.Name))
	return true, nil
}

// Give sets a flag to what the file says, if anything.
func (c File) Give(f *pflag.Flag) error {
	_, err := c.apply(f)
	return err
}

// givenBy is the annotation of a flag that nobody has typed: what stands for it.
const givenBy = "given by"

func given(f *pflag.Flag, by string) {
	if f.Annotations == nil {
		f.Annotations = make(map[string][]string)
	}
	f.Annotations[givenBy] = []string{by}
}

// Typed reports whether a flag was given on the command line, and not by a configuration
// or the environment.
func Typed(f *pflag.Flag) bool { return f.Changed && len(f.Annotations[givenBy]) == 0 }

// GivenBy returns what has given a flag its value where that is the command line or the
// environment: the flag, or the variable. Empty for a configuration, and where nothing has.
func GivenBy(f *pflag.Flag) string {
	switch {
	case Typed(f):
		return "--" + f.Name
	case f.Changed && f.Annotations[givenBy][0] == Variable(f.Name):
		return Variable(f.Name)
	}
	return ""
}

// Wire lets a command begin with [Apply]. One with a PreRunE of its own calls it when it
// wants to: the commands that look at the configuration itself.
func Wire(cmd *cobra.Command) {
	if cmd.PreRunE == nil {
		cmd.PreRunE = func(cmd *cobra.Command, _ []string) error { return Apply(cmd) }
	}
}

// Apply lets SEGTAP_NAME, then the configurations, stand for --name where the flag is
// not given.
func Apply(cmd *cobra.Command) error {
	configs, err := read()
	if err != nil {
		return err
	}
	for _, c := range configs {
		if err := c.Check(cmd.Root()); err != nil {
			return err
		}
	}
	if cmd.Flags().Lookup("theme") == nil { // no screen tells of them
		console.Warn(cmd.ErrOrStderr(), Mistakes())
	}
	var failed error
	cmd.Flags().VisitAll(func(f *pflag.Flag) {
		if !f.Changed && failed == nil && f.Name != "help" && f.Name != "version" {
			failed = settle(cmd.Flags(), f, configs)
		}
	})
	return failed
}

// settle gives a flag that was not given what the environment, else a configuration says.
func settle(flags *pflag.FlagSet, f *pflag.Flag, configs []File) error {
	name := Variable(f.Name)
	if value := os.Getenv(name); value != "" {
		if err := setFrom(flags, f, value); err != nil {
			return console.Usage("unset it, or give --"+f.Name, "the environment variable %s: %w", name, err)
		}
		given(f, name)
		return nil
	}
	if slices.Contains(asksLaunchDarkly, f.Name) {
		return nil
	}
	for _, c := range configs {
		if set, err := c.apply(f); set || err != nil {
			return err
		}
	}
	return nil
}

// setFrom sets a flag to what the environment says: one that takes several, to a list with
// commas, or with a line for each where there are lines.
func setFrom(flags *pflag.FlagSet, f *pflag.Flag, value string) error {
	many, takesMany := f.Value.(pflag.SliceValue)
	if !takesMany {
		return flags.Set(f.Name, value)
	}
	list, splits := f.Value.(interface{ Split(text string) []string })
	var parts []string
	switch {
	case splits:
		parts = list.Split(value)
	case strings.Contains(value, "\n"):
		parts = strings.Split(value, "\n")
	default:
		parts = strings.Split(value, ",")
	}
	for i := range parts {
		parts[i] = strings.TrimSpace(parts[i])
	}
	f.Changed = true
	return many.Replace(slices.DeleteFunc(parts, func(part string) bool { return part == "" }))
}

// everyTime are the flags that stand in no configuration: a yes is given each time.
var everyTime = []string{"help", "version", "yes", "confirm-environment", "online", "health"}

// FlagNames returns the names of all settings.
func FlagNames(root *cobra.Command) []string {
	names := slices.Clone(secrets)
	var gather func(*cobra.Command)
	gather = func(cmd *cobra.Command) {
		cmd.Flags().VisitAll(func(f *pflag.Flag) {
			if !slices.Contains(everyTime, f.Name) {
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

// Variable returns the environment variable that stands for a flag.
func Variable(flag string) string {
	return "SEGTAP_" + strings.ToUpper(strings.ReplaceAll(flag, "-", "_"))
}
