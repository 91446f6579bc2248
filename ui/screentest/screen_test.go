package screentest

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
)

func TestScreenShowsWhatATerminalWould(t *testing.T) {
	s := New(t, &tiny{}, 60, 5)
	s.Type("Hi there\n")
	s.Press("up", "ctrl+p")
	want := "tiny 60×5\nkeys: H i space t h e r e enter up ctrl+p\nheard:\n\n"
	if got := s.Text(); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if !strings.Contains(s.Styled(), "\x1b[32mH i") {
		t.Errorf("no colour in %q", s.Styled())
	}
	if x, y, shown := s.Cursor(); x != 2 || y != 1 || !shown {
		t.Errorf("cursor at %d, %d, %v", x, y, shown)
	}
	s.CheckBounds()
	s.Golden("tiny")
}

func TestCommandsRunInTheirOrder(t *testing.T) {
	m := &tiny{}
	s := New(t, m, 40, 5)
	s.Press("b")
	if want := []string{"1", "2", "3", "4"}; !slices.Equal(m.heard, want) {
		t.Errorf("heard %q, want %q", m.heard, want)
	}
}

func TestWhatWaitsIsParked(t *testing.T) {
	m := &tiny{news: make(chan string, 2)}
	s := New(t, m, 40, 5, "tiny).wait")
	if names := s.Parked(); len(names) != 1 || !strings.HasSuffix(names[0], "(*tiny).wait-fm") {
		t.Fatalf("parked are %q", names)
	}
	for _, news := range []string{"one", "two"} {
		m.news <- news
		if n := s.Release("wait"); n != 1 {
			t.Fatalf("%d released", n)
		}
	}
	if !slices.Equal(m.heard, []string{"one", "two"}) {
		t.Errorf("heard %q", m.heard)
	}
	s.Press("t")
	if names := s.Parked(); len(names) != 2 || !strings.Contains(names[1], "Tick") {
		t.Errorf("timers are parked by themselves; parked are %q", names)
	}
	if s.Release("nothing") != 0 {
		t.Error("released what is not there")
	}
}

func TestClipboardAndQuit(t *testing.T) {
	m := &tiny{}
	s := New(t, m, 40, 5)
	s.Press("c")
	if s.Clipboard() != "copied" {
		t.Errorf("clipboard holds %q", s.Clipboard())
	}
	s.SetClipboard("from elsewhere")
	s.Press("v")
	if !slices.Equal(m.heard, []string{"clipboard from elsewhere"}) {
		t.Errorf("heard %q", m.heard)
	}
	if want := []string{"setClipboardMsg", "readClipboardMsg"}; !slices.Equal(s.Requests(), want) {
		t.Errorf("requests were %q, want %q", s.Requests(), want)
	}
	s.Press("q", "a")
	if !s.Quit() || slices.Contains(m.keys, "a") {
		t.Errorf("quit %v, keys %q", s.Quit(), m.keys)
	}
}

func TestClickOnText(t *testing.T) {
	m := &tiny{}
	s := New(t, m, 40, 5)
	s.Type("注文")
	s.ClickOn("文")
	if !slices.Equal(m.heard, []string{"click 9,1"}) {
		t.Errorf("heard %q", m.heard)
	}
}

func TestResize(t *testing.T) {
	s := New(t, &tiny{}, 40, 5)
	s.Resize(9, 2)
	if got, want := s.Text(), "tiny 9×2\nkeys:"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// failures is a testing.TB that notes failures in place of failing.
type failures struct {
	testing.TB
	messages []string
}

func (f *failures) Helper() {}

func (f *failures) Errorf(format string, args ...any) {
	f.messages = append(f.messages, fmt.Sprintf(format, args...))
}

func TestCheckBoundsFails(t *testing.T) {
	tests := []struct {
		name string
		do   func(s *Screen)
		want int
	}{
		{"all fits", func(*Screen) {}, 0},
		{"too wide", func(s *Screen) { s.Press("w") }, 1},
		{"too high", func(s *Screen) { s.Resize(40, 2) }, 1},
		{"cursor outside, and too high, and too wide", func(s *Screen) { s.Resize(2, 1) }, 5},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := &failures{TB: t}
			s := New(f, &tiny{}, 40, 5)
			tt.do(s)
			s.CheckBounds()
			if len(f.messages) != tt.want {
				t.Errorf("%d failures, want %d: %q", len(f.messages), tt.want, f.messages)
			}
		})
	}
}

// A view that asks the terminal something, as a fault in escaping would let a name do, must not hang the test.
func TestQueriesInAViewDoNotHang(t *testing.T) {
	for _, query := range []string{"\x1b[c", "\x1b[6n", "\x1b]11;?\a"} {
		s := New(t, fixed("a"+query+"b"), 20, 2)
		if got := s.Text(); got != "ab\n" {
			t.Errorf("got %q", got)
		}
	}
}

type fixed string

func (f fixed) Init() tea.Cmd                       { return nil }
func (f fixed) Update(tea.Msg) (tea.Model, tea.Cmd) { return f, nil }
func (f fixed) View() tea.View                      { return tea.NewView(string(f)) }

func BenchmarkText(b *testing.B) {
	s := New(b, &tiny{}, 120, 36)
	for b.Loop() {
		s.Text()
	}
}
