package sending

import (
	"context"
	"fmt"
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
		err     error // why it could not be recorded
	}
)

// send sends the very request that was confirmed. That it does is recorded before, and
// what came of it after: whatever ends the program, it stands there that it may have been
// taken.
func (d *Replay) send() tea.Cmd {
	one := single{id: d.id, request: d.request.Approve(), item: d.item, sends: []replay.Send{{Entry: d.got.Entry.ID}}, opt: &d.opt}
	d.step = sending
	ctx, cancel := context.WithCancel(context.Background())
	d.cancel = cancel
	tries := make(chan replay.Progress, replay.MaxTries)
	d.tries, d.began, d.last = tries, d.opt.Now(), nil
	send := func() tea.Msg {
		defer cancel()
		msg := one.send(ctx, func(p replay.Progress) { tries <- p })
		close(tries)
		return dialog.NewReply(d, msg)
	}
	return tea.Batch(send, d.waitForTry(), d.waitASecond())
}

// single is the sending of one entry.
type single struct {
	id      string // of the attempt
	request replay.Request
	item    replay.Item
	sends   []replay.Send // one
	opt     *dialog.Options
}

func (s *single) send(ctx context.Context, progress func(replay.Progress)) (msg sentMsg) {
	var unkept error
	before := func(ctx context.Context, try int, wait time.Duration) error {
		if try > 1 {
			return s.opt.Client.Wait(ctx, wait)
		}
		if unkept = ctx.Err(); unkept == nil {
			unkept = s.note()
		}
		return unkept
	}
	msg.attempt = s.opt.Client.Asking(before).Do(ctx, s.request, progress)
	msg.attempt.ID = s.id
	if msg.attempt.Tries > 0 {
		msg.err = s.opt.Store.AddAttempt(s.sends[0].Child, &msg.attempt, s.opt.Now())
	}
	return msg
}

// note records that it is about to be sent.
func (s *single) note() error {
	begun := s.request.Begun(s.opt.Now())
	begun.ID = s.id
	if err := plan.Note(s.opt.Store, &begun, s.sends, []replay.Item{s.item}); err != nil {
		return fmt.Errorf("it was not sent, since nothing can be kept: %w", err)
	}
	return nil
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
