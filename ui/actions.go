package ui

import tea "charm.land/bubbletea/v2"

// action is one thing a person can do. The table of actions makes the key map,
// the footer, the help screen, the command palette and the README's key table:
// what is not in it does not exist.
type action struct {
	id    string   // stable name
	keys  []string // as Bubble Tea spells them; the first is shown
	label string   // a word or two, for the footer
	help  string   // one sentence, for help and palette
	group string   // heading in the help screen
	hint  bool     // shown in the footer
	on    screens  // where it can be done; zero: on the Events screen
	// off says why the action cannot be done now; empty when it can. Nil when
	// it always can.
	off func(*Model) string
	do  func(*Model) tea.Cmd
}

// screens is a set of screens.
type screens uint8

const (
	onEvents    screens = 1 << screenEvents
	onMetrics   screens = 1 << screenMetrics
	onAnyScreen         = onEvents | onMetrics
)

// isOn reports whether the action can be done on a screen.
func (a *action) isOn(s screen) bool {
	on := a.on
	if on == 0 {
		on = onEvents
	}
	return on&(1<<s) != 0
}

// The headings of the help screen.
const (
	groupMove   = "Move"
	groupLook   = "Look"
	groupChange = "Change and send"
	groupOther  = "Other"
)

// actionTable gives the actions of the Events screen in the order of the help
// screen.
func actionTable() []action {
	return []action{
		{id: "up", on: onAnyScreen, keys: []string{"up", "k"}, help: "one up", group: groupMove, do: (*Model).up},
		{id: "down", on: onAnyScreen, keys: []string{"down", "j"}, help: "one down", group: groupMove, do: (*Model).down},
		{id: "page-up", on: onAnyScreen, keys: []string{"pgup", "ctrl+u"}, help: "a page up", group: groupMove, do: (*Model).pageUp},
		{id: "page-down", on: onAnyScreen, keys: []string{"pgdown", "ctrl+d"}, help: "a page down", group: groupMove, do: (*Model).pageDown},
		{id: "first", on: onAnyScreen, keys: []string{"home", "g"}, help: "to the first", group: groupMove, do: (*Model).first},
		{id: "follow", on: onAnyScreen, keys: []string{"end", "G"}, label: "follow", help: "to the newest, and follow what arrives", group: groupMove, do: (*Model).follow},
		{id: "next-pane", keys: []string{"tab"}, label: "pane", help: "to the next pane: events, message, custom event", group: groupMove, do: (*Model).nextPane},
		{id: "previous-pane", keys: []string{"shift+tab"}, help: "to the previous pane", group: groupMove, do: (*Model).previousPane},
		{id: "open", on: onAnyScreen, keys: []string{"enter"}, label: "open", help: "from the list into the message; in a pane, fold or unfold; on a metric, show its events", group: groupMove, hint: true, off: needOpen, do: (*Model).open},
		{id: "back", on: onAnyScreen, keys: []string{"esc"}, label: "back", help: "back to the list; there, clear the filter", group: groupMove, do: (*Model).back},

		{id: "events", on: onAnyScreen, keys: []string{"1"}, label: "events", help: "the events, each beside what it becomes", group: groupMove, hint: true, do: (*Model).showEvents},
		{id: "metrics", on: onAnyScreen, keys: []string{"2"}, label: "metrics", help: "the metrics: which have been seen, which wait, which names match none", group: groupMove, hint: true, do: (*Model).showMetrics},

		{id: "edit", keys: []string{"e"}, label: "edit", help: "edit a copy of the message", group: groupChange, hint: true, off: needMessage, do: (*Model).edit},
		{id: "editor", keys: []string{"E"}, label: "$EDITOR", help: "edit a copy of the message in $VISUAL or $EDITOR", group: groupChange, off: needEditor, do: (*Model).editOutside},
		{id: "fix", keys: []string{"f"}, label: "fix", help: "apply the quick fix of the selected problem to a copy", group: groupChange, hint: true, off: needFix, do: (*Model).fix},
		{id: "replay", keys: []string{"r"}, label: "replay", help: "send the entry again: choose where, look at the request, confirm", group: groupChange, hint: true, off: needMessage, do: (*Model).replay},
		{id: "mark", keys: []string{"m"}, label: "mark", help: "mark the entry, or take the mark off: a marked entry stays when the oldest go, and is:marked finds it", group: groupChange, off: needEntry, do: (*Model).mark},
		{id: "sample", keys: []string{"t"}, label: "sample", help: "send a sample Track call to this endpoint", group: groupChange, do: (*Model).sample},
		{id: "faults", on: onAnyScreen, keys: []string{"F"}, help: "make the endpoint misbehave on purpose: errors, delays, dropped connections", group: groupChange, off: needFaults, do: (*Model).showFaults},

		{id: "filter", keys: []string{"/"}, label: "filter", help: "show only the entries that a filter wants: words, event:order* is:error value:>10 properties.plan:pro", group: groupLook, hint: true, do: (*Model).startFilter},
		{id: "pause", keys: []string{"space"}, label: "pause", help: "hold the list still while capture goes on", group: groupLook, hint: true, off: needList, do: (*Model).pause},
		{id: "next-problem", keys: []string{"n"}, label: "problem", help: "to the next problem of the entry", group: groupLook, hint: true, off: needProblem, do: (*Model).nextProblem},
		{id: "previous-problem", keys: []string{"N"}, help: "to the previous problem", group: groupLook, off: needProblem, do: (*Model).previousProblem},
		{id: "fold", keys: []string{"left", "h"}, help: "fold the JSON under the cursor; on the start screen, the previous SDK", group: groupLook, do: (*Model).fold},
		{id: "unfold", keys: []string{"right", "l"}, help: "unfold the JSON under the cursor; on the start screen, the next SDK", group: groupLook, do: (*Model).unfold},
		{id: "fold-all", keys: []string{"-"}, help: "fold all of the JSON", group: groupLook, off: needEntry, do: (*Model).foldAll},
		{id: "unfold-all", keys: []string{"+"}, help: "unfold all of the JSON", group: groupLook, off: needEntry, do: (*Model).unfoldAll},
		{id: "wrap", keys: []string{"w"}, help: "wrap long lines, or scroll them sideways with < and >", group: groupLook, do: (*Model).toggleWrap},
		{id: "scroll-left", keys: []string{"<"}, help: "scroll the JSON to the left", group: groupLook, do: (*Model).scrollLeft},
		{id: "scroll-right", keys: []string{">"}, help: "scroll the JSON to the right", group: groupLook, do: (*Model).scrollRight},
		{id: "narrower", keys: []string{"["}, help: "make the list narrower", group: groupLook, off: needWide, do: (*Model).narrower},
		{id: "wider", keys: []string{"]"}, help: "make the list wider", group: groupLook, off: needWide, do: (*Model).wider},

		{id: "sort", on: onMetrics, keys: []string{"s"}, label: "sort", help: "sort the metrics by need, name, times seen or last seen", group: groupLook, hint: true, do: (*Model).sortMetrics},
		{id: "reload", on: onAnyScreen, keys: []string{"ctrl+r"}, label: "refresh", help: "read the metrics again, from --metrics files and from LaunchDarkly", group: groupOther, off: needCatalogue, do: (*Model).reload},
		{id: "destination", on: onAnyScreen, keys: []string{"D"}, help: "go by the other destination: actions or classic", group: groupOther, off: needJudge, do: (*Model).otherDestination},
		{id: "copy", keys: []string{"y"}, label: "copy", help: "copy: the message, the custom event, curl of either, the pointer or the value", group: groupOther, hint: true, do: (*Model).copy},
		{id: "help", on: onAnyScreen, keys: []string{"?"}, label: "help", help: "all keys", group: groupOther, hint: true, do: (*Model).showHelp},
		{id: "commands", on: onAnyScreen, keys: []string{"ctrl+p"}, label: "commands", help: "find a command by its name", group: groupOther, hint: true, do: (*Model).showPalette},
		{id: "suspend", on: onAnyScreen, keys: []string{"ctrl+z"}, help: "leave the terminal to the shell; fg comes back, capture waits until then", group: groupOther, do: (*Model).suspend},
		{id: "quit", on: onAnyScreen, keys: []string{"q", "ctrl+c"}, label: "quit", hint: true, help: "leave; what was captured stays in the capture file", group: groupOther, do: (*Model).quit},
	}
}

// Key is one row of the README's key table.
type Key struct{ Keys, Help, Group string }

// Keys gives every key of the Events screen with what it does.
func Keys() []Key {
	var keys []Key
	for _, a := range actionTable() {
		shown := ""
		for i, k := range a.keys {
			if i > 0 {
				shown += " "
			}
			shown += keyName(k)
		}
		keys = append(keys, Key{shown, a.help, a.group})
	}
	return keys
}

// keyName spells a key as a footer does.
func keyName(key string) string {
	switch key {
	case "up":
		return "↑"
	case "down":
		return "↓"
	case "left":
		return "←"
	case "right":
		return "→"
	case "pgdown":
		return "pgdn"
	}
	return key
}

func needList(m *Model) string {
	if m.total == 0 {
		return "there is nothing to hold yet"
	}
	return ""
}

func needEntry(m *Model) string {
	if m.detail.id == 0 {
		return "no entry is selected"
	}
	return ""
}

func needOpen(m *Model) string {
	if m.screen == screenMetrics {
		return needMetric(m)
	}
	return needEntry(m)
}

func needMessage(m *Model) string {
	if reason := needEntry(m); reason != "" {
		return reason
	}
	if m.detail.err != nil {
		return "the entry cannot be read: " + m.detail.err.Error()
	}
	if !m.loaded() {
		return "the entry is still being read"
	}
	return ""
}

func needEditor(m *Model) string {
	if reason := needMessage(m); reason != "" {
		return reason
	}
	if len(m.opt.Editor) == 0 {
		return "neither $VISUAL nor $EDITOR is set"
	}
	return ""
}

func needProblem(m *Model) string {
	if reason := needMessage(m); reason != "" {
		return reason
	}
	if len(m.detail.problems()) == 0 {
		return "this entry has no problems"
	}
	return ""
}

func needFix(m *Model) string {
	if reason := needProblem(m); reason != "" {
		return reason
	}
	if _, ok := m.detail.quickFix(); !ok {
		return "no evident repair for this problem: edit it with e"
	}
	return ""
}

func needWide(m *Model) string {
	if m.width < wideScreen {
		return "the list has the whole width here"
	}
	return ""
}
