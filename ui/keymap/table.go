package keymap

// The headings of the help screen.
const (
	groupMove  = "Move"
	groupLook  = "Look"
	groupOther = "Other"
)

// GroupChange is the heading of what changes something: it cannot be done where nothing
// can be kept.
const GroupChange = "Change and send"

// Table returns all bindings of the screens in the order of the help screen. Footer, help,
// palette and the guide's key table are made from it: what is not in it does not exist.
func Table() []Binding {
	k := &Keys{bindings: table()}
	k.tell()
	return k.bindings
}

// table is the table in which a sentence names another key by its action in braces.
func table() []Binding {
	onEvents, onSorted, onDetailed, anywhere := []Screen{Events}, []Screen{Metrics, Replays, Problems}, []Screen{Replays, Metrics}, Screens()
	onBoth, onProblems, onTables := []Screen{Events, Replays}, []Screen{Problems}, []Screen{Events, Metrics, Problems}
	return []Binding{
		{ID: "up", on: anywhere, Binding: bind("", "up", "k"), Help: "one up", Group: groupMove},
		{ID: "down", on: anywhere, Binding: bind("", "down", "j"), Help: "one down", Group: groupMove},
		{ID: "page-up", on: anywhere, Binding: bind("", "pgup", "ctrl+u"), Help: "a page up", Group: groupMove},
		{ID: "page-down", on: anywhere, Binding: bind("", "pgdown", "ctrl+d"), Help: "a page down", Group: groupMove},
		{ID: "first", on: anywhere, Binding: bind("", "home", "g"), Help: "to the first", Group: groupMove},
		{ID: "follow", on: anywhere, Binding: bind("follow", "G", "end"), Help: "to the newest, and follow what arrives", Group: groupMove},
		{ID: "next-pane", on: onEvents, Binding: bind("pane", "tab"), Help: "to the next pane", More: "events, message, custom event, and what stands below where there is more of it", Group: groupMove},
		{ID: "previous-pane", on: onEvents, Binding: bind("", "shift+tab"), Help: "to the previous pane", Group: groupMove},
		{ID: "open", on: anywhere, Binding: bind("open", "enter"), Help: "open what is selected", More: "from the list into the message; in a pane, fold or unfold; on a metric or a problem, show its events", Group: groupMove, Footer: true},
		{ID: "place", on: []Screen{Metrics}, Binding: bind("place", "E"), Help: "open its file in $VISUAL, $EDITOR or vi", More: "at the line of the code or of the plan, what is wrong first", Group: groupMove},
		{ID: "scroll-down", on: onDetailed, Binding: bind("", "J", "shift+down"), Help: "scroll what stands under the list down", More: "the attempt, or what is known of the metric or name", Group: groupMove},
		{ID: "scroll-up", on: onDetailed, Binding: bind("", "K", "shift+up"), Help: "scroll what stands under the list up", Group: groupMove},
		{ID: "back", on: anywhere, Binding: bind("back", "esc"), Help: "back to the list; there, clear the filter", Group: groupMove},
		{ID: "parent", on: onEvents, Binding: bind("parent", "p"), Help: "to the entry that this one was made of", More: "by an edit or a replay", Group: groupMove},
		{ID: "child", on: onEvents, Binding: bind("child", "P"), Help: "to the next entry made of this one", More: "where there is none, to the next one of the same parent", Group: groupMove},

		{ID: "events", on: anywhere, Binding: bind("events", "1"), Help: "the events", More: "each beside what it becomes", Group: groupMove, Footer: true},
		{ID: "metrics", on: anywhere, Binding: bind("metrics", "2"), Help: "the metrics", More: "what has come for each, and which names match none", Group: groupMove, Footer: true},
		{ID: "replays", on: anywhere, Binding: bind("replays", "3"), Help: "the replays", More: "what was sent from here, every attempt with its request and answer", Group: groupMove},
		{ID: "problems", on: anywhere, Binding: bind("problems", "4"), Help: "the problems", More: "in how many entries each diagnostic was found, by event name; an entry with two problems is in two rows", Group: groupMove},

		{ID: "sources", on: anywhere, Binding: bind("files", "o"), Help: "choose what is shown: the capture, or a file", More: "a file that was opened, or what is captured here", Group: groupMove, Footer: true},
		{ID: "previous-source", on: anywhere, Binding: bind("", "{"), Help: "show the file before", More: "or what is captured here", Group: groupMove},
		{ID: "next-source", on: anywhere, Binding: bind("", "}"), Help: "show the next file", Group: groupMove},

		{ID: "edit", on: onEvents, Binding: bind("edit", "e"), Help: "edit a copy of the message", Group: GroupChange, Footer: true},
		{ID: "editor", on: onEvents, Binding: bind("$EDITOR", "E"), Help: "edit a copy in $VISUAL, $EDITOR or vi", Group: GroupChange},
		{ID: "fix", on: onEvents, Binding: bind("fix", "f"), Help: "repair a copy: the quick fix of the problem", More: "of the selected problem; you see it before it is kept", Group: GroupChange, Footer: true},
		{ID: "replay", on: onBoth, Binding: bind("replay", "r"), Help: "send the entry again", More: "choose where, look at the request, confirm", Group: GroupChange, Footer: true},
		{ID: "replay-several", on: onEvents, Binding: bind("", "R"), Help: "send many entries again", More: "those that are marked, or all that are shown", Group: GroupChange},
		{ID: "mark", on: onEvents, Binding: bind("mark", "m"), Help: "mark the entry, or take the mark off", More: "a marked entry stays when the oldest go, and is:marked finds it", Group: GroupChange},
		{ID: "unmark-all", on: onEvents, Binding: bind("", "M"), Help: "take all marks off", Group: GroupChange},
		{ID: "sample", on: onEvents, Binding: bind("sample", "t"), Help: "send a sample Track call to this endpoint", Group: GroupChange},
		{ID: "faults", on: anywhere, Binding: bind("", "F"), Help: "have the endpoint misbehave on purpose", More: "errors, delays, dropped connections", Group: GroupChange},

		{ID: "filter", on: anywhere, Binding: bind("filter", "/"), Help: "show only what a filter wants", More: "words, event:order* is:error value:>10 properties.plan:pro", Group: groupLook, Footer: true},
		{ID: "pause", on: onEvents, Binding: bind("pause", "space"), Help: "hold the list still; capture goes on", Group: groupLook, Footer: true},
		{ID: "fold-children", on: onEvents, Binding: bind("", "L"), Help: "hide edits and replays, or list them again", More: "the entries that were made here of others", Group: groupLook},
		{ID: "clear", on: onEvents, Binding: bind("", "c"), Help: "clear the list, but for marked entries", More: "all is kept, and {unclear} lists them again", Group: groupLook},
		{ID: "unclear", on: onEvents, Binding: bind("", "u"), Help: "list again what was cleared", Group: groupLook},
		{ID: "compare", on: onEvents, Binding: bind("compare", "d"), Help: "compare with the entry it was made of", More: "in what they differ: message, event and verdict, answer", Group: groupLook},
		{ID: "compare-marked", on: onEvents, Binding: bind("", "="), Help: "compare the two marked entries", More: "why one counts and the other does not", Group: groupLook},
		{ID: "origin", on: onEvents, Binding: bind("", "i"), Help: "where the entry came from", More: "when, by which route, SDK and write key, its answers", Group: groupLook},
		{ID: "write-key", on: onEvents, Binding: bind("", "K"), Help: "show the write key, or mask it", More: "where {origin} tells where the entry came from", Group: groupLook},
		{ID: "next-problem", on: onEvents, Binding: bind("problem", "n"), Help: "to the next problem of the entry", Group: groupLook, Footer: true},
		{ID: "previous-problem", on: onEvents, Binding: bind("", "N"), Help: "to the previous problem", Group: groupLook},
		{ID: "search", on: onEvents, Binding: bind("search", "ctrl+f"), Help: "search in the JSON of the entry", More: "in names and values; then {next-problem} and {previous-problem} go on and {back} leaves", Group: groupLook, Footer: true},
		{ID: "fold", on: onEvents, Binding: bind("", "left", "h"), Help: "fold the JSON under the cursor", More: "on the start screen, the previous SDK", Group: groupLook},
		{ID: "unfold", on: onEvents, Binding: bind("", "right", "l"), Help: "unfold the JSON under the cursor", More: "on the start screen, the next SDK", Group: groupLook},
		{ID: "fold-all", on: onEvents, Binding: bind("", "-"), Help: "fold all of the JSON", Group: groupLook},
		{ID: "unfold-all", on: onEvents, Binding: bind("", "+"), Help: "unfold all of the JSON", Group: groupLook},
		{ID: "wrap", on: onEvents, Binding: bind("", "w"), Help: "wrap long lines, or not", More: "then {scroll-left} and {scroll-right} scroll them sideways", Group: groupLook},
		{ID: "scroll-left", on: onEvents, Binding: bind("", "<"), Help: "scroll the JSON to the left", Group: groupLook},
		{ID: "scroll-right", on: onEvents, Binding: bind("", ">"), Help: "scroll the JSON to the right", Group: groupLook},
		{ID: "columns", on: onEvents, Binding: bind("columns", "C"), Help: "choose the columns of the list", More: "and their order", Group: groupLook},
		{ID: "arrange", on: onEvents, Binding: bind("beside/below", "v"), Help: "put the entry below the list, or beside it", Group: groupLook},
		{ID: "zoom", on: onEvents, Binding: bind("zoom", "z"), Help: "give the list or the entry the whole screen", More: "or both their room again", Group: groupLook},
		{ID: "narrower", on: onEvents, Binding: bind("", "["), Help: "make the list smaller", Group: groupLook},
		{ID: "wider", on: onEvents, Binding: bind("", "]"), Help: "make the list larger", Group: groupLook},

		{ID: "sort", on: onSorted, Binding: bind("sort", "s"), Help: "sort the list by something else", More: "the metrics by need, name, times seen or last seen; the replays by time, status, target, duration or tries; the problems by severity, entries, last seen, event or code", Group: groupLook, Footer: true},
		{ID: "by-experiment", on: []Screen{Metrics}, Binding: bind("by experiment", "x"), Help: "group the metrics by experiment, or not", More: "and say of each experiment whether it is getting what it needs. SEEN is COUNTS, MAY, LOST and OTHER together", Group: groupLook, Footer: true},
		{ID: "example", on: onProblems, Binding: bind("example", "a"), Help: "show the newest entry that has the problem", Group: groupMove, Footer: true},
		{ID: "reload", on: anywhere, Binding: bind("refresh", "ctrl+r"), Help: "read the metrics again", More: "from --metrics files and from LaunchDarkly", Group: groupOther},
		{ID: "destination", on: anywhere, Binding: bind("", "D"), Help: "judge by the other destination", More: "actions or classic", Group: groupOther},
		{ID: "copy", on: onTables, Binding: bind("copy", "y"), Help: "copy something of what is selected", More: "the message, the custom event, curl of either, the pointer or the value; of a metric or a problem its key, event name, filter or YAML", Group: groupOther, Footer: true},
		{ID: "theme", on: anywhere, Binding: bind("", "T"), Help: "choose the colours of the screen", More: "the theme: dark, light, of high contrast or for the colour-blind", Group: groupOther},
		{ID: "help", on: anywhere, Binding: bind("help", "?", "f1"), Help: "all keys and signs", Group: groupOther, Footer: true},
		{ID: "commands", on: anywhere, Binding: bind("commands", "ctrl+p"), Help: "find a command by its name", Group: groupOther, Footer: true},
		{ID: "suspend", on: anywhere, Binding: bind("", "ctrl+z"), Help: "leave the terminal to the shell", More: "fg comes back, capture waits until then", Group: groupOther},
		{ID: "quit", on: anywhere, Binding: bind("quit", "q", "ctrl+c"), Help: "leave", More: "what was captured stays in the capture file, or the stream", Group: groupOther, Footer: true},
	}
}
