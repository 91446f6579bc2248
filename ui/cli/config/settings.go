package config

import (
	"fmt"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"segtap/capture/launchdarkly/api"
	"segtap/capture/replay"
)

// Setting is a setting as the commands of the program have it.
type Setting struct {
	Name     string
	Value    any // bool, int64, float64, string or []string; masked where Secret is
	Origin   Origin
	Over     []Origin // what says something else, and goes behind
	Secret   bool
	Project  bool     // a project's file may have it
	Commands []string // whose flag it is, such as `segtap serve`; none for a secret
	Help     string   // of its flag
}

// Origin is where a value comes from.
type Origin struct {
	Kind  Kind
	Name  string // of the variable, or the path of the file
	Line  int    // in the file; 0 where nobody knows
	Value any    // as it stands there, masked where it is a secret
}

// Kind is what kind of origin a value has.
type Kind string

// Where a value may come from, what goes before the others first.
const (
	FromFlag     Kind = "flag"
	FromVariable Kind = "environment"
	FromProject  Kind = "project" // its segtap.toml
	FromUser     Kind = "user"    // the user's own file
	FromLdcli    Kind = "ldcli"   // the configuration of LaunchDarkly's command line
	FromDefault  Kind = "default"
)

// String returns what people read: the variable, or the file with its line.
func (o Origin) String() string {
	switch o.Kind {
	case FromFlag, FromDefault:
		return string(o.Kind)
	case FromVariable:
		return "$" + o.Name
	case FromProject, FromUser, FromLdcli:
	}
	if o.Line > 0 {
		return fmt.Sprintf("%s, line %d", o.Name, o.Line)
	}
	return o.Name
}

// Flags returns a flag for each setting that the commands under root have, each once: the one
// of root where it has it. They are copies that can be set without those being given.
func Flags(root *cobra.Command) (flags *pflag.FlagSet, commands map[string][]string) {
	flags, commands = pflag.NewFlagSet("", pflag.ContinueOnError), make(map[string][]string)
	var gather func(*cobra.Command)
	gather = func(cmd *cobra.Command) {
		cmd.Flags().VisitAll(func(f *pflag.Flag) {
			if slices.Contains(everyTime, f.Name) || f.Hidden {
				return
			}
			commands[f.Name] = append(commands[f.Name], cmd.CommandPath())
			if flags.Lookup(f.Name) == nil {
				own := *f
				own.Shorthand, own.Annotations, own.Hidden = "", maps.Clone(f.Annotations), true
				flags.AddFlag(&own)
			}
		})
		for _, sub := range cmd.Commands() {
			gather(sub)
		}
	}
	gather(root)
	return flags, commands
}

// Settings returns every setting with its value and where that comes from. Flags and commands
// are those of [Flags], flags perhaps given on a command line. The errors say what
// stands in a file and is refused, or cannot be read; the settings are what would hold without.
func Settings(root *cobra.Command, flags *pflag.FlagSet, commands map[string][]string) ([]Setting, []error) {
	configs, wrong := readAll()
	for i := range configs {
		for name, err := range configs[i].refused(root) {
			wrong = append(wrong, err)
			delete(configs[i].values, name)
		}
	}
	var all []Setting
	flags.VisitAll(func(f *pflag.Flag) {
		s := Setting{Name: f.Name, Project: MayProjectSet(f.Name), Commands: commands[f.Name], Help: f.Usage}
		if slices.Contains(asksLaunchDarkly, f.Name) {
			return
		}
		origins := originsOf(f, configs)
		typed := f.Changed
		if !typed {
			if err := settle(flags, f, configs); err != nil {
				wrong = append(wrong, err)
			}
		}
		s.Value = valueOf(f)
		if typed {
			origins = slices.Insert(origins, 0, Origin{Kind: FromFlag})
		}
		s.Origin, s.Over = origins[0], slices.DeleteFunc(origins[1:], func(o Origin) bool { return o.Kind == FromDefault })
		all = append(all, s)
	})
	asked, err := launchDarkly(flags, commands, configs)
	if err != nil {
		wrong = append(wrong, err)
	}
	all = append(append(all, asked...), secretSetting(WriteKeySetting, configs), secretSetting(APITokenSetting, configs))
	slices.SortFunc(all, func(a, b Setting) int { return strings.Compare(a.Name, b.Name) })
	return all, wrong
}

// readAll returns the configurations that can be read, and what is wrong with the others.
func readAll() (configs []File, wrong []error) {
	project, own := Paths()
	for _, path := range []string{project, own} {
		c, there, err := readOne(path, path == project)
		switch {
		case err != nil:
			wrong = append(wrong, err)
		case there:
			configs = append(configs, c)
		}
	}
	return configs, wrong
}

// defaultFrom is the annotation of a flag whose default is from a variable of another program.
const defaultFrom = "default from"

// SetDefaultFrom says which variable the default of a flag is from.
func SetDefaultFrom(flags *pflag.FlagSet, name, variable string) {
	_ = flags.SetAnnotation(name, defaultFrom, []string{variable}) // fails for a flag that is not there
}

// originsOf returns all that says something of a setting, what goes before the others first, and
// its default last.
func originsOf(f *pflag.Flag, configs []File) (all []Origin) {
	if value := os.Getenv(Variable(f.Name)); value != "" {
		all = append(all, Origin{FromVariable, Variable(f.Name), 0, value})
	}
	for _, c := range configs {
		if value, has := c.values[f.Name]; has {
			all = append(all, c.origin(f.Name, value))
		}
	}
	if by := f.Annotations[defaultFrom]; len(by) > 0 && f.DefValue != "" {
		return append(all, Origin{Kind: FromVariable, Name: by[0]})
	}
	return append(all, Origin{Kind: FromDefault})
}

func (c File) origin(name string, value any) Origin {
	kind := FromUser
	if c.project {
		kind = FromProject
	}
	return Origin{kind, c.path, c.lines[name], value}
}

// valueOf returns the value of a flag as a configuration has it.
func valueOf(f *pflag.Flag) any {
	if many, ok := f.Value.(pflag.SliceValue); ok {
		return append([]string{}, many.GetSlice()...)
	}
	text := f.Value.String()
	switch f.Value.Type() {
	case "bool":
		return text == "true"
	case "int", "int64", "bytes":
		if n, err := strconv.ParseInt(text, 10, 64); err == nil {
			return n
		}
	case "float64":
		if n, err := strconv.ParseFloat(text, 64); err == nil {
			return n
		}
	}
	return text
}

// launchDarkly returns the settings that say which LaunchDarkly is asked, and with which token. They
// are found by [api.FindCredentials], as when it is asked.
func launchDarkly(flags *pflag.FlagSet, commands map[string][]string, configs []File) ([]Setting, error) {
	given := func(name string) api.Setting {
		f := flags.Lookup(name)
		if f == nil {
			return api.Setting{}
		}
		if f.Changed {
			return api.Setting{Value: f.Value.String(), Origin: "--" + name}
		}
		return api.Setting{Value: os.Getenv(Variable(name)), Origin: Variable(name)}
	}
	found, err := api.FindCredentials(api.Given{BaseURL: given("ld-base-url"), Project: given("ld-project"), Environment: given("ld-environment")}, launchDarklyOf(configs), os.LookupEnv)
	settings := []Setting{
		{Name: "ld-base-url", Value: found.BaseURL.Value, Origin: Origin{Name: found.BaseURL.Origin}},
		{Name: "ld-project", Value: found.Project.Value, Origin: Origin{Name: found.Project.Origin}},
		{Name: "ld-environment", Value: found.Environment.Value, Origin: Origin{Name: found.Environment.Origin}},
		{Name: TokenSetting, Value: found.Token.String(), Origin: Origin{Name: found.TokenOrigin}, Secret: true},
	}
	for i := range settings {
		s := &settings[i]
		s.Project, s.Commands = MayProjectSet(s.Name), commands[s.Name]
		if f := flags.Lookup(s.Name); f != nil {
			s.Help = f.Usage
		}
		s.Origin.kinds(s.Name, configs)
	}
	return settings, err
}

// kinds says what kind of origin has a name as [api.Setting] has it.
func (o *Origin) kinds(setting string, configs []File) {
	switch name := o.Name; {
	case name == "":
		o.Kind = FromDefault
	case strings.HasPrefix(name, "--"):
		o.Kind, o.Name = FromFlag, ""
	case !strings.ContainsAny(name, `/\.`):
		o.Kind = FromVariable
	default:
		o.Kind = FromLdcli
		for _, c := range configs {
			if c.path == name {
				*o = c.origin(setting, nil)
			}
		}
	}
}

// secretSetting returns a setting that no flag has, found as [secret] does.
func secretSetting(name string, configs []File) Setting {
	s := Setting{Name: name, Value: "", Secret: true, Origin: Origin{Kind: FromDefault}}
	var origins []Origin
	var texts []string
	if text := os.Getenv(Variable(name)); text != "" {
		origins, texts = append(origins, Origin{Kind: FromVariable, Name: Variable(name)}), append(texts, text)
	}
	for _, c := range configs {
		if text := c.text(name); text != "" {
			origins, texts = append(origins, c.origin(name, nil)), append(texts, text)
		}
	}
	if len(texts) > 0 {
		s.Value, s.Origin, s.Over = replay.NewSecret(texts[0]).String(), origins[0], origins[1:]
	}
	return s
}

// Table is a table of a configuration: the keys, a target or a theme.
type Table struct {
	Path   []string // such as themes, mine
	Value  any
	Origin Origin
}

// Tables returns the tables of the configurations, as they stand there: the user's own first,
// whose themes go before those of a project.
func Tables() (all []Table) {
	configs, _ := readAll()
	add := func(c File, path []string, value any) {
		if !slices.ContainsFunc(all, func(t Table) bool { return slices.Equal(t.Path, path) }) {
			all = append(all, Table{path, value, c.origin(path[0], nil)})
		}
	}
	for _, c := range slices.Backward(configs) {
		if keys, has := c.tables[keysSetting]; has && !c.project {
			add(c, []string{keysSetting}, keys)
		}
		for _, name := range []string{targetsSetting, themesSetting} {
			tables, _ := c.tables[name].(map[string]any)
			for _, one := range slices.Sorted(maps.Keys(tables)) {
				if !c.project || name == themesSetting {
					add(c, []string{name, one}, tables[one])
				}
			}
		}
	}
	return all
}
