package reading

import (
	"context"

	tea "charm.land/bubbletea/v2"
)

// task is something that is being read.
type task struct {
	told   <-chan string // how far it has come; closed at its end
	cancel context.CancelFunc
}

// progressMsg tells how far a reading has come.
type progressMsg struct {
	of   *task
	text string
}

// begin begins a task. What reads it gets the context, and tells by tell how far it has come; end is for its end.
func begin() (t *task, ctx context.Context, tell func(string), end func()) {
	ctx, cancel := context.WithCancel(context.Background())
	told := make(chan string, 1)
	t = &task{told: told, cancel: cancel}
	tell = func(text string) {
		select {
		case told <- text:
		case <-ctx.Done():
		}
	}
	return t, ctx, tell, func() {
		cancel()
		close(told)
	}
}

// waitForProgress waits until the reading says how far it has come.
func (t *task) waitForProgress() tea.Cmd {
	return func() tea.Msg {
		text, ok := <-t.told
		if !ok {
			return nil
		}
		return progressMsg{t, text}
	}
}
