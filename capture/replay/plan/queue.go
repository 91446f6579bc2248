package plan

import (
	"errors"
	"time"

	"segtap/capture/replay"
)

// sending is what goes out with one request: before it is prepared, one entry, or the
// sends of an earlier attempt.
type sending struct {
	id    string // of the attempt; empty for a new one
	sends []replay.Send
	items []replay.Item
}

// line puts what is to go out into the queue, and counts what an earlier run has done.
func (r *Run) line() {
	r.report.Total = len(r.plan.Entries)
	if e := r.opt.Earlier; e != nil {
		for _, s := range e.again(r.opt.Again) {
			r.queue = append(r.queue, s)
			r.report.Left += len(s.sends)
			for _, send := range s.sends {
				r.report.count(e.Done[send.Entry], -1)
			}
		}
	}
	for _, id := range r.plan.Entries {
		if outcome, done := r.opt.Earlier.outcome(id); done {
			r.report.count(outcome, 1)
			continue
		}
		r.queue = append(r.queue, sending{sends: []replay.Send{{Entry: id}}})
		r.report.Left++
	}
}

// Requests makes the requests of a plan, in their order, for give to show them until it
// gives false. It sends and keeps nothing. Entries of which there is nothing to send are
// told as in a run.
func Requests(p Plan, opt Options, give func(entries []uint64, request replay.Request) bool) {
	r := newRun(p, opt)
	r.schedule = newSchedule(Pace{}, nil, r.began)
	for next := 0; next < len(r.queue); {
		var s sending
		if s, next = r.gather(next); len(s.items) == 0 {
			continue
		}
		s.id = r.opt.NewID()
		request, err := r.request(&s)
		if err != nil {
			r.tell(Result{Entries: s.entries(), Why: err.Error()})
		} else if !give(s.entries(), request) {
			return
		}
	}
}

// entries returns the entries that are sent.
func (s *sending) entries() []uint64 {
	entries := make([]uint64, len(s.sends))
	for i, send := range s.sends {
		entries[i] = send.Entry
	}
	return entries
}

// batchSpan is what a batch of a plan that has a pace may take together.
const batchSpan = time.Second

// gather prepares what goes out next, from a place in the queue on: one entry, or as
// many as a batch takes. It gives the place behind.
func (r *Run) gather(at int) (s sending, behind int) {
	s = sending{id: r.queue[at].id}
	size := 0
	for i := at; i < len(r.queue); i++ {
		queued := &r.queue[i]
		if i > at && (!r.plan.Target.TakesBatches() || s.id != "" || queued.id != "" || r.tooSoon(i)) {
			return s, i
		}
		for _, send := range queued.sends {
			item, err := r.prepare(send)
			if err == nil && r.plan.Target.TakesBatches() && item.EventBody == nil {
				err = errors.New(item.Why)
			}
			if err != nil {
				r.unsendable(send.Entry, queued.id, err)
				continue
			}
			if size += len(item.EventBody); s.id == "" && size > replay.MaxImportBytes && len(s.items) > 0 {
				return s, i
			}
			s.sends, s.items = append(s.sends, send), append(s.items, item)
		}
		behind = i + 1
	}
	return s, behind
}

// tooSoon says that an entry is not for a batch that goes out now.
func (r *Run) tooSoon(i int) bool {
	return r.schedule.paced() && r.schedule.due(i).After(r.opt.Clock.Now().Add(batchSpan))
}

// prepare makes what goes out of an entry: as it went out before, where it did.
func (r *Run) prepare(send replay.Send) (replay.Item, error) {
	got, err := r.reader.ReadWanted(send.Entry, nil)
	if err != nil {
		return replay.Item{}, err
	}
	if send.Child == 0 {
		return r.source.Item(got, r.plan.Changes)
	}
	child, err := r.opt.Store.Read(send.Child)
	if err != nil {
		return replay.Item{}, err
	}
	return r.source.rewritten(got, child.Message.Text, r.plan.Changes), nil
}

// unsendable counts an entry of which there is nothing to send; id is of the attempt that
// has sent it before, if one has.
func (r *Run) unsendable(entry uint64, id string, why error) {
	r.mu.Lock()
	r.report.Left--
	r.report.UnderWay++
	r.mu.Unlock()
	r.tell(Result{Entries: []uint64{entry}, Outcome: r.since(id, replay.NotSent), Why: why.Error()})
}
