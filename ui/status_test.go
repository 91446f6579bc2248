package ui_test

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"sync"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"segtap/ui"
)

// What the tab of a terminal tells follows what happens.
func TestTheTabTellsTheState(t *testing.T) {
	stopped := make(chan error, 1)
	d := newDesk(t, 120, 30, func(o *ui.Options) {
		o.Env.ClientSideID, o.Env.EventsURL = "0123456789abcdef01234567", "https://events.launchdarkly.com"
		o.Stopped = func() error { return <-stopped }
	})
	state := func(want tea.ProgramState) {
		t.Helper()
		switch s := d.View().ProgramStatus; {
		case s == nil:
			t.Errorf("the terminal is told nothing, want %s", want)
		case s.State != want || s.App != "segtap":
			t.Errorf("%s tells %s %q, want %s", s.App, s.State, s.Message, want)
		}
	}
	d.shop()
	if d.View().ProgramStatus != nil {
		t.Error("a terminal is told that has not answered")
	}
	d.Send(tea.ProgramStatusSupportMsg{})
	state(tea.ProgramStateIdle)
	d.Park("begin")
	d.Type("/order")
	state(tea.ProgramStateWorking)
	d.Release("begin")
	d.Press("enter", "esc")
	state(tea.ProgramStateIdle)
	d.Press("home", "r", "down", "enter")
	d.sees("A replay counts now")
	state(tea.ProgramStateBlocked)
	d.Press("esc", "esc", "e", "x")
	state(tea.ProgramStateIdle)
	d.Press("esc")
	state(tea.ProgramStateBlocked)
	d.Press("y")
	state(tea.ProgramStateIdle)
	stopped <- errors.New("accept: too many open files")
	d.Release("waitForStop")
	state(tea.ProgramStateError)
	d.sees("nothing listens any more, so nothing is captured: accept: too many open files; start segtap again")
}

// seen is what a terminal has got.
type seen struct {
	mu   sync.Mutex
	text bytes.Buffer
	more chan struct{}
}

func (s *seen) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	select {
	case s.more <- struct{}{}:
	default:
	}
	return s.text.Write(p)
}

func (s *seen) has(text string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return strings.Contains(s.text.String(), text)
}

// On the wire: a terminal is asked; one that answers is told; one that does not, or that would print the question, is told nothing.
func TestTheStateOnTheWire(t *testing.T) {
	for _, c := range []struct {
		term    string
		answers bool
	}{{"xterm-256color", true}, {"xterm-256color", false}, {"linux", false}} {
		out := &seen{more: make(chan struct{}, 1)}
		in, keys := io.Pipe()
		d := newDesk(t, 80, 24, nil)
		program := tea.NewProgram(d.Model(), tea.WithInput(in), tea.WithOutput(out), tea.WithWindowSize(80, 24), tea.WithoutSignalHandler(), tea.WithEnvironment([]string{"TERM=" + c.term}))
		ended := make(chan struct{})
		go func() {
			defer close(ended)
			_, _ = program.Run()
		}()
		wait := func(text string) {
			for !out.has(text) {
				<-out.more
			}
		}
		wait("Waiting for the first")
		if c.answers {
			wait(ansi.RequestProgramStatusSupport)
			_, _ = keys.Write([]byte(ansi.RequestProgramStatusSupport))
			wait("\x1b]7501;state=idle:app=segtap\a")
		}
		program.Quit()
		<-ended
		told := out.has("\x1b]7501;state=")
		if asked := out.has(ansi.RequestProgramStatusSupport); told != c.answers || asked != (c.term != "linux") {
			t.Errorf("%+v: asked %v, told %v", c, asked, told)
		}
	}
}
