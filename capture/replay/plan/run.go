package plan

import (
	"context"
	"sync"
	"time"

	"segtap/capture"
	"segtap/capture/replay"
	"segtap/capture/resend"
	"segtap/capture/store"
)

// Grace is how long what is under way may take to be answered when a run is stopped.
const Grace = 3 * time.Second

// Options are what a run works with.
type Options struct {
	Store   *store.Store
	Client  *replay.Client
	Clock   resend.Clock
	NewID   func() string // fresh UUIDs
	Version string        // of segtap
	// Approved says that a person has said yes to what the target's consent asks.
	Approved bool
	// Told, unless nil, is told of each result, one at a time and before it is counted.
	Told func(Result)
	// Earlier is what an earlier run of the same plan has done; nil for none.
	Earlier *Earlier
	// Again are the outcomes of the earlier run that are sent again.
	Again []replay.Outcome
}

// Run is a plan that is being sent. Its methods may be called by many goroutines.
type Run struct {
	plan     Plan
	opt      Options
	source   Source
	gate     *gate
	schedule *schedule
	reader   *store.Reader
	queue    []sending // the entries that are to go out

	ctx    context.Context // ends when nothing more may be begun
	halt   context.CancelFunc
	wire   context.Context // ends when nothing more may be waited for
	cancel context.CancelFunc

	changed, ended chan struct{}
	telling        sync.Mutex

	mu     sync.Mutex
	report Report
	began  time.Time
	last   time.Time // when the last entry is due; zero where there is no pace
	done   int       // entries that came to an outcome in this run
	so     *Earlier  // what has been done, as the capture file says it
}

// newRun returns a run that has not begun.
func newRun(p Plan, opt Options) *Run {
	r := &Run{
		plan: p, opt: opt, source: Source{Store: opt.Store, NewID: opt.NewID, Now: opt.Clock.Now},
		gate: newGate(opt.Clock, p.Pace.Concurrency), reader: opt.Store.NewReader(),
		changed: make(chan struct{}, 1), ended: make(chan struct{}), began: opt.Clock.Now(),
	}
	if r.so = opt.Earlier; r.so == nil {
		r.so = newEarlier(p)
	}
	r.line()
	return r
}

// Begin writes down what is to be sent, and begins to send it until ctx ends. The error
// says that it cannot be kept or read; nothing has been sent then.
func Begin(ctx context.Context, p Plan, opt Options) (*Run, error) {
	r := newRun(p, opt)
	var moments []time.Time
	if p.Pace.Speed > 0 {
		ids := make([]uint64, len(r.queue))
		for i := range r.queue {
			ids[i] = r.queue[i].sends[0].Entry
		}
		var err error
		if moments, err = Moments(opt.Store, ids); err != nil {
			return nil, err
		}
	}
	r.schedule = newSchedule(p.Pace, moments, r.began)
	if opt.Earlier == nil {
		fields, err := p.appendJSON(nil)
		if err == nil {
			err = opt.Store.AddPlan(fields, r.began)
		}
		if err != nil {
			return nil, err
		}
	}
	r.ctx, r.halt = context.WithCancel(ctx)
	r.wire, r.cancel = context.WithCancel(context.WithoutCancel(ctx))
	context.AfterFunc(r.ctx, func() {
		r.signal()
		_ = opt.Clock.Wait(r.wire, Grace)
		r.cancel()
	})
	go r.all()
	return r, nil
}

// all sends everything.
func (r *Run) all() {
	defer close(r.ended)
	var under sync.WaitGroup
	next := 0
	for next < len(r.queue) {
		if r.schedule.wait(r.ctx, r.opt.Clock, next) != nil || r.gate.enter(r.ctx) != nil {
			break
		}
		if r.schedule.paced() {
			r.mu.Lock()
			r.last = r.schedule.due(len(r.queue) - 1)
			r.mu.Unlock()
		}
		s, behind := r.gather(next)
		next = behind
		if len(s.items) == 0 {
			r.gate.leave()
			continue
		}
		under.Go(func() {
			defer r.gate.leave()
			r.send(&s)
		})
	}
	under.Wait()
	stopped := r.ctx.Err() != nil
	r.halt()
	r.cancel()
	r.mu.Lock()
	r.report.Ended, r.report.Stopping = true, stopped
	r.report.Elapsed = r.opt.Clock.Now().Sub(r.began)
	for _, s := range r.queue[next:] {
		if s.id != "" { // its turn has not come again: it is what it was
			r.report.Left -= len(s.sends)
			r.report.count(r.so.outcomes[s.id], len(s.sends))
		}
	}
	r.mu.Unlock()
	r.signal()
}

// send sends a request, writes down what came of it, and counts it.
func (r *Run) send(s *sending) {
	entries := s.entries()
	r.mu.Lock()
	r.report.Left -= len(entries)
	r.report.UnderWay += len(entries)
	r.mu.Unlock()
	r.signal()
	if s.id == "" {
		s.id = r.opt.NewID()
	}
	request, err := r.request(s)
	if err != nil {
		r.tell(Result{Entries: entries, Outcome: r.since(s.id, replay.NotSent), Why: err.Error()})
		return
	}
	attempt := r.opt.Client.Asking(r.before(s, &request)).Do(r.wire, request, func(p replay.Progress) {
		if p.Status == 429 || p.Asked > 0 {
			r.gate.slow(max(p.Asked, p.Wait))
			r.signal()
		}
	})
	attempt.Plan, attempt.ID = r.plan.ID, s.id
	if len(s.sends) > 1 {
		attempt.Sends = s.sends
	}
	if attempt.Tries > 0 {
		r.mu.Lock()
		r.so.take(&attempt, s.sends[0].Child)
		r.mu.Unlock()
		if err := r.opt.Store.AddAttempt(s.sends[0].Child, &attempt, r.opt.Clock.Now()); err != nil {
			r.stop("what comes of it cannot be kept: " + err.Error())
		}
	}
	result := Result{Entries: entries, Outcome: r.since(s.id, attempt.Outcome()), Attempt: &attempt}
	if result.Outcome == replay.Taken {
		r.gate.well()
	}
	r.tell(result)
	if why := hopeless(&attempt); why != "" {
		r.stop(why)
	}
}

// request makes the request of what is sent.
func (r *Run) request(s *sending) (request replay.Request, err error) {
	opts := replay.Options{Version: r.opt.Version, NewUUID: func() string { return s.id }, Now: r.opt.Clock.Now}
	if r.plan.Target.TakesBatches() {
		request, err = r.plan.Target.Batch(s.items, opts)
	} else {
		request, err = r.plan.Target.Request(s.items[0], opts)
	}
	if err == nil && r.opt.Approved {
		request = request.Approve()
	}
	return request, err
}

// before writes down that a request goes out before it does, and keeps further tries
// back for as long as all have to wait.
func (r *Run) before(s *sending, request *replay.Request) replay.Before {
	return func(_ context.Context, try int, wait time.Duration) error {
		if try > 1 {
			if err := r.opt.Clock.Wait(r.ctx, wait); err != nil {
				return err
			}
			return r.gate.pass(r.ctx)
		}
		if err := r.ctx.Err(); err != nil {
			return err
		}
		err := r.note(s, request)
		if err != nil {
			r.stop("nothing can be kept: " + err.Error())
		}
		return err
	}
}

// note writes down that a request goes out, and takes it for begun.
func (r *Run) note(s *sending, request *replay.Request) error {
	begun := request.Begun(r.opt.Clock.Now())
	begun.Plan, begun.ID = r.plan.ID, s.id
	if err := Note(r.opt.Store, &begun, s.sends, s.items); err != nil {
		return err
	}
	r.mu.Lock()
	r.so.take(&begun, s.sends[0].Child)
	r.mu.Unlock()
	return nil
}

// Note writes down that items go out, as the children of the entries of sends that they
// have not become yet, and that the attempt has begun. What comes back here becomes an
// entry by that.
func Note(in *store.Store, begun *replay.Attempt, sends []replay.Send, items []replay.Item) error {
	for i := range sends {
		if sends[i].Child != 0 || begun.Kind == replay.Here {
			continue
		}
		child, err := in.Add(items[i].Message, capture.Replayed, sends[i].Entry, begun.At)
		if err != nil {
			return err
		}
		sends[i].Child = child
	}
	if len(sends) > 1 {
		begun.Sends = sends
	}
	return in.AddAttempt(sends[0].Child, begun, begun.At)
}

// since returns what an attempt comes to, with what an earlier run has done.
func (r *Run) since(id string, outcome replay.Outcome) replay.Outcome {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.so.since(id, outcome)
}

// tell counts a result.
func (r *Run) tell(result Result) {
	if r.opt.Told != nil {
		r.telling.Lock()
		r.opt.Told(result)
		r.telling.Unlock()
	}
	n := len(result.Entries)
	r.mu.Lock()
	r.report.UnderWay -= n
	r.report.count(result.Outcome, n)
	r.done += n
	r.mu.Unlock()
	r.signal()
}

// hopeless says why all else would go as this attempt did; empty when it would not.
func hopeless(a *replay.Attempt) string {
	switch {
	case a.Outcome() == replay.NotSent && a.Tries > 0, a.Failure == replay.NotApproved:
		return a.Meaning()
	case a.Status == 407, a.Kind != replay.URL && (a.Status == 401 || a.Status == 403 || a.Status == 404):
		return a.Meaning()
	}
	return ""
}

// stop stops the run by itself.
func (r *Run) stop(why string) {
	r.mu.Lock()
	if r.report.Halted == "" {
		r.report.Halted = why
	}
	r.mu.Unlock()
	r.halt()
}

func (r *Run) signal() {
	select {
	case r.changed <- struct{}{}:
	default:
	}
}

// Changed signals that the report has become another one. Only one may receive from it.
func (r *Run) Changed() <-chan struct{} { return r.changed }

// Wait waits until the run has ended, and returns its last report.
func (r *Run) Wait() Report {
	<-r.ended
	return r.Report()
}

// Earlier returns what has been done, for a further run to go on with. It is for when
// the run has ended.
func (r *Run) Earlier() *Earlier {
	r.Wait()
	return r.so
}

// Report returns how far the run has come.
func (r *Run) Report() Report {
	held, now := r.gate.holding(), r.opt.Clock.Now()
	r.mu.Lock()
	defer r.mu.Unlock()
	report := r.report
	if !report.Ended {
		report.Elapsed, report.Held, report.Until, report.Stopping = now.Sub(r.began), held, now.Add(held), r.ctx.Err() != nil
	}
	report.ToGo = -1
	if report.Elapsed > 0 && r.done > 0 {
		report.PerSecond = float64(r.done) / report.Elapsed.Seconds()
		report.ToGo = time.Duration(float64(report.Left+report.UnderWay) / report.PerSecond * float64(time.Second))
		report.ToGo = max(report.ToGo, r.last.Sub(now))
	}
	if report.Ended {
		report.ToGo = 0
	}
	return report
}
