package filter

import (
	"strings"

	"charm.land/bubbles/v2/key"
	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"segtap/ui/keymap"
	"segtap/ui/theme"
	"segtap/ui/widget/input"
	"segtap/ui/widget/sanitize"
	"segtap/ui/widget/styled"
)

// Words is a line in which words are typed that the rows of a table must have, each of
// them somewhere, in any case of letters.
type Words struct {
	theme *theme.Theme
	input textinput.Model
	open  bool
	words []string
}

// NewWords returns a line that is closed. What says what the words are looked for in.
func NewWords(t *theme.Theme, what string) Words {
	w := Words{theme: t, input: input.New(" / ")}
	w.input.Placeholder = what
	return w
}

// Open reports whether the line is typed in.
func (w *Words) Open() bool { return w.open }

// Text returns what is typed; empty when every row is wanted.
func (w *Words) Text() string { return strings.TrimSpace(w.input.Value()) }

// Start opens the line.
func (w *Words) Start() tea.Cmd {
	w.open = true
	return w.input.Focus()
}

// Clear wants every row, and reports whether there were words.
func (w *Words) Clear() (some bool) {
	some = len(w.words) > 0
	w.input.SetValue("")
	w.words = nil
	w.close()
	return some
}

func (w *Words) close() {
	w.open = false
	w.input.Blur()
}

// Hints are what the footer shows while words are typed.
func (w *Words) Hints() []keymap.Hint { return keymap.Hints(lineKeys.keep, lineKeys.clear) }

// Type takes keys while the line is open.
func (w *Words) Type(msg tea.Msg) (Press, tea.Cmd) {
	if press, ok := msg.(tea.KeyPressMsg); ok {
		switch {
		case key.Matches(press, lineKeys.keep):
			w.close()
			return Nothing, nil
		case key.Matches(press, lineKeys.clear):
			w.Clear()
			return Changed, nil
		case key.Matches(press, lineKeys.quit):
			return Nothing, tea.Quit
		case key.Matches(press, lineKeys.up):
			return Up, nil
		case key.Matches(press, lineKeys.down):
			return Down, nil
		}
	}
	before := w.input.Value()
	var cmd tea.Cmd
	if w.input, cmd = w.input.Update(msg); w.input.Value() == before {
		return Nothing, cmd
	}
	w.words = strings.Fields(strings.ToLower(w.input.Value()))
	return Changed, cmd
}

// Wants reports whether each word stands in one of the texts.
func (w *Words) Wants(texts ...string) bool {
	if len(w.words) == 0 {
		return true
	}
	all := strings.ToLower(strings.Join(texts, "\n"))
	for _, word := range w.words {
		if !strings.Contains(all, word) {
			return false
		}
	}
	return true
}

// View draws the line, and gives its cursor. Found is how much the words find.
func (w *Words) View(found string, width int) (string, *tea.Cursor) {
	half := max(width/2, 4)
	line, cursor := input.View(&w.input, half+len(w.input.Prompt), w.theme.Dim.Text)
	return styled.Spread(line, w.theme.Dim.Text(sanitize.Cut(found, max(width-half-8, 0)))+" ", width), cursor
}
