package keymap

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"segtap/mapping/spelling"
)

// Change is what a person wants of an action's keys.
type Change struct {
	Action string   // the ID of a binding
	Keys   []string // the first is shown; none leaves the action to the palette
	Place  string   // where that is said, such as config.toml, line 3
}

// Mistake is what cannot be of a [Change].
type Mistake struct{ place, problem, way string }

// Error says where it is, and what.
func (m *Mistake) Error() string { return m.place + ": " + m.problem }

// Hint returns the way out.
func (m *Mistake) Hint() string { return m.way }

// reserved are the keys that nothing else gets, whatever is wanted: without them nobody
// finds the way out.
var reserved = map[string]string{"ctrl+c": "quit", "esc": "back", "f1": "help"}

// Keys are all bindings of the screens with the keys that a person wants them to have.
type Keys struct{ bindings []Binding }

// NewKeys returns the bindings of [Table] with some changes. What cannot be is not done, and
// told as a [Mistake], in the order of the changes; all else is.
func NewKeys(changes []Change) (*Keys, []error) {
	k := &Keys{bindings: table()}
	var ids []string
	for i := range k.bindings {
		ids = append(ids, k.bindings[i].ID)
	}
	told := make([][]error, len(changes))
	tell := func(c *Change, way, format string, args ...any) {
		at := slices.IndexFunc(changes, func(of Change) bool { return of.Action == c.Action })
		told[at] = append(told[at], &Mistake{c.Place, fmt.Sprintf(format, args...), way})
	}
	usual, wanted, unknown := Table(), []Change{}, []Change{}
	for _, c := range changes {
		b := k.Find(c.Action)
		if b == nil {
			unknown = append(unknown, c)
			continue
		}
		keys, bad := readable(c.Keys)
		for _, err := range bad {
			tell(&c, err.way, "%s: %s", c.Action, err.problem)
		}
		keys, refused := unreserved(b.ID, keys)
		for _, key := range refused {
			tell(&c, "give "+b.ID+" another one", "%s stays the key for %s", key, reserved[key])
		}
		if len(keys) == 0 && len(bad)+len(refused) > 0 {
			continue
		}
		for key, id := range reserved { // these stay
			if id == b.ID && !slices.Contains(keys, key) {
				keys = append(keys, key)
			}
		}
		c.Keys = keys
		b.setKeys(keys)
		wanted = append(wanted, c)
	}
	for i := range wanted {
		k.settle(&wanted[i], wanted[i+1:], usual, tell)
	}
	for _, c := range wanted { // now that all have theirs
		if len(c.Keys) > 0 && len(k.Find(c.Action).Keys()) == 0 {
			tell(&c, "the palette ("+k.Of("commands")+") finds it", "%s has no key now", c.Action)
		}
	}
	for _, c := range unknown {
		tell(&c, k.meant(c.Action, ids), "there is no action %q", c.Action)
	}
	k.tell()
	return k, slices.Concat(told...)
}

// settle takes the keys from a changed binding that another one has on the same screen: who
// has had it before keeps it, or who is named first. Those that are named later give way
// themselves.
func (k *Keys) settle(c *Change, later []Change, usual []Binding, tell func(c *Change, way, format string, args ...any)) {
	b, lost := k.Find(c.Action), false
	keys := slices.DeleteFunc(slices.Clone(b.Keys()), func(key string) bool {
		other := k.other(b, key, later)
		if other == nil {
			return false
		}
		lost = true
		tell(c, "give "+b.ID+" another key, or "+other.ID, "%s stays the key for %s, which is on the screen %s too", key, other.ID, shared(b, other))
		return true
	})
	b.setKeys(keys)
	left, _ := unreserved("", keys)
	if len(left) > 0 || !lost {
		return
	}
	at := slices.IndexFunc(usual, func(u Binding) bool { return u.ID == b.ID })
	for _, key := range usual[at].Keys() { // it has its own again, as far as they are free
		if k.other(b, key, nil) == nil && !slices.Contains(keys, key) {
			left = append(left, key)
		}
	}
	b.setKeys(append(left, keys...))
}

// unreserved returns the keys that an action may have, and those that stay another one's.
func unreserved(action string, keys []string) (may, others []string) {
	for _, key := range keys {
		if owner := reserved[key]; owner == "" || owner == action {
			may = append(may, key)
		} else {
			others = append(others, key)
		}
	}
	return may, others
}

// other returns another binding that has a key on one of the same screens, but for some;
// nil for none.
func (k *Keys) other(b *Binding, key string, but []Change) *Binding {
	for i := range k.bindings {
		o := &k.bindings[i]
		if o.ID == b.ID || slices.ContainsFunc(but, func(c Change) bool { return c.Action == o.ID }) {
			continue
		}
		if slices.Contains(o.Keys(), key) && slices.ContainsFunc(b.on, o.IsOn) {
			return o
		}
	}
	return nil
}

// shared names a screen that two bindings are on.
func shared(a, b *Binding) Screen {
	for _, s := range a.on {
		if b.IsOn(s) {
			return s
		}
	}
	return Events
}

// readable returns the keys as Bubble Tea spells them, each once, and what is wrong with
// others.
func readable(names []string) (keys []string, bad []*wrongKey) {
	for _, name := range names {
		press, err := Read(name)
		var wrong *wrongKey
		switch {
		case errors.As(err, &wrong):
			bad = append(bad, wrong)
		case !slices.Contains(keys, press.String()):
			keys = append(keys, press.String())
		}
	}
	return keys, bad
}

// meant says which action may be meant by a name that is none.
func (k *Keys) meant(name string, ids []string) string {
	if nearest := spelling.Nearest(name, ids); nearest != "" {
		return "is " + nearest + " meant?"
	}
	return "the palette (" + k.Of("commands") + ") lists them"
}

// Find returns the binding of an action; nil for none.
func (k *Keys) Find(id string) *Binding {
	for i := range k.bindings {
		if k.bindings[i].ID == id {
			return &k.bindings[i]
		}
	}
	return nil
}

// tell has the sentences of the bindings name the keys that there are: for {unclear}, that of
// the action.
func (k *Keys) tell() {
	for i := range k.bindings {
		b := &k.bindings[i]
		for before, rest, found := strings.Cut(b.More, "{"); found; before, rest, found = strings.Cut(b.More, "{") {
			id, behind, _ := strings.Cut(rest, "}")
			b.More = before + k.Of(id) + behind
		}
	}
}

// All returns the bindings in the order of the help screen.
func (k *Keys) All() []Binding { return k.bindings }

// Of returns the key of an action as it is shown; of one that has none, how the palette
// finds it.
func (k *Keys) Of(id string) string {
	b := k.Find(id)
	switch {
	case b == nil:
		return id
	case len(b.Keys()) > 0:
		return b.Key()
	case id == "commands":
		return "no key"
	}
	return k.Of("commands") + " " + id
}

// Screen names a screen with the key that opens it.
func (k *Keys) Screen(s Screen) string { return s.String() + " (" + k.Of(s.ID()) + ")" }

// Where says on which screen a binding can be done.
func (k *Keys) Where(b *Binding) string { return "only on the screen " + k.Screen(b.on[0]) }

// Sideways returns the keys of two actions that go left and right as one, where they are the
// usual ones as a sign for both.
func (k *Keys) Sideways(left, right, sign string) string {
	if k.Of(left) == "←" && k.Of(right) == "→" {
		return sign
	}
	return k.Of(left) + " " + k.Of(right)
}

// setKeys gives the binding other keys.
func (b *Binding) setKeys(keys []string) {
	label := b.Label()
	b.SetKeys(keys...)
	shown := ""
	if len(keys) > 0 {
		shown = Name(keys[0])
	}
	b.SetHelp(shown, label)
}

// Pressed returns the binding that a key is for on a screen; where there is none, one of
// another screen. Nil where the key is for nothing, or usual here for what has another one.
func (k *Keys) Pressed(press tea.KeyPressMsg, on Screen) *Binding {
	var elsewhere *Binding
	for i := range k.bindings {
		b := &k.bindings[i]
		if !b.Is(press) {
			continue
		}
		if b.IsOn(on) {
			return b
		}
		if elsewhere == nil {
			elsewhere = b
		}
	}
	if elsewhere != nil && k.usual(press, on) != nil {
		return nil
	}
	return elsewhere
}

// Nearest says what a key may have been meant for that is for nothing: what is usual for it,
// the letter with shift or without, with ctrl or without. Empty where there is nothing near.
func (k *Keys) Nearest(press tea.KeyPressMsg, on Screen) string {
	name := press.String()
	if b := k.usual(press, on); b != nil {
		return b.name(b.Keys()[0])
	}
	base := name[strings.LastIndexByte(name[:max(len(name)-1, 0)], '+')+1:] // behind its modifiers
	for _, near := range []string{strings.ToLower(base), strings.ToUpper(base), "ctrl+" + strings.ToLower(base)} {
		key, err := Read(near)
		if err != nil || near == name {
			continue
		}
		if b := k.Pressed(key, on); b != nil && b.IsOn(on) {
			return b.name(key.String())
		}
	}
	return ""
}

// usual returns the binding that a key is usually for on a screen, and that has another one
// now; nil for none.
func (k *Keys) usual(press tea.KeyPressMsg, on Screen) *Binding {
	for _, usual := range Table() {
		if b := k.Find(usual.ID); usual.Is(press) && b.IsOn(on) && len(b.Keys()) > 0 {
			return b
		}
	}
	return nil
}

// name says what a key of the binding does, in a few words.
func (b *Binding) name(key string) string {
	what := b.Label()
	if what == "" {
		what = b.Help
	}
	return Name(key) + ": " + what
}

// Unbound says of a key that is for nothing what it may have been meant for.
func (k *Keys) Unbound(press tea.KeyPressMsg, on Screen) string {
	if near := k.Nearest(press, on); near != "" {
		return Name(press.String()) + " does nothing here; " + near
	}
	return Name(press.String()) + " does nothing here; " + k.Of("help") + " lists the keys"
}

// First returns the first of its keys, as Bubble Tea spells it; empty where it has none.
func (b *Binding) First() string {
	if len(b.Keys()) == 0 {
		return ""
	}
	return b.Keys()[0]
}

// Hint is what a footer shows of an action, with another word for it; those of help and of
// the way out are the last to go.
func (k *Keys) Hint(id, label string) Hint {
	b := k.Find(id)
	return Hint{Key: k.Of(id), Label: label, Group: b.Group, Press: b.First(), Last: id == "help" || id == "quit"}
}
