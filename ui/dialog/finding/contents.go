package finding

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"segtap/mapping/verdict"
	"segtap/ui/keymap"
	"segtap/ui/notice"
	"segtap/ui/theme"
	"segtap/ui/widget/sanitize"
)

// chapter is a part of the help, under a title.
type chapter struct {
	title   string
	entries []entry
	found   bool // it is only shown where something is searched for
}

// entry is a key, or a sign, and what it is for.
type entry struct {
	sign, text string
	more       string // what else there is to know, for who searches
	off        string // why it cannot be used now; empty when it can
}

// whole is all that there is to know of it.
func (e *entry) whole() string {
	text := e.text
	if e.more != "" {
		text += ": " + e.more
	}
	if e.off != "" {
		text += " (not now: " + e.off + ")"
	}
	return text
}

// Contents are what the help is of, what a person needs next first: the keys of the dialog and
// of the screen that it was opened over, the legend, then how to move, and what there is
// elsewhere, at the end what a person was told. Off says why a binding cannot be used now; empty when it can.
func Contents(t *theme.Theme, keys *keymap.Keys, screen keymap.Screen, off func(*keymap.Binding) string, over *keymap.Section, others []keymap.Section, told []notice.Told) []chapter {
	var all []chapter
	if over != nil {
		all = append(all, ofSection(over))
	}
	first, more, move, anywhere := ofScreen(keys, screen, off)
	all = append(all, first, more, legend(t), gates(t), move, anywhere)
	for _, s := range keymap.Screens() {
		if s != screen {
			all = append(all, onlyOn(keys, s, screen))
		}
	}
	var names []string
	for i := range others {
		if names = append(names, others[i].Name); over == nil || others[i].Name != over.Name {
			all = append(all, ofSection(&others[i]))
			all[len(all)-1].found = true
		}
	}
	all = append(all, chapter{title: "In dialogs, and while a filter is typed", entries: []entry{
		{sign: "f1", text: "the keys there; or type here: " + strings.Join(names, ", ")},
	}})
	notices := chapter{title: "Notices"}
	for _, what := range told {
		notices.entries = append(notices.entries, entry{sign: what.At.Format(time.TimeOnly), text: sanitize.Escape(what.Text)})
	}
	if len(told) > 0 {
		all = append(all, notices)
	}
	return all
}

// ofScreen are the keys of a screen: those of its footer, what else it does, how to move on it,
// and what is there on every screen. Those that cannot be used now are the last.
func ofScreen(keys *keymap.Keys, screen keymap.Screen, off func(*keymap.Binding) string) (first, more, move, anywhere chapter) {
	first.title, more.title, move.title, anywhere.title = screen.String(), screen.String()+": what else", "Moving", "On every screen"
	for i := range keys.All() {
		b := &keys.All()[i]
		if !b.IsOn(screen) {
			continue
		}
		of := &more
		switch {
		case b.General():
			of = &anywhere
		case b.OpensScreen() || b.Moves() && !b.Footer:
			of = &move
		case b.Footer:
			of = &first
		}
		of.entries = append(of.entries, entryOf(keys, b, off(b)))
	}
	for _, c := range []*chapter{&first, &more, &move, &anywhere} {
		slices.SortStableFunc(c.entries, func(a, b entry) int { return cmp.Compare(min(len(a.off), 1), min(len(b.off), 1)) })
	}
	return first, more, move, anywhere
}

// entryOf is a key that cannot be used now for a reason, or can. One that cannot stands in
// brackets, as in the footer.
func entryOf(keys *keymap.Keys, b *keymap.Binding, off string) entry {
	sign := b.Shown()
	if sign == "" {
		sign = keys.Of(b.ID) // how it is done without
	}
	if off != "" {
		sign = "(" + sign + ")"
	}
	return entry{sign, b.Help, b.More, off}
}

// onlyOn are the keys of a screen that the open one does not have.
func onlyOn(keys *keymap.Keys, s, open keymap.Screen) chapter {
	c := chapter{title: "Only on " + keys.Screen(s)}
	for i := range keys.All() {
		b := &keys.All()[i]
		if on, few := b.OnlyOn(); few && on == s && !b.IsOn(open) {
			c.entries = append(c.entries, entryOf(keys, b, ""))
		}
	}
	return c
}

func ofSection(s *keymap.Section) chapter {
	c := chapter{title: s.Name}
	for _, b := range s.Keys {
		names := make([]string, 0, len(b.Keys()))
		for _, key := range b.Keys() {
			names = append(names, keymap.Name(key))
		}
		c.entries = append(c.entries, entry{sign: strings.Join(names, " "), text: b.Help().Desc})
	}
	return c
}

// legend says what the signs mean.
func legend(t *theme.Theme) chapter {
	c := chapter{title: "The signs"}
	for _, of := range [][2]string{
		{t.OK, "no problem; of a gate, passed"},
		{t.OK + " " + verdict.HeadlineUnknown.Word(), "reaches LaunchDarkly; no metrics are known"},
		{t.Nowhere, "reaches LaunchDarkly; no metric counts it"},
		{t.Maybe, "whether it counts is not known"},
		{t.Warn, "a warning: perhaps not as it was meant"},
		{t.Err, "an error: it is lost, or counts for nothing"},
		{t.Unknown, "not for LaunchDarkly; of a gate, not known"},
		{t.Edited, "edited here"},
		{t.Draft, "has an unfinished draft"},
		{t.Replayed, "sent from here"},
		{t.Replayed + t.Err, "sent from here, and not taken"},
		{t.PassedOn, "passed on to the upstream of --forward"},
		{t.PassedOn + t.Err, "passed on, and not taken"},
		{t.Opened, "opened from a file, or pasted"},
		{t.Marked, "marked"},
		{t.Cursor, "the selected row or line"},
		{t.TreeGlyphs.Light, "in the other pane, what belongs to that line"},
		{t.Following, "follows what arrives; at a tab, it is open"},
		{t.Paused, "the list is held"},
		{t.Dot, "segtap listens"},
		{t.Dash, "there is none"},
		{t.Ellipsis, "there is more, or it is still under way"},
		{"(f fix)", "the key does nothing now; press it for why"},
	} {
		c.entries = append(c.entries, entry{sign: of[0], text: of[1]})
	}
	return c
}

// gates says what they ask, and how their strip is read.
func gates(t *theme.Theme) chapter {
	c := chapter{title: "The gates, which an event passes in this order"}
	all := verdict.AllGates()
	for _, g := range all {
		c.entries = append(c.entries, entry{sign: g.String(), text: g.Question()})
	}
	named, last := verdict.Named.String(), all[len(all)-1].String()
	c.entries = append(c.entries,
		entry{sign: t.Unknown + named + t.To + last, text: "all from " + named + " to " + last + " have that state"},
		entry{sign: t.Err + named, text: "the first that it does not pass", more: "those behind it are quiet, and told as if it had"},
	)
	return c
}
