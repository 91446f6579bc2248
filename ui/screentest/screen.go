package screentest

import (
	"strings"
	"testing"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/vt"
)

// Screen is a model under test and the terminal it believes to be on.
type Screen struct {
	t             testing.TB
	model         tea.Model
	width, height int
	em            *vt.Emulator

	waits     []string // parts of the names of functions to park
	parked    []tea.Cmd
	requests  []string
	clipboard string
	quit      bool
}

// New starts model on a terminal of this size: it runs the command of Init and sends the size. Commands whose functions
// are named in park, and timers, are parked (see [Screen.Park]). What goes wrong fails t.
func New(t testing.TB, model tea.Model, width, height int, park ...string) *Screen {
	t.Helper()
	s := &Screen{t: t, model: model, waits: timers()}
	var free func()
	s.em, free = newEmulator(width, height)
	t.Cleanup(free)
	s.Park(park...)
	s.Run(model.Init())
	s.Resize(width, height)
	return s
}

// Send gives messages to the model, one after the other, as Bubble Tea would, and runs the commands it returns.
func (s *Screen) Send(msgs ...tea.Msg) {
	s.t.Helper()
	for _, msg := range msgs {
		s.send(msg)
	}
}

// Press presses keys by their names, such as "ctrl+p", "enter", "up", "G".
func (s *Screen) Press(names ...string) {
	s.t.Helper()
	for _, name := range names {
		key, err := Key(name)
		if err != nil {
			s.t.Fatal(err)
		}
		s.send(key)
	}
}

// Type presses the keys of text, a line feed as "enter".
func (s *Screen) Type(text string) {
	s.t.Helper()
	clusters(text, func(name string) { s.Press(name) })
}

// Click presses and releases the left mouse button at column x and line y, both from zero.
func (s *Screen) Click(x, y int) {
	s.t.Helper()
	s.Send(tea.MouseClickMsg{X: x, Y: y, Button: tea.MouseLeft}, tea.MouseReleaseMsg{X: x, Y: y, Button: tea.MouseLeft})
}

// ClickOn clicks on the first character of the first place where the screen shows text.
func (s *Screen) ClickOn(text string) {
	s.t.Helper()
	for y, line := range strings.Split(s.Text(), "\n") {
		if before, _, ok := strings.Cut(line, text); ok {
			s.Click(ansi.StringWidth(before), y)
			return
		}
	}
	s.t.Fatalf("%q is not on the screen:\n%s", text, s.Text())
}

// Resize changes the size of the terminal, unless the program has ended, which would not hear of it.
func (s *Screen) Resize(width, height int) {
	s.t.Helper()
	if s.quit {
		return
	}
	s.width, s.height = width, height
	s.send(tea.WindowSizeMsg{Width: width, Height: height})
}

// Model returns the model as it is now.
func (s *Screen) Model() tea.Model { return s.model }

// View returns what the model's View returns now.
func (s *Screen) View() tea.View { return s.model.View() }

// Text returns the screen as plain text: all its lines without trailing spaces. What the view has beyond the width or below
// the height is cut off, as on a terminal.
func (s *Screen) Text() string {
	show(s.em, s.View().Content, s.width, s.height)
	return text(s.em)
}

// Styled returns the screen with its colours as SGR sequences.
func (s *Screen) Styled() string {
	show(s.em, s.View().Content, s.width, s.height)
	return s.em.Render()
}

// Cursor returns where the cursor is, from zero, and whether it is shown.
func (s *Screen) Cursor() (x, y int, shown bool) {
	if c := s.View().Cursor; c != nil {
		return c.X, c.Y, true
	}
	return 0, 0, false
}

// Quit reports whether the program has asked to end. Messages after that are not delivered.
func (s *Screen) Quit() bool { return s.quit }

// Clipboard returns what the program has put on the terminal's clipboard (tea.SetClipboard).
func (s *Screen) Clipboard() string { return s.clipboard }

// SetClipboard is what the terminal answers when the program reads its clipboard.
func (s *Screen) SetClipboard(text string) { s.clipboard = text }

// Requests returns the types of the messages the program had for the terminal rather than for itself, in order, such as
// "setClipboardMsg" or "execMsg", which is not executed.
func (s *Screen) Requests() []string { return s.requests }

// Golden compares the screen with testdata/NAME.golden; see [Golden].
func (s *Screen) Golden(name string) {
	s.t.Helper()
	Golden(s.t, name, s.Text())
}

// CheckBounds fails the test if the view has more lines than the screen, or one wider than it, by either way terminals
// count columns, or if the cursor is outside.
func (s *Screen) CheckBounds() {
	s.t.Helper()
	view := s.View()
	lines := strings.Split(view.Content, "\n")
	if len(lines) > s.height {
		s.t.Errorf("the view has %d lines, the screen %d", len(lines), s.height)
	}
	for i, l := range lines {
		if w := max(ansi.StringWidth(l), ansi.StringWidthWc(l)); w > s.width {
			s.t.Errorf("line %d of the view is %d columns wide, the screen %d: %q", i, w, s.width, ansi.Strip(l))
		}
		if !utf8.ValidString(l) {
			s.t.Errorf("line %d of the view is not UTF-8: %q", i, l)
		}
	}
	if c := view.Cursor; c != nil && (c.X < 0 || c.X >= s.width || c.Y < 0 || c.Y >= s.height) {
		s.t.Errorf("the cursor is at column %d, line %d of a screen of %d×%d", c.X, c.Y, s.width, s.height)
	}
}
