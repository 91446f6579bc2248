package plain

import (
	"context"
	"fmt"
	"strings"
	"sync"

	"segtap/capture/replay"
	"segtap/capture/replay/plan"
	"segtap/capture/resend"
	"segtap/capture/store"
	"segtap/ui/bringing"
	"segtap/ui/widget/count"
)

// many are events that are sent again together.
type many struct {
	of     *File // that they stand in; nil for the capture
	what   string
	plan   plan.Plan
	first  replay.Request
	failed []plan.Result // the first of what was not taken
	others int           // of what was not taken
	mu     sync.Mutex
}

// replayMany tells the first of the requests that send many events again, and asks for a yes.
func replayMany(ctx context.Context, s *session, what, spec string) {
	ids := markedOf(s)
	if what == shownWord {
		ids = s.matching(ctx)
	}
	if len(ids) == 0 {
		s.say("No event is %s: nothing can be sent.", what)
		return
	}
	target, ok := targetOf(s, spec, what)
	if !ok {
		return
	}
	m := &many{of: s.opened(), what: count.Of(len(ids), what+" event"), plan: plan.Plan{
		ID: s.NewID(), Target: target, Entries: ids, Pace: plan.Pace{Concurrency: 1},
		Changes: plan.Changes{NewIDs: target.Kind == replay.Segment}, // which drops an id that it has had in the last day
	}}
	opt, why := planOptions(s), ""
	opt.Store = s.shown // nothing is brought before a yes
	opt.Told = func(r plan.Result) { why = r.Why }
	made := false
	plan.Requests(m.plan, opt, func(_ []uint64, r replay.Request) bool {
		m.first, made = r, true
		return false
	})
	if !made {
		s.say("None of them can be sent: %s.", strings.TrimSuffix(why, "."))
		return
	}
	s.tellFirst(m)
	if target.DryRun {
		s.say("A dry run: this is what would go out first. Nothing is sent.")
		return
	}
	askFor(s, &target, len(ids), "send "+m.what, func(ctx context.Context) { sendMany(ctx, s, m) })
}

// shownWord and markedWord name the events that can be sent together.
const (
	shownWord  = "shown"
	markedWord = "marked"
)

func planOptions(s *session) plan.Options {
	return plan.Options{
		Store: s.Store, Client: s.Client, NewID: s.NewID, Version: s.Version,
		Clock: resend.Clock{Now: s.Now, Wait: resend.WallClock().Wait}, Approved: true,
	}
}

// tellFirst tells what would go out first.
func (v *voice) tellFirst(m *many) {
	v.say("%s to %s, one when the one before is answered. The first request:", m.what, m.plan.Target.Name)
	v.text(strings.Join(m.first.Preview(), "\n"))
	switch n := len(m.plan.Entries); {
	case m.plan.Target.TakesBatches():
		v.say("One request takes up to %d MB of events.", replay.MaxImportBytes/1_000_000)
	case n > 1:
		v.say("%s more like it.", count.Number(n-1))
	}
	if m.plan.Changes.NewIDs {
		v.say("They have messageIds of their own: Segment drops one that it has had in the last day.")
	}
	for _, note := range m.first.Notes {
		v.say("%s", note)
	}
	if m.of != nil && !m.plan.Target.DryRun {
		text := "With a yes they are brought into the capture first, except those that are there already"
		if m.plan.Target.Kind == replay.Here {
			text += ", and " + replay.ParentHeader + " names the copies"
		}
		v.say("%s.", text)
	}
}

// told takes what came of a request that was not taken.
func (m *many) told(r plan.Result) {
	if r.Outcome == replay.Taken {
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if len(m.failed) < usual {
		m.failed = append(m.failed, r)
	} else {
		m.others += len(r.Entries)
	}
}

// sendMany sends what has been said yes to, and tells how far it is and what comes of it. Stop ends it.
func sendMany(ctx context.Context, s *session, m *many) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	if m.of != nil && !bringMany(ctx, s, cancel, m) {
		return
	}
	opt := planOptions(s)
	opt.Told = m.told
	run, err := plan.Begin(ctx, m.plan, opt)
	if err != nil {
		s.say("Nothing was sent: it cannot be kept: %v.", err)
		return
	}
	s.say("Sending %s.", m.what)
	waits, step, held := context.WithoutCancel(ctx), 1, false
	for report := run.Report(); !report.Ended; report = run.Report() {
		if done := report.Total - report.Left - report.UnderWay; done*4 >= step*report.Total && report.Total >= usual {
			s.say("%s.", report.Progress())
			step = done*4/report.Total + 1
		} else if report.Held > 0 && !held {
			s.say("%s. %s ends it.", report.Progress(), stopWord)
		}
		held = report.Held > 0
		if _, _, stop := meanwhile(waits, s, run.Changed(), "when they have been sent"); stop {
			s.say("Stopping.")
			cancel()
		}
		if s.failed != nil {
			cancel()
		}
	}
	s.tell(context.WithoutCancel(ctx)) // also what has come of it
	s.accountOf(m, run.Wait())
}

// bringMany brings events of a file into the capture.
func bringMany(ctx context.Context, s *session, cancel func(), m *many) bool {
	var copies []uint64
	var err error
	done := make(chan struct{})
	from := s.shown
	go func() {
		defer close(done)
		copies, err = bringing.Copies(ctx, s.Store, from, func(got *store.Captured) string { return m.of.Place(got) }, m.plan.Entries)
	}()
	for waits, closed, stop := context.WithoutCancel(ctx), false, false; !closed; {
		if _, closed, stop = meanwhile(waits, s, done, "when they have been brought into the capture"); stop {
			cancel()
		}
	}
	if err != nil {
		s.say("Nothing was sent: they cannot be brought into the capture: %v.", err)
		return false
	}
	m.plan.Entries = copies
	s.capture()
	s.say("They are in the capture now, and commands speak of the capture.")
	return true
}

// accountOf tells what came of all.
func (v *voice) accountOf(m *many, r plan.Report) {
	text := "All have been sent"
	if r.Stopping || r.Halted != "" {
		text = "It was stopped"
	}
	if r.Halted != "" {
		text += ": " + strings.TrimSuffix(r.Halted, ".")
	}
	v.say("%s. %s.", text, r.Account)
	for _, result := range m.failed {
		what := result.Why
		if a := result.Attempt; a != nil {
			what = a.Result() + ": " + a.Meaning()
		}
		v.say("%s: %s", eventsNamed(result.Entries), what)
	}
	if m.others > 0 {
		v.say("And %s not taken.", count.Of(m.others, "more event"))
	}
}

// eventsNamed names events that were sent in one request.
func eventsNamed(ids []uint64) string {
	if len(ids) == 1 {
		return fmt.Sprintf("Event %d", ids[0])
	}
	return fmt.Sprintf("%s from %d on", count.Of(len(ids), "event"), ids[0])
}
