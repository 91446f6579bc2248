package sending

import (
	"context"
	"slices"
	"sync"
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

// odd are the results of what was not taken: the last of them, and how many there were.
// It may be used by many goroutines.
type odd struct {
	mu   sync.Mutex
	n    int
	last []plan.Result
}

func (o *odd) take(r plan.Result) {
	if r.Outcome == replay.Taken {
		return
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	if len(o.last) == mostOdd {
		o.last = slices.Delete(o.last, 0, 1)
	}
	o.n++
	o.last = append(o.last, r)
}

// shown returns the last of them, and how many there were before these.
func (o *odd) shown() (last []plan.Result, before int) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return slices.Clone(o.last), o.n - len(o.last)
}

// begin begins the run that was confirmed, or goes on with an earlier one.
func (d *Several) begin(earlier *plan.Earlier) tea.Cmd {
	d.opt.Guest.Did("replay", "entries", len(d.plan.Entries), "target", d.plan.Target.Name, "url", d.plan.Target.URL)
	ctx, stop := context.WithCancel(d.opt.Guest.Until())
	d.step, d.stop, d.scroll = sendAll, stop, 0
	d.odd, d.last, d.before = &odd{}, nil, 0
	d.report = plan.Report{Account: plan.Account{Total: len(d.plan.Entries), Left: len(d.plan.Entries)}}
	opt, p := d.options(), d.plan
	opt.Approved, opt.Earlier = true, earlier
	opt.Told = d.odd.take
	var bring func(context.Context, []uint64) ([]uint64, error)
	if earlier == nil && d.file != nil {
		bring = d.file.Bring
	}
	return func() tea.Msg {
		msg := begun(ctx, p, opt, bring)
		if msg.run == nil {
			stop()
		}
		return dialog.NewReply(d, msg)
	}
}

// begun begins a run; entries of an opened file are brought here before.
func begun(ctx context.Context, p plan.Plan, opt plan.Options, bring func(context.Context, []uint64) ([]uint64, error)) begunMsg {
	if bring != nil {
		copies, err := bring(ctx, p.Entries)
		switch {
		case ctx.Err() != nil:
			return begunMsg{why: "stopped before anything was sent"}
		case err != nil:
			return begunMsg{why: "they cannot be brought into the capture: " + err.Error()}
		}
		p.Entries = copies
	}
	run, err := plan.Begin(ctx, p, opt)
	if err != nil {
		return begunMsg{why: "it cannot be kept: " + err.Error()}
	}
	return begunMsg{run: run, plan: p}
}

func (d *Several) takeBegun(msg begunMsg) dialog.Answer {
	if msg.run == nil {
		d.step, d.report.Halted, d.report.Ended = allSent, msg.why, true
		return dialog.Answer{}
	}
	d.run, d.plan, d.report = msg.run, msg.plan, msg.run.Report()
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
	d.report = d.run.Report()
	d.last, d.before = d.odd.shown()
	if d.report.Ended {
		d.step = allSent
		d.stop()
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
		d.scrollBy(keys.Scrolling(press))
	}
	return dialog.Answer{}
}

// remains says whether there is something to go on with.
func (d *Several) remains() bool { return d.run != nil && d.report.Left+d.report.NotSent > 0 }
