package screentest

import (
	"reflect"
	"runtime"
	"slices"
	"strings"
	"time"
	"unicode"

	tea "charm.land/bubbletea/v2"
)

// watchdog is how long a command that was not parked may take before the test fails: it only tells a test that hangs why.
const watchdog = 20 * time.Second

// timers names the functions that wait for time to pass: tea.Tick, tea.Every, the blinking of the cursor in bubbles.
func timers() []string {
	return []string{"bubbletea/v2.Tick.", "bubbletea/v2.Every.", "bubbles/v2/cursor."}
}

// Park makes commands wait that wait for something themselves, a channel or the network: those whose function's name, as
// runtime.FuncForPC gives it, contains one of names. The command of a method (m *Model) wait is "ui.(*Model).wait-fm", one
// that the method returns "ui.(*Model).wait.func1". Such a command is kept until [Screen.Release].
func (s *Screen) Park(names ...string) { s.waits = append(s.waits, names...) }

// Parked returns the names of the functions of all parked commands, oldest first.
func (s *Screen) Parked() []string {
	names := make([]string, len(s.parked))
	for i, cmd := range s.parked {
		names[i] = function(cmd)
	}
	return names
}

// Release runs the parked commands whose function's name contains name, oldest first, those parked meanwhile not, and
// delivers their messages. It returns how many there were. What they wait for must have come.
func (s *Screen) Release(name string) int {
	s.t.Helper()
	var now []tea.Cmd
	s.parked = slices.DeleteFunc(s.parked, func(cmd tea.Cmd) bool {
		if !strings.Contains(function(cmd), name) {
			return false
		}
		now = append(now, cmd)
		return true
	})
	for _, cmd := range now {
		s.deliver(s.result(cmd))
	}
	return len(now)
}

// Run runs a command to its end and delivers its message, or parks it. The commands of a batch and of a sequence run in
// the order in which they stand.
func (s *Screen) Run(cmd tea.Cmd) {
	s.t.Helper()
	if cmd == nil {
		return
	}
	name := function(cmd)
	if slices.ContainsFunc(s.waits, func(w string) bool { return strings.Contains(name, w) }) {
		s.parked = append(s.parked, cmd)
		return
	}
	s.deliver(s.result(cmd))
}

// result runs cmd and returns its message.
func (s *Screen) result(cmd tea.Cmd) tea.Msg {
	s.t.Helper()
	done := make(chan tea.Msg, 1)
	go func() { done <- cmd() }()
	timer := time.NewTimer(watchdog)
	defer timer.Stop()
	select {
	case msg := <-done:
		return msg
	case <-timer.C:
		s.t.Fatalf("command %s has been waiting for %v: park it", function(cmd), watchdog)
		return nil
	}
}

// deliver does with the message of a command what Bubble Tea does.
func (s *Screen) deliver(msg tea.Msg) {
	s.t.Helper()
	if cmds, ok := several(msg); ok {
		for _, cmd := range cmds {
			s.Run(cmd)
		}
		return
	}
	s.send(msg)
}

// several returns the commands of a tea.BatchMsg or of the message of tea.Sequence, which has no exported type.
func several(msg tea.Msg) ([]tea.Cmd, bool) {
	v := reflect.ValueOf(msg)
	cmds := reflect.TypeFor[[]tea.Cmd]()
	if !v.IsValid() || v.Kind() != reflect.Slice || !v.Type().ConvertibleTo(cmds) {
		return nil, false
	}
	return v.Convert(cmds).Interface().([]tea.Cmd), true
}

// send gives one message to the model and runs what it returns.
func (s *Screen) send(msg tea.Msg) {
	s.t.Helper()
	if msg == nil || s.quit {
		return
	}
	if _, ok := msg.(tea.QuitMsg); ok {
		s.quit = true
		return
	}
	s.request(msg)
	if mouse, ok := msg.(tea.MouseMsg); ok {
		if on := s.model.View().OnMouse; on != nil {
			s.Run(on(mouse))
		}
	}
	var cmd tea.Cmd
	s.model, cmd = s.model.Update(msg)
	s.Run(cmd)
}

// request notes messages for the terminal, which are of unexported types of Bubble Tea but for the one that leaves it to
// the shell, and answers some.
func (s *Screen) request(msg tea.Msg) {
	s.t.Helper()
	typ := reflect.TypeOf(msg)
	_, suspend := msg.(tea.SuspendMsg)
	if typ.PkgPath() != reflect.TypeFor[tea.KeyPressMsg]().PkgPath() || !suspend && !unicode.IsLower(rune(typ.Name()[0])) {
		return
	}
	s.requests = append(s.requests, typ.Name())
	switch typ.Name() {
	case "setClipboardMsg":
		s.clipboard = reflect.ValueOf(msg).String()
	case "readClipboardMsg":
		s.send(tea.ClipboardMsg{Content: s.clipboard, Selection: 'c'})
	case "windowSizeMsg":
		s.send(tea.WindowSizeMsg{Width: s.width, Height: s.height})
	}
}

// function returns the name of the function of cmd.
func function(cmd tea.Cmd) string {
	return runtime.FuncForPC(reflect.ValueOf(cmd).Pointer()).Name()
}
