package config

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"

	"github.com/pelletier/go-toml/v2"

	"segtap/mapping/spelling"
	"segtap/ui/cli/console"
	"segtap/ui/theme/palette"
)

// themesSetting is the table of themes: [themes.NAME]. They are colours and nothing else, so
// a project may have some too.
const themesSetting = "themes"

const themeHint = `a theme is such as [themes.mine] with base = "dark" and accent = "#ffaf5f"`

// Theme returns the theme of a name: one that is built in, else one of the configurations. One
// whose texts cannot be read is refused where it comes with a project; of the user's own, faint
// says so.
func Theme(name string) (_ palette.Theme, faint, _ error) {
	if slices.Contains(palette.Names(), name) {
		return palette.Theme{Name: name}, nil, nil
	}
	configs, err := read()
	if err != nil {
		return palette.Theme{}, nil, err
	}
	names := palette.Names()
	for _, c := range slices.Backward(configs) { // the user's own first
		if theme, has := c.themes[name]; has {
			text := theme.FaintText()
			if text == "" {
				return theme, nil, nil
			}
			faint = console.Cannot("give other colours there, or start with --theme auto", "%s: %s", c.path, text)
			if c.project {
				return palette.Theme{}, nil, faint
			}
			return theme, faint, nil
		}
		names = append(names, slices.Sorted(maps.Keys(c.themes))...)
	}
	hint := "there are " + strings.Join(names, ", ")
	if nearest := spelling.Nearest(name, names); nearest != "" {
		hint = "is " + nearest + " meant? " + hint
	}
	return palette.Theme{}, nil, console.Usage(hint, "there is no theme %q", name)
}

// configuredTheme returns the theme that is named where no flag does, and what names it.
func configuredTheme() (name, from string) {
	if name = os.Getenv(Variable("theme")); name != "" {
		return name, Variable("theme")
	}
	configs, _ := read() // one that cannot be read has been refused
	for _, c := range configs {
		if name = c.text("theme"); name != "" {
			return name, c.path
		}
	}
	return "", ""
}

// Themes returns all themes that can be chosen: those that are built in, then the user's; of a
// project's those that can be read.
func Themes() ([]palette.Theme, error) {
	var all []palette.Theme
	for _, name := range palette.Names() {
		all = append(all, palette.Theme{Name: name})
	}
	configs, err := read()
	for _, c := range slices.Backward(configs) {
		for _, name := range slices.Sorted(maps.Keys(c.themes)) {
			theme := c.themes[name]
			if slices.ContainsFunc(all, func(t palette.Theme) bool { return t.Name == name }) || c.project && theme.FaintText() != "" {
				continue
			}
			all = append(all, theme)
		}
	}
	return all, err
}

// parseThemes reads the themes of a configuration.
func (c *File) parseThemes(text []byte) error {
	value, has := c.values[themesSetting]
	if !has {
		return nil
	}
	delete(c.values, themesSetting)
	tables, ok := value.(map[string]any)
	if !ok {
		return console.Cannot(themeHint, "%s: %s is no table", c.path, themesSetting)
	}
	lines := themeLines(text)
	c.themes = make(map[string]palette.Theme, len(tables))
	for _, name := range slices.Sorted(maps.Keys(tables)) {
		place := fmt.Sprintf("%s, line %d: [themes.%s]", c.path, lines[[2]string{name}], name)
		table, ok := tables[name].(map[string]any)
		switch {
		case !ok:
			return console.Cannot(themeHint, "%s: themes.%s is no table", c.path, name)
		case slices.Contains(palette.Names(), name):
			return console.Cannot("give it another name", "%s has the name of a theme that is built in", place)
		}
		theme := palette.Theme{Name: name, Base: palette.Auto, Change: make(map[palette.Role]palette.Colour, len(table))}
		for _, member := range slices.Sorted(maps.Keys(table)) {
			place := fmt.Sprintf("%s, line %d: [themes.%s]", c.path, lines[[2]string{name, member}], name)
			if err := setRole(&theme, member, fmt.Sprint(table[member]), place); err != nil {
				return err
			}
		}
		c.themes[name] = theme
	}
	return nil
}

// setRole takes a member of a theme's table.
func setRole(theme *palette.Theme, member, text, place string) error {
	if member == "base" {
		if !slices.Contains(palette.Names(), text) {
			return console.Cannot("it is one of "+strings.Join(palette.Names(), ", "), "%s: there is no base %q", place, text)
		}
		theme.Base = text
		return nil
	}
	role, ok := palette.Find(member)
	if !ok {
		hint := "the roles are " + strings.Join(palette.Roles(), ", ")
		if nearest := spelling.Nearest(member, append(palette.Roles(), "base")); nearest != "" {
			hint = "is " + nearest + " meant? " + hint
		}
		return console.Cannot(hint, "%s has no use for %q", place, member)
	}
	colour, err := palette.Parse(text)
	if err != nil {
		return console.Cannot("", "%s: %s: %w", place, member, err)
	}
	theme.Change[role] = colour
	return nil
}

// themeLines returns the lines in which the themes and their members stand: a decoder that
// knows none tells where each is.
func themeLines(text []byte) map[[2]string]int {
	lines := make(map[[2]string]int)
	var none struct {
		Themes map[string]struct{} `toml:"themes"`
	}
	err := toml.NewDecoder(bytes.NewReader(text)).DisallowUnknownFields().Decode(&none)
	if strict, ok := errors.AsType[*toml.StrictMissingError](err); ok {
		for i := range strict.Errors {
			key := strict.Errors[i].Key()
			if len(key) < 2 || key[0] != themesSetting {
				continue
			}
			line, _ := strict.Errors[i].Position()
			if len(key) == 3 {
				lines[[2]string{key[1], key[2]}] = line
			}
			if of := [2]string{key[1]}; lines[of] == 0 || line < lines[of] {
				lines[of] = line
			}
		}
	}
	return lines
}
