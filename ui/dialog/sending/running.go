package sending

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"segtap/capture/replay"
	"segtap/capture/replay/plan"
	"segtap/capture/resend"
	"segtap/ui/dialog"
	"segtap/ui/dialog/keys"
)

// options are what a run works with.
func (d *Several) options() plan.Options {
	return plan.Options{
		Store: d.opt.Store, Client: d.opt.Client, NewID: d.opt.NewID, Version: d.opt.Version,
		Clock: resend.Clock{Now: d.opt.Now, Wait: resend.WallClock().Wait},
	}
}

// mostOdd is how many results are shown of what was not taken.
const mostOdd = 100

// begin begins the run that was confirmed, or goes on with an earlier one.
func (d *Several) begin(earlier *plan.Earlier) tea.Cmd {
	ctx, stop := context.WithCancel(context.Background())
	d.step, d.stop, d.odd, d.scroll = sendAll, stop, nil, 0
	d.report = plan.Report{Account: plan.Account{Total: len(d.plan.Entries), Left: len(d.plan.Entries)}}
	opt, p := d.options(), d.plan
	opt.Approved, opt.Earlier = true, earlier
	odd := make(chan plan.Result, mostOdd)
	opt.Told = func(r plan.Result) {
		if r.Outcome != replay.Taken {
			select {
			case odd <- r:
			default: // the account has them all
			}
		}
	}
	start := func() tea.Msg {
		run, err := plan.Begin(ctx, p, opt)
		if err == nil {
			go func() {
				run.Wait()
				stop()
				close(odd)
			}()
		}
		return dialog.NewReply(d, begunMsg{run, err})
	}
	return tea.Batch(start, d.waitForOdd(odd))
}

func (d *Several) waitForOdd(odd <-chan plan.Result) tea.Cmd {
	return func() tea.Msg {
		r, ok := <-odd
		if !ok {
			return nil
		}
		return tea.BatchMsg{func() tea.Msg { return dialog.NewReply(d, oddMsg{r}) }, d.waitForOdd(odd)}
	}
}

func (d *Several) takeBegun(msg begunMsg) dialog.Answer {
	if msg.err != nil {
		d.step, d.report.Halted, d.report.Ended = allSent, "it cannot be kept: "+msg.err.Error(), true
		return dialog.Answer{}
	}
	d.run, d.report = msg.run, msg.run.Report()
	return dialog.Answer{Cmd: d.waitForRun()}
}

// reportEvery is how long the screen waits after a change before it looks again.
const reportEvery = 100 * time.Millisecond

// waitForRun waits until the run has come further, and at most a second.
func (d *Several) waitForRun() tea.Cmd {
	run := d.run
	return func() tea.Msg {
		select {
		case <-run.Changed():
			if !run.Report().Ended {
				time.Sleep(reportEvery)
			}
		case <-time.After(time.Second):
		}
		return dialog.NewReply(d, wentOnMsg{run})
	}
}

func (d *Several) takeReport(msg wentOnMsg) dialog.Answer {
	if msg.of != d.run {
		return dialog.Answer{}
	}
	if d.report = d.run.Report(); d.report.Ended {
		d.step = allSent
		return dialog.Answer{}
	}
	return dialog.Answer{Cmd: d.waitForRun()}
}

func (d *Several) endedKey(press tea.KeyPressMsg) dialog.Answer {
	switch {
	case severalKeys.goOn.Is(press) && d.remains():
		return dialog.Answer{Cmd: d.begin(d.run.Earlier())}
	case keys.Enter.Is(press), keys.Leave.Is(press):
		return dialog.Answer{Closed: true, Say: d.report.Account.String()}
	case keys.Scrolling(press) != 0:
		d.scroll = max(d.scroll+keys.Scrolling(press), 0)
	}
	return dialog.Answer{}
}

// remains says whether there is something to go on with.
func (d *Several) remains() bool { return d.run != nil && d.report.Left+d.report.NotSent > 0 }
