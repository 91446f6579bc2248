package expectation

import "strings"

// State says how it stands with an expectation.
type State string

// The states.
const (
	Met     State = "met"     // it holds
	Missing State = "missing" // it does not hold: what it wants has not come
	Broken  State = "broken"  // it does not hold, and no further event can mend it
	Skipped State = "skipped" // nothing that Segment sends can meet it, and nobody has asked for it by name
)

// Result says whether an expectation is met, and why not. An expectation of an
// experiment has one for each metric. All of its texts may hold what came from
// outside: who prints one makes it safe for where it goes.
type Result struct {
	Name  string `json:"name"` // as the file has it, else made of what is expected
	OK    bool   `json:"ok"`   // met, or skipped
	State State  `json:"state"`
	// Where the expectation stands: the file by the name it was given with, and the
	// line and column in it, from 1.
	File   string `json:"file,omitzero"`
	Line   int    `json:"line"`
	Column int    `json:"column"`
	// Expected and Came are what was expected and what came instead, or as well, to be
	// read behind these words: no capital at their beginning and no full stop.
	Expected string `json:"expected"`
	Came     string `json:"came"`
	// Nearest is the event that came nearest to meeting it, or the one that breaks
	// it; nil where it is met, and where no event is near.
	Nearest *Miss `json:"nearest,omitzero"`
}

// Miss is an event that does not do what was expected of it.
type Miss struct {
	Entry uint64 `json:"entry,omitzero"` // its number in the capture; 0: it has none
	File  string `json:"file,omitzero"`  // the file that it is from, - for standard input
	Line  int    `json:"line,omitzero"`  // where it stands there
	Event string `json:"event"`          // its name; empty where it has none
	// What says in a few words what is wrong, to be read behind its name.
	What string `json:"what"`
	// Of the diagnostic that says why; empty where none does.
	Code    string `json:"code,omitzero"`
	Pointer string `json:"pointer,omitzero"` // into the message
	Value   string `json:"value,omitzero"`   // what stands there, as it came
	Metric  string `json:"metric,omitzero"`
	Effect  string `json:"effect,omitzero"` // what Segment or LaunchDarkly does with it, in sentences
	Fix     string `json:"fix,omitzero"`    // the way out, in sentences
}

// Found says what was found, where, and what comes of it: "value_not_number at
// /properties/revenue, "$59.90": Segment drops the event." It is empty where no more is
// known than What says.
func (m *Miss) Found() string {
	text := m.Code
	if m.Pointer != "" {
		text = strings.TrimPrefix(text+" at "+m.Pointer, " ")
	}
	if m.Value != "" {
		text += ", " + m.Value
	}
	if m.Effect != "" {
		text = strings.TrimPrefix(text+": "+m.Effect, ": ")
	}
	return text
}
