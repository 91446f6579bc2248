package sending

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"segtap/capture"
	"segtap/capture/replay"
	"segtap/ui/dialog"
)

// The messages of a sending.
type (
	// triedMsg tells how one try went.
	triedMsg struct{ progress replay.Progress }
	// secondMsg redraws how long the sending has taken.
	secondMsg struct{}
	// sentMsg brings the result.
	sentMsg struct {
		attempt replay.Attempt
		err     error // why it could not be recorded
	}
)

// send sends the very request that was confirmed, and records what came of it.
func (d *Replay) send() tea.Cmd {
	request := d.request.Approve()
	d.step = sending
	ctx, cancel := context.WithCancel(context.Background())
	d.cancel = cancel
	store, client, now := d.opt.Store, d.opt.Client, d.opt.Now
	tries, text := make(chan replay.Progress, replay.MaxTries), d.out
	parent, here := d.got.Entry.ID, d.target.Kind == replay.Here
	d.tries, d.began, d.last = tries, now(), nil
	send := func() tea.Msg {
		defer cancel()
		msg := sentMsg{attempt: client.Do(ctx, request, func(p replay.Progress) { tries <- p })}
		close(tries)
		var child uint64 // one that comes back here becomes an entry by itself
		if !here {
			child, msg.err = store.Add(text, capture.Replayed, parent, now())
		}
		if msg.err == nil {
			msg.err = store.AddAttempt(child, &msg.attempt, now())
		}
		return dialog.NewReply(d, msg)
	}
	return tea.Batch(send, d.waitForTry(), d.waitASecond())
}

// waitForTry waits until a try has been answered.
func (d *Replay) waitForTry() tea.Cmd {
	tries := d.tries
	return func() tea.Msg {
		p, ok := <-tries
		if !ok {
			return nil
		}
		return dialog.NewReply(d, triedMsg{p})
	}
}

func (d *Replay) waitASecond() tea.Cmd {
	return tea.Tick(time.Second, func(time.Time) tea.Msg { return dialog.NewReply(d, secondMsg{}) })
}
