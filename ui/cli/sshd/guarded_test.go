package sshd

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
)

// fragile is a screen that panics at one place.
type fragile struct{ at string }

func (f fragile) panics(at string) {
	if f.at == at {
		panic("no " + at)
	}
}

func (f fragile) Init() tea.Cmd {
	f.panics("beginning")
	return tea.Batch(func() tea.Msg { f.panics("command"); return nil }, tea.Batch(func() tea.Msg { f.panics("command of a command"); return nil }))
}

func (f fragile) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	if _, ok := msg.(tea.WindowSizeMsg); ok {
		f.panics("message")
	}
	return f, nil
}

func (f fragile) View() tea.View {
	f.panics("frame")
	return tea.NewView("")
}

// Wherever a screen panics, its session ends, which is a line of the log; the client is told, and nobody else.
func TestAScreenThatPanicsEndsItsSession(t *testing.T) {
	for _, at := range []string{"beginning", "message", "frame", "command", "command of a command"} {
		var log bytes.Buffer
		one := &session{of: &Server{audit: newAudit(slog.New(slog.NewTextHandler(&log, nil)))}, id: 7, gate: &gate{hangUp: func() {}, fits: new(room).fits("")}}
		ctx, gone := context.WithCancel(t.Context())
		program := tea.NewProgram(guarded{fragile{at}, one.fault}, tea.WithoutSignalHandler(), tea.WithInput(silence{ctx}), tea.WithOutput(io.Discard), tea.WithWindowSize(80, 24))
		one.mayQuit(program.Quit)
		_, err := program.Run()
		gone()
		one.gate.closed()
		why, code := one.over(err)
		if !strings.Contains(why, "a fault of segtap's own") || code != 1 {
			t.Errorf("%s: %s, %d", at, why, code)
		}
		if got := log.String(); strings.Count(got, "\n") != 1 || !strings.Contains(got, `level=ERROR msg="ssh fault" session=7`) || !strings.Contains(got, fmt.Sprintf("panic=%q", "no "+at)) {
			t.Errorf("%s: %s", at, got)
		}
	}
}
