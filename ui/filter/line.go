package filter

import (
	"errors"
	"strings"
	"time"

	"charm.land/bubbles/v2/key"
	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"segtap/mapping/query"
	"segtap/ui/keymap"
	"segtap/ui/preferences"
	"segtap/ui/theme"
	"segtap/ui/widget/input"
)

// Line is where a filter is typed, and the list of completions under it.
type Line struct {
	// Preferences have the filters before; nil for none.
	Preferences *preferences.Preferences
	// Gather looks for the names that a filter may have, as soon as one is to be typed; nil
	// where they are always known.
	Gather func() tea.Cmd
	// Keyless says why a filter may not ask for write keys; empty where it may.
	Keyless string
	// KeysListed is told that write keys are offered, once each time that the line is open; nil for nobody.
	KeysListed func()

	theme   *theme.Theme
	now     func() time.Time
	known   func() query.Known
	open    bool
	input   textinput.Model
	mistake *query.Error       // in what is typed; nil for none
	next    []query.Suggestion // how what is typed may go on
	chosen  int                // of these; -1 for none
	shut    bool               // the list of them is closed until something is typed
	room    int                // lines that the list may have
	recall  recall
	told    bool // that write keys are offered
}

// New returns a line that is closed. Known says which names a filter may have in it.
func New(t *theme.Theme, now func() time.Time, known func() query.Known) Line {
	return Line{theme: t, now: now, known: known, input: input.New(" / "), chosen: -1}
}

// The keys of the line; those of the list go on to move its cursor.
var lineKeys = struct{ complete, keep, clear, quit, up, down key.Binding }{
	complete: keymap.Dialog("tab", "take a completion", "tab"),
	keep:     keymap.Dialog("enter", "keep", "enter"),
	clear:    keymap.Dialog("esc", "clear", "esc"),
	quit:     keymap.Dialog("ctrl+c", "quit", "ctrl+c"),
	up:       keymap.Dialog("↑", "earlier filters", "up"),
	down:     keymap.Dialog("↓", "choose", "down"),
}

// Hints are what the footer shows while the filter is typed.
func (f *Line) Hints() []keymap.Hint {
	if !f.listed() {
		return keymap.Hints(lineKeys.keep, lineKeys.up, lineKeys.clear)
	}
	choose, keep, shut := keymap.Dialog("↑↓", "choose", "down"), lineKeys.keep, lineKeys.clear
	if f.chosen >= 0 {
		keep = keymap.Dialog("enter", "take", "enter")
	}
	if f.input.Value() != "" {
		shut = keymap.Dialog("esc", "close the list", "esc")
	}
	return keymap.Hints(choose, lineKeys.complete, keep, shut)
}

func (f *Line) close() {
	f.open = false
	f.input.Blur()
	f.next, f.recall.back = nil, 0
}

// keep closes the line, unless there is a mistake in it: else what it shows would not be
// what is asked.
func (f *Line) keep() Press {
	if f.mistake == nil {
		held := f.held() != ""
		if f.Preferences != nil {
			f.Preferences.Used(strings.TrimSpace(f.input.Value()))
		}
		f.close()
		if held {
			return Changed
		}
		return Nothing
	}
	mistake := *f.mistake
	mistake.Unfinished = false
	f.mistake, f.next = &mistake, nil
	return Nothing
}

// Set puts a text into the line: there is no mistake in it yet.
func (f *Line) Set(text string) {
	if f.input.Value() != text {
		f.input.SetValue(text)
		f.input.CursorEnd()
	}
	f.mistake, f.next, f.chosen = nil, nil, -1
}

// Open reports whether the filter is being typed.
func (f *Line) Open() bool { return f.open }

// Start opens the line.
func (f *Line) Start() tea.Cmd {
	f.open, f.shut = true, false
	f.recall, f.told = recall{}, false
	f.suggest()
	if f.Gather == nil {
		return f.input.Focus()
	}
	return tea.Batch(f.input.Focus(), f.Gather())
}

// Press is what a person wants who types.
type Press uint8

// What they may want.
const (
	Nothing Press = iota
	Changed       // the text is another one: what it wants is to be shown
	Up            // one up in the list
	Down
)

// Type takes keys while the line is open. The text is [Line.Text] afterwards.
func (f *Line) Type(msg tea.Msg) (Press, tea.Cmd) {
	switch msg := msg.(type) {
	case GatheredMsg:
		f.suggestMore()
		return Nothing, nil
	case TakeMsg:
		return f.take(msg.Row), nil
	case tea.KeyPressMsg:
		if press, cmd, mine := f.press(msg); mine {
			return press, cmd
		}
	}
	before, at := f.input.Value(), f.input.Position()
	var cmd tea.Cmd
	f.input, cmd = f.input.Update(msg)
	switch {
	case f.input.Value() != before:
		f.shut, f.recall.back = false, 0
		return Changed, cmd
	case f.input.Position() != at:
		f.suggest()
	}
	return Nothing, cmd
}

// press takes the keys that type nothing.
func (f *Line) press(press tea.KeyPressMsg) (_ Press, _ tea.Cmd, mine bool) {
	switch {
	case key.Matches(press, lineKeys.keep) && f.listed() && f.chosen >= 0:
		return f.take(f.chosen), nil, true
	case key.Matches(press, lineKeys.keep):
		return f.keep(), nil, true
	case key.Matches(press, lineKeys.clear) && f.listed() && f.input.Value() != "":
		return f.shutList(), nil, true
	case key.Matches(press, lineKeys.clear):
		f.close()
		f.Set("")
		return Changed, nil, true
	case key.Matches(press, lineKeys.quit):
		return Nothing, tea.Quit, true
	case key.Matches(press, lineKeys.complete):
		return f.take(max(f.chosen, 0)), nil, true
	case key.Matches(press, lineKeys.up):
		return f.up(), nil, true
	case key.Matches(press, lineKeys.down):
		return f.down(), nil, true
	}
	return Nothing, nil, false
}

// shutList closes the list of completions: what is typed is no beginning of one.
func (f *Line) shutList() Press {
	held := f.held() != ""
	f.shut, f.chosen = true, -1
	if held {
		return Changed
	}
	return Nothing
}

// up goes up in the list of completions, or to the filter before where that is closed or
// nothing is typed.
func (f *Line) up() Press {
	switch {
	case f.listed() && f.chosen >= 0:
		f.chosen--
		return Nothing
	case f.listed() && f.input.Value() != "":
		f.chosen = len(f.next) - 1
		return Nothing
	}
	return f.goBack(1)
}

// down goes down in the list of completions, or to the next filter of those before; where
// there is neither, down in the list that is filtered.
func (f *Line) down() Press {
	switch {
	case f.listed():
		f.chosen = min(f.chosen+1, len(f.next)-1)
		return Nothing
	case f.recall.back > 0:
		return f.goBack(-1)
	}
	return Down
}

// goBack puts an earlier filter into the line; where there is none it stays.
func (f *Line) goBack(by int) Press {
	text, ok := f.recall.step(f.Preferences, by, f.input.Value())
	if !ok {
		return Nothing
	}
	f.Set(text)
	f.input.CursorEnd()
	f.shut = true
	return Changed
}

// Filter returns what a text asks for; nil for everything. A text that is no filter, or
// may become another one at the next key, gives false, and the line says why.
func (f *Line) Filter(text string) (wanted *query.Filter, ok bool) {
	f.Set(text)
	f.suggest()
	if strings.TrimSpace(text) == "" {
		return nil, true
	}
	wanted, err := query.Parse(text, f.now())
	if err != nil {
		if errors.As(err, &f.mistake) && f.listed() { // it may become one of these
			f.mistake.Unfinished = true
		}
		return nil, false
	}
	if f.Keyless != "" && wanted.Needs()&query.NeedsWriteKey != 0 { // by which one would be found letter by letter
		f.mistake = &query.Error{End: len(text), Column: 1, Problem: "key: asks for write keys", Hint: f.Keyless}
		return nil, false
	}
	return wanted, f.held() == ""
}

// Text returns what is typed.
func (f *Line) Text() string { return f.input.Value() }
