package config

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/pelletier/go-toml/v2"

	"segtap/ui/cli/console"
	"segtap/ui/keymap"
)

// keysSetting is the table of the screen's keys: [keys]. Only the user's own file has it: a
// hand knows its keys, whatever project it works on.
const keysSetting = "keys"

const keysHint = `in [keys] a line is such as edit = ["ctrl+e", "e"]`

// Keys returns which keys the actions of the screen are to have, as the user's own
// configuration wants it. What the screen cannot do of it, it says.
func Keys() ([]keymap.Change, error) {
	configs, err := read()
	var all []keymap.Change
	for _, c := range configs { // a project's has none
		all = append(all, c.keys...)
	}
	return all, err
}

// Mistakes returns what the screen cannot do of the configurations: of its keys and of the theme
// that they name.
func Mistakes() []error {
	changes, _ := Keys() // a configuration that cannot be read has been refused
	_, mistakes := keymap.NewKeys(changes)
	name, from := configuredTheme()
	if name == "" {
		return mistakes
	}
	_, faint, err := Theme(name)
	if err != nil {
		var way interface{ Hint() string }
		hint := ""
		if errors.As(err, &way) {
			hint = way.Hint()
		}
		return append(mistakes, console.Usage(hint, "%s: theme: %w", from, err))
	}
	if faint != nil {
		mistakes = append(mistakes, faint)
	}
	return mistakes
}

// parseKeys reads the keys of a configuration, in the order of its lines.
func (c *File) parseKeys(text []byte) error {
	value, has := c.values[keysSetting]
	if !has || c.project {
		return nil // a project's is refused for having them
	}
	delete(c.values, keysSetting)
	table, ok := value.(map[string]any)
	if !ok {
		return console.Cannot(keysHint, "%s: %s is no table", c.path, keysSetting)
	}
	lines := linesOf(text)
	for _, action := range slices.SortedFunc(maps.Keys(table), func(a, b string) int { return lines[a] - lines[b] }) {
		change := keymap.Change{Action: action, Place: fmt.Sprintf("%s, line %d", c.path, lines[action])}
		list, isList := table[action].([]any)
		if !isList {
			list = []any{table[action]}
		}
		for _, item := range list {
			name, isText := item.(string)
			if !isText {
				return console.Cannot(keysHint, "%s: %s: a key stands in quotes", change.Place, action)
			}
			change.Keys = append(change.Keys, name)
		}
		c.keys = append(c.keys, change)
	}
	return nil
}

// linesOf returns the lines in which the keys of the actions stand: a decoder that knows no
// action tells where each is.
func linesOf(text []byte) map[string]int {
	lines := make(map[string]int)
	var none struct {
		Keys struct{} `toml:"keys"`
	}
	err := toml.NewDecoder(bytes.NewReader(text)).DisallowUnknownFields().Decode(&none)
	if strict, ok := errors.AsType[*toml.StrictMissingError](err); ok {
		for i := range strict.Errors {
			if key := strict.Errors[i].Key(); len(key) == 2 && key[0] == keysSetting {
				lines[key[1]], _ = strict.Errors[i].Position()
			}
		}
	}
	return lines
}
