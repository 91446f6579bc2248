package finding

import (
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
}

// entry is a key, or a sign, and what it is for.
type entry struct{ sign, text string }

// Contents are what the help is of: the keys of the screen or the dialog that it was opened
// over, before all others, the legend, and at the end what a person was told.
func Contents(t *theme.Theme, keys *keymap.Keys, screen keymap.Screen, over *keymap.Section, others []keymap.Section, told []notice.Told) []chapter {
	var all []chapter
	if over != nil {
		all = append(all, ofSection(over))
	}
	all = append(all, ofScreen(keys, screen)...)
	if rest := elsewhere(keys, screen); len(rest.entries) > 0 {
		all = append(all, rest)
	}
	all = append(all, legend(t), gates(t))
	for i := range others {
		if over == nil || others[i].Name != over.Name {
			all = append(all, ofSection(&others[i]))
		}
	}
	notices := chapter{title: "Notices"}
	for _, what := range told {
		notices.entries = append(notices.entries, entry{what.At.Format(time.TimeOnly), sanitize.Escape(what.Text)})
	}
	if len(told) > 0 {
		all = append(all, notices)
	}
	return all
}

// ofScreen are the keys of a screen by what they are for.
func ofScreen(keys *keymap.Keys, screen keymap.Screen) (all []chapter) {
	places := make(map[string]int)
	for i := range keys.All() {
		b := &keys.All()[i]
		if !b.IsOn(screen) {
			continue
		}
		at, has := places[b.Group]
		if !has {
			at = len(all)
			places[b.Group] = at
			all = append(all, chapter{title: screen.String() + ": " + strings.ToLower(b.Group[:1]) + b.Group[1:]})
		}
		all[at].entries = append(all[at].entries, entry{shown(keys, b), b.Help})
	}
	return all
}

// elsewhere are the keys that are for other screens only.
func elsewhere(keys *keymap.Keys, screen keymap.Screen) chapter {
	rest := chapter{title: "On other screens"}
	for i := range keys.All() {
		if b := &keys.All()[i]; !b.IsOn(screen) {
			rest.entries = append(rest.entries, entry{shown(keys, b), b.Help + " (" + keys.Where(b) + ")"})
		}
	}
	return rest
}

// shown are the keys of an action, or how it is done without.
func shown(keys *keymap.Keys, b *keymap.Binding) string {
	if text := b.Shown(); text != "" {
		return text
	}
	return keys.Of(b.ID)
}

func ofSection(s *keymap.Section) chapter {
	c := chapter{title: s.Name}
	for _, b := range s.Keys {
		names := make([]string, 0, len(b.Keys()))
		for _, key := range b.Keys() {
			names = append(names, keymap.Name(key))
		}
		c.entries = append(c.entries, entry{strings.Join(names, " "), b.Help().Desc})
	}
	return c
}

// legend says what the signs mean.
func legend(t *theme.Theme) chapter {
	return chapter{"The signs", []entry{
		{t.OK, "no problem: the event reaches LaunchDarkly; of a gate, passed"},
		{t.OK + " " + verdict.HeadlineUnknown.Word(), "it reaches LaunchDarkly; whether a metric counts it is not known"},
		{t.Nowhere, "it reaches LaunchDarkly, and no metric counts it"},
		{t.Maybe, "whether it counts is not known"},
		{t.Warn, "a warning: it reaches LaunchDarkly, perhaps not as it was meant"},
		{t.Err, "an error: it is lost, or counts for nothing"},
		{t.Unknown, "not meant for LaunchDarkly, such as a page; of a gate, not known"},
		{t.Edited, "edited here"},
		{t.Draft, "has an unfinished draft"},
		{t.Replayed, "sent from here"},
		{t.Replayed + t.Err, "sent from here, and not taken"},
		{t.PassedOn, "passed on to the upstream of --forward"},
		{t.PassedOn + t.Err, "passed on, and not taken"},
		{t.Opened, "opened from a file, or pasted"},
		{t.Marked, "marked"},
		{t.Cursor, "the selected row; in JSON, the line of the cursor"},
		{t.TreeGlyphs.Light, "what belongs to the line of the cursor, in the other pane"},
		{t.Following, "the list follows what arrives; at a tab, the screen that is open"},
		{t.Paused, "the list is held"},
		{t.Dot, "segtap listens"},
		{t.Dash, "there is none"},
		{t.Ellipsis, "there is more than fits, or it is still under way"},
	}}
}

// gates says what they ask, and how their strip is read.
func gates(t *theme.Theme) chapter {
	c := chapter{title: "The gates"}
	for _, g := range verdict.AllGates() {
		c.entries = append(c.entries, entry{g.String(), g.Question()})
	}
	all := verdict.AllGates()
	named, last := verdict.Named.String(), all[len(all)-1].String()
	return chapter{c.title, append(c.entries,
		entry{t.Unknown + named + t.To + last, "all gates from " + named + " to " + last + " have the state that the sign says, here: not known"},
		entry{t.Err + named, "the first gate that the event does not pass; those behind it are quiet, and told as if it had"},
	)}
}
