package sending

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"segtap/capture/replay"
	"segtap/capture/replay/plan"
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
		came    uint64 // the entry that came of it here; 0 for none
		err     error  // why it could not be recorded
	}
)

// send sends the very request that was confirmed. That it does is recorded before, and
// what came of it after: whatever ends the program, it stands there that it may have been
// taken.
func (d *Replay) send() tea.Cmd {
	one := plan.Single{
		ID: d.id, Request: d.request.Approve(), Item: d.item, Sends: []replay.Send{{Entry: d.got.Entry.ID}},
		Store: d.opt.Store, Client: d.opt.Client, Now: d.opt.Now,
	}
	d.step = sending
	d.opt.Guest.Did("replay", "entry", d.got.Entry.ID, "target", d.target.Name, "url", d.target.URL)
	ctx, cancel := context.WithCancel(d.opt.Guest.Until())
	d.cancel = cancel
	tries := make(chan replay.Progress, replay.MaxTries)
	d.tries, d.began, d.last = tries, d.opt.Now(), nil
	send := func() tea.Msg {
		defer cancel()
		var msg sentMsg
		msg.attempt, msg.err = one.Send(ctx, func(p replay.Progress) { tries <- p })
		msg.came = one.Came
		close(tries)
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
