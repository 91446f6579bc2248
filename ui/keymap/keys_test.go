package keymap

import (
	"errors"
	"slices"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"pgregory.net/rapid"

	"segtap/ui/widget/sanitize"
)

// What is wanted, what becomes of it, and what is told.
func TestChangedKeys(t *testing.T) {
	for _, c := range []struct {
		story   string
		changes []Change
		want    map[string]string // the keys of actions, as they are shown
		told    []string
	}{
		{"another key frees the usual one", []Change{{"edit", []string{"ctrl+e"}, "c, line 2"}, {"open", []string{"e"}, "c, line 3"}}, map[string]string{"edit": "ctrl+e", "open": "e"}, nil},
		{"two actions change places", []Change{{"edit", []string{"r"}, "c, line 2"}, {"replay", []string{"e"}, "c, line 3"}}, map[string]string{"edit": "r", "replay": "e"}, nil},
		{
			"a key of another action",
			[]Change{{"edit", []string{"r"}, "c, line 2"}},
			map[string]string{"edit": "e", "replay": "r"},
			[]string{"c, line 2: r stays the key for replay, which is on the screen Events too: give edit another key, or replay"},
		},
		{"on another screen it is free", []Change{{"sort", []string{"m"}, "c, line 2"}}, map[string]string{"sort": "m", "mark": "m"}, nil},
		{"several, of which one is free", []Change{{"edit", []string{"r", "ctrl+e"}, "c, line 2"}}, map[string]string{"edit": "ctrl+e"}, []string{"c, line 2: r stays"}},
		{
			"two that are wanted for the same",
			[]Change{{"edit", []string{"x"}, "c, line 2"}, {"fix", []string{"x"}, "c, line 3"}},
			map[string]string{"edit": "x", "fix": "f"},
			[]string{"c, line 3: x stays the key for edit"},
		},
		{
			"one whose own is gone",
			[]Change{{"open", []string{"e"}, "c, line 2"}, {"edit", []string{"r"}, "c, line 3"}},
			map[string]string{"open": "e", "edit": "ctrl+p edit"},
			[]string{"c, line 3: r stays", "c, line 3: edit has no key now: the palette (ctrl+p) finds it"},
		},
		{"an action that is none", []Change{{"edi", []string{"x"}, "c, line 2"}, {"edit", []string{"x"}, "c, line 3"}}, map[string]string{"edit": "x"}, []string{`c, line 2: there is no action "edi": is edit meant?`}},
		{"one that is nothing like any", []Change{{"zzzzzz", []string{"x"}, "c, line 2"}}, nil, []string{`c, line 2: there is no action "zzzzzz": the palette (ctrl+p) lists them`}},
		{"a key that is none", []Change{{"edit", []string{"control+e"}, "c, line 2"}}, map[string]string{"edit": "e"}, []string{`c, line 2: edit: "control+e" is no key: write `}},
		{"the way out stays", []Change{{"quit", []string{"Q"}, "c, line 2"}, {"help", nil, "c, line 3"}}, map[string]string{"quit": "Q ctrl+c", "help": "f1"}, nil},
		{"and is for nothing else", []Change{{"edit", []string{"esc", "ctrl+c"}, "c, line 2"}}, map[string]string{"back": "esc", "edit": "e"}, []string{"c, line 2: esc stays the key for back: give edit another one", "c, line 2: ctrl+c stays"}},
		{"the usual way out stays where the wanted one is another's", []Change{{"quit", []string{"e"}, "c, line 2"}}, map[string]string{"quit": "q ctrl+c", "edit": "e"}, []string{"c, line 2: e stays"}},
		{"and where it is another's way out", []Change{{"quit", []string{"esc"}, "c, line 2"}}, map[string]string{"quit": "q ctrl+c"}, []string{"c, line 2: esc stays"}},
		{
			"the palette has another key",
			[]Change{{"zzzzzz", []string{"x"}, "c, line 2"}, {"commands", []string{"ctrl+k"}, "c, line 3"}},
			nil,
			[]string{`c, line 2: there is no action "zzzzzz": the palette (ctrl+k) lists them`},
		},
		{"a place that looks like a format", []Change{{"edit", []string{"r"}, "100%d/c, line 2"}}, nil, []string{"100%d/c, line 2: r stays the key for replay"}},
		{"none at all", []Change{{"edit", []string{}, "c, line 2"}, {"mark", []string{"e"}, "c, line 3"}}, map[string]string{"edit": "ctrl+p edit", "mark": "e"}, nil},
		{"as people spell them", []Change{{"edit", []string{"Ctrl+E", "shift+x", "PageDown", "escape"}, "c, line 2"}, {"page-down", []string{"b"}, "c, line 3"}}, map[string]string{"edit": "ctrl+shift+e X pgdn"}, []string{"c, line 2: esc stays"}},
	} {
		t.Run(c.story, func(t *testing.T) {
			keys, problems := NewKeys(c.changes)
			for id, want := range c.want {
				got := keys.Find(id).Shown()
				if got == "" {
					got = keys.Of(id)
				}
				if got != want {
					t.Errorf("%s has %q, want %q", id, got, want)
				}
			}
			if len(problems) != len(c.told) {
				t.Errorf("told %q", problems)
				return
			}
			for i, want := range c.told {
				var way interface{ Hint() string }
				if !errors.As(problems[i], &way) || !strings.HasPrefix(problems[i].Error()+": "+way.Hint(), want) {
					t.Errorf("told %q, want %q", problems[i], want)
				}
			}
		})
	}
}

// Whatever is wanted: on one screen a key is for one thing, help and the ways out have
// theirs, and what has none was wanted so or is told.
func TestChangedKeysProperty(t *testing.T) {
	var ids []string
	for _, b := range Table() {
		ids = append(ids, b.ID)
	}
	rapid.Check(t, func(t *rapid.T) {
		var changes []Change
		for _, id := range rapid.SliceOfNDistinct(rapid.SampledFrom(append(ids, "none")), 0, 8, rapid.ID).Draw(t, "actions") {
			changes = append(changes, Change{id, rapid.SliceOfN(rapid.SampledFrom([]string{"e", "r", "x", "q", "?", "esc", "ctrl+c", "f1", "ctrl+p", "up", "space", "E", "bad+", "ctrl+i"}), 0, 3).Draw(t, "keys"), "here"})
		}
		keys, problems := NewKeys(changes)
		for _, s := range Screens() {
			taken := map[string]string{}
			for _, b := range keys.All() {
				for _, key := range b.Keys() {
					if other := taken[key]; b.IsOn(s) && other != "" {
						t.Fatalf("%s is for %s and for %s on %s; told %q", key, other, b.ID, s, problems)
					}
					if b.IsOn(s) {
						taken[key] = b.ID
					}
				}
			}
			for key, id := range reserved {
				if taken[key] != id {
					t.Fatalf("%s is for %q on %s", key, taken[key], s)
				}
			}
		}
		for _, b := range keys.All() {
			i := slices.IndexFunc(changes, func(c Change) bool { return c.Action == b.ID })
			if len(b.Keys()) == 0 && (i < 0 || len(changes[i].Keys) > 0 && len(problems) == 0) {
				t.Fatalf("%s has no key: %q", b.ID, problems)
			}
		}
	})
}

// Every key of the table is read from its name, and spelled the same again.
func TestReadKeys(t *testing.T) {
	for _, b := range Table() {
		for _, name := range b.Keys() {
			if press, err := Read(name); err != nil || !b.Is(press) {
				t.Errorf("%s: %v, %v", name, press, err)
			}
		}
	}
	for name, want := range map[string]string{"é": "é", "É": "É", "+": "+", "ctrl++": "ctrl++", "shift+tab": "shift+tab", "ALT+x": "alt+x", "F5": "f5", "space": "space", "注": "注"} {
		if press, err := Read(name); err != nil || press.String() != want {
			t.Errorf("%s is %q, %v", name, press, err)
		}
	}
	for _, name := range []string{"", " ", "ctrl+", "hyper+x", "xx", "\x1b", "ctrl+i", "ctrl+m", "shift+1", "f13", "\xff"} {
		if press, err := Read(name); err == nil {
			t.Errorf("%q is read as %q", name, press)
		}
	}
}

// Each takes one line of the help screen.
func TestHelpIsShort(t *testing.T) {
	for _, b := range Table() {
		if w := sanitize.Width(b.Help); w == 0 || w > MostHelp || strings.Contains(b.Whole(), "{") && b.ID != "previous-source" {
			t.Errorf("%s has %d cells: %s", b.ID, w, b.Whole())
		}
	}
}

func TestTheNearestKey(t *testing.T) {
	keys, _ := NewKeys([]Change{{"edit", []string{"ctrl+e"}, "here"}})
	for _, c := range []struct {
		press tea.KeyPressMsg
		want  string
	}{
		{tea.KeyPressMsg{Code: 'q', Text: "Q", Mod: tea.ModShift}, "q: quit"},
		{tea.KeyPressMsg{Code: 'r', Mod: tea.ModCtrl | tea.ModAlt}, "r: replay"},
		{tea.KeyPressMsg{Code: 'e', Text: "e"}, "ctrl+e: edit"},
		{tea.KeyPressMsg{Code: 'x', Text: "x"}, ""},
		{tea.KeyPressMsg{Code: tea.KeyF9}, ""},
		{tea.KeyPressMsg{Code: '+', Mod: tea.ModCtrl}, "+: unfold all of the JSON"},
	} {
		if got := keys.Nearest(c.press, Events); got != c.want {
			t.Errorf("%s: %q, want %q", c.press, got, c.want)
		}
	}
}
