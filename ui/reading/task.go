package reading

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"segtap/ui/keymap"
	"segtap/ui/notice"
	"segtap/ui/theme"
)

// Desk is where what is being read is told.
type Desk struct {
	Theme   *theme.Theme
	Notices *notice.Box
	Keys    *keymap.Keys
}

// task is something that is being read.
type task struct {
	desk   Desk
	who    string        // who says that it is being read
	told   <-chan string // how far it has come; closed at its end
	cancel context.CancelFunc
	over   bool
}

// progressMsg tells how far a reading has come.
type progressMsg struct {
	of   *task
	text string
}

// begin begins a task, and says so by a text. What reads gets the context, and tells by tell how far it has come; end
// is for its end.
func (d Desk) begin(who, text string) (t *task, ctx context.Context, tell func(string), end func()) {
	ctx, cancel := context.WithCancel(context.Background())
	told := make(chan string, 1)
	t = &task{desk: d, who: who, told: told, cancel: cancel}
	t.say(text)
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

func (t *task) say(text string) {
	t.desk.Notices.Doing(t.who, text+" "+t.desk.Theme.Ellipsis+"  ("+t.desk.Keys.Of("back")+" stops it)")
}

// done says that it is over.
func (t *task) done() {
	t.over = true
	t.desk.Notices.Doing(t.who, "")
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

// take says how far a reading has come, and waits for more.
func (msg progressMsg) take() tea.Cmd {
	if !msg.of.over {
		msg.of.say(msg.text)
	}
	return msg.of.waitForProgress()
}
