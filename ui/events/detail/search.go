package detail

import (
	"fmt"
	"slices"

	"charm.land/bubbles/v2/key"
	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"github.com/charmbracelet/x/ansi"

	"segtap/ui/keymap"
	"segtap/ui/widget/count"
	"segtap/ui/widget/input"
	"segtap/ui/widget/sanitize"
	"segtap/ui/widget/styled"
)

// Search looks for a text in the JSON of the entry: in the pane that has the focus, and colours it in the other one as
// well. While it is typed it gets the keys; then it stays until it is left.
type Search struct {
	of     *Detail
	in     textinput.Model
	typing bool
	text   string   // what is looked for; empty for nothing
	last   string   // what was looked for before
	words  []string // what is coloured while nothing is looked for
}

func newSearch(of *Detail) Search { return Search{of: of, in: input.New(" search > ")} }

// The keys of the line in which it is typed.
var searchKeys = struct{ next, previous, keep, other, leave, quit key.Binding }{
	next: keymap.Dialog("↓", "next", "down", "ctrl+f"), previous: keymap.Dialog("↑", "previous", "up"),
	keep: keymap.Dialog("enter", "done", "enter"), other: keymap.Dialog("tab", "other pane", "tab", "shift+tab"),
	leave: keymap.Dialog("esc", "end the search", "esc"), quit: keymap.Dialog("ctrl+c", "quit", "ctrl+c"),
}

// Hints are what the footer shows while it is typed.
func (s *Search) Hints() []keymap.Hint {
	k := &searchKeys
	hints := keymap.Hints(k.keep, k.next, k.previous, k.other, k.leave)
	hints[0].Label = "done, then " + s.of.keys.Of("next-problem") + " " + s.of.keys.Of("previous-problem") + " step on"
	return hints
}

// Start has a text typed in; from the list it goes into the message.
func (s *Search) Start() tea.Cmd {
	if s.of.tree(s.of.focus) == nil {
		s.of.SetFocus(Message)
	}
	s.typing = true
	s.in.Placeholder = sanitize.Escape(s.last)
	s.in.SetValue(s.text)
	s.in.CursorEnd()
	return s.in.Focus()
}

// Typing reports whether the text is being typed.
func (s *Search) Typing() bool { return s.typing }

// Active reports whether a text is looked for, and no more typed.
func (s *Search) Active() bool { return !s.typing && s.text != "" }

// Type takes keys while the text is typed.
func (s *Search) Type(msg tea.Msg) tea.Cmd {
	if press, ok := msg.(tea.KeyPressMsg); ok {
		k := &searchKeys
		switch {
		case key.Matches(press, k.quit):
			return tea.Quit
		case key.Matches(press, k.leave):
			s.Leave()
			return nil
		case key.Matches(press, k.keep):
			if s.text == "" {
				s.look(s.last)
			}
			s.stopTyping()
			return nil
		case key.Matches(press, k.next):
			s.Go(1)
			return nil
		case key.Matches(press, k.previous):
			s.Go(-1)
			return nil
		case key.Matches(press, k.other):
			s.of.SetFocus(map[Pane]Pane{Message: Event, Event: Message}[s.of.focus])
			return nil
		}
	}
	var cmd tea.Cmd
	s.in, cmd = s.in.Update(msg)
	s.look(s.in.Value())
	return cmd
}

func (s *Search) stopTyping() {
	s.typing = false
	s.in.Blur()
}

// Go goes to another place where the text is.
func (s *Search) Go(by int) {
	if s.of.tree(s.of.focus) == nil {
		s.of.SetFocus(Message)
	}
	if t := s.of.tree(s.of.focus); t != nil {
		t.SearchGo(by)
		s.of.light()
	}
}

// Leave ends the search; the cursor stays where it is.
func (s *Search) Leave() {
	if s.text != "" {
		s.last = s.text
	}
	s.stopTyping()
	s.look("")
}

// look looks for a text.
func (s *Search) look(text string) {
	if text != s.text {
		s.text = text
		s.again()
	}
}

// again looks in the panes as they are now.
func (s *Search) again() {
	for _, p := range []Pane{Message, Event} {
		switch t := s.of.tree(p); {
		case t == nil:
		case p == s.of.focus || s.text == "":
			t.Search(s.text)
			t.Colour(s.words)
		default:
			t.Search("")
			t.Colour([]string{s.text})
		}
	}
	s.of.light()
}

// SetWords has words coloured while nothing is looked for.
func (s *Search) SetWords(words []string) {
	if !slices.Equal(words, s.words) {
		s.words = slices.Clone(words)
		s.again()
	}
}

// View draws the line in which it is typed, with which of the matches the cursor is at, and gives its cursor.
func (s *Search) View(w int) (string, *tea.Cursor) {
	found := ""
	if s.text != "" {
		found = s.found()
	}
	line, cursor := input.View(&s.in, max(w-styled.Width(found)-3, 1), s.of.theme.Dim.Text)
	return styled.Between(line, found+" ", w, s.of.theme.Ellipsis), cursor
}

// found says which of the matches the cursor is at; where there are none, whether there are in the other pane.
func (s *Search) found() string {
	t := s.of.tree(s.of.focus)
	if t == nil {
		return ""
	}
	at, of := t.Found()
	switch {
	case of > 0 && at == 0:
		return count.Number(of) + " found"
	case of > 0:
		return fmt.Sprintf("%s of %s", count.Number(at), count.Number(of))
	}
	said := "not found"
	for p, name := range map[Pane]string{Message: "the message", Event: "the event"} {
		if other := s.of.tree(p); p != s.of.focus && other != nil {
			if n := other.Count(s.text); n > 0 {
				said += "; " + count.Number(n) + " in " + name + ": " + s.of.keys.Of("next-pane")
			}
		}
	}
	return s.of.theme.Warned.Text(said)
}

// title adds to the title of a pane how the search stands in it; without room for both, that stands in its place.
func (s *Search) title(p Pane, title string, w int) string {
	if s.text == "" || p != s.of.focus {
		return title
	}
	const around = 5 // cells of the line
	state := ansi.Strip(s.found()) + "  " + sanitize.Escape(s.text)
	if whole := title + ": " + state; sanitize.Width(whole) <= w-around {
		return whole
	}
	return state
}
