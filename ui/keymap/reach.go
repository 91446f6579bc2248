package keymap

// Reach is what a key has to do with beyond the screen that it is pressed on. A screen that somebody elsewhere looks at
// goes by it.
type Reach uint8

// What a key can reach.
const (
	Unsaid      Reach = iota
	OwnScreen         // nothing else: another screen over the same capture shows nothing of it
	SharedState       // what all screens share: the capture, its entries and marks, the endpoint, what is sent from here
	ThisMachine       // the machine that segtap runs on, or what was given when it was started
)

// Reach returns what the key has to do with. A test holds that all of the table say so.
func (b *Binding) Reach() Reach {
	switch b.ID {
	case "up", "down", "page-up", "page-down", "first", "follow", "next-pane", "previous-pane", "open", "scroll-down", "scroll-up", "back", "parent", "child",
		"events", "metrics", "replays", "problems", "sources", "previous-source", "next-source",
		"filter", "pause", "fold-children", "compare", "compare-marked", "origin", "next-problem", "previous-problem", "search",
		"fold", "unfold", "fold-all", "unfold-all", "wrap", "scroll-left", "scroll-right", "columns", "arrange", "zoom", "narrower", "wider",
		"sort", "by-experiment", "example", "copy", "theme", "help", "commands", "quit":
		return OwnScreen
	case "edit", "fix", "replay", "replay-several", "mark", "unmark-all", "sample", "faults", "clear", "unclear",
		"write-key": // which is a secret of who sends: to see it is more than to look
		return SharedState
	case "editor", "place", "reload", "destination", "suspend":
		return ThisMachine
	}
	return Unsaid
}
