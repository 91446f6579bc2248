package control

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/dustin/go-humanize/english"
	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"segtap/capture/control/epoch"
	"segtap/capture/journal"
	"segtap/capture/store"
	"segtap/mapping/expectation"
	"segtap/mapping/query"
)

// MaxWait is how long a call may wait.
const MaxWait = 5 * time.Minute

const (
	usualWait = 10 * time.Second
	maxSeen   = 20 // events that an answer shows of what came instead
)

// wait answers as soon as as many events are there as were asked for; for none, when the
// time is over, or as soon as there is one.
func (a *API) wait(w http.ResponseWriter, r *http.Request) error {
	which, err := a.which(r)
	if err != nil {
		return err
	}
	count, err := number(r.URL.Query(), "count", 1, 0, maxEvents)
	if err != nil {
		return err
	}
	timeout, err := duration(r.URL.Query(), "timeout", usualWait, MaxWait)
	if err != nil {
		return err
	}
	ctx, stop := a.lasting(w, r)
	defer stop()
	over := time.NewTimer(timeout)
	defer over.Stop()
	if err := a.loaded(ctx); err != nil {
		return err
	}
	g := &gathering{of: a.store, which: which, most: max(count, 1)}
	if err := a.until(ctx, over.C, g.look); err != nil {
		return err
	}
	switch came := len(g.events); {
	case count == 0 && came > 0:
		return a.unwanted(g)
	case came < count:
		return a.missed(ctx, g, count, timeout)
	}
	var answer object
	answer.list("events", g.texts())
	answer.text("next", g.next().String())
	answer.number("late", g.walk.Late)
	reply(w, http.StatusOK, answer.end())
	return nil
}

// until looks whenever there is something new, first of all at once, until a look has
// what is waited for or the time is over.
func (a *API) until(ctx context.Context, over <-chan time.Time, look func(context.Context) (done bool, err error)) error {
	next, stop := a.board.Watch()
	defer stop()
	for ended, first := false, true; ; first = false {
		changed := next()
		done, err := a.inTurn(ctx, first, look)
		if done || ended || err != nil {
			return err
		}
		select {
		case <-changed:
		case <-over:
			ended = true // what was acknowledged until now is looked at
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// inTurn has few look at one time at what has just come, so that many who wait leave room
// for whoever captures. The first look, which may be long, waits for nobody.
func (a *API) inTurn(ctx context.Context, first bool, look func(context.Context) (bool, error)) (done bool, err error) {
	if !first {
		a.turns <- struct{}{} // whoever has a turn gives it back soon
		defer func() { <-a.turns }()
	}
	return look(ctx)
}

// unwanted says that there is an event where there was to be none.
func (a *API) unwanted(g *gathering) error {
	f := fail(http.StatusConflict, "came", "", "event %d came, and none was to come%s", g.events[0].id, wanted(g.which.Filter))
	f.more.list("events", g.texts())
	f.more.text("next", g.next().String())
	f.more.number("late", g.walk.Late)
	return f
}

// missed says that too few events came, what came instead, and which of it came nearest.
func (a *API) missed(ctx context.Context, g *gathering, count int, timeout time.Duration) error {
	i := &instead{walk: epoch.NewWalk(a.store, epoch.Options{Filter: new(query.Filter), After: g.which.After, KeepLate: g.which.KeepLate})}
	if err := i.expect(a, g.which.Filter, count); err != nil {
		return err
	}
	if err := i.look(ctx, a.store); err != nil {
		return err
	}
	hint := "seen is what came last instead"
	switch {
	case g.walk.Late == 1:
		hint = "1 event was made before the epoch began and left out; late=keep takes it"
	case g.walk.Late > 0:
		hint = strconv.Itoa(g.walk.Late) + " events were made before the epoch began and left out; late=keep takes them"
	case i.came == 0:
		hint = "nothing came at all: is the SDK pointed here, and has it flushed?"
	}
	nearest, err := i.nearest()
	if err != nil {
		return err
	}
	f := fail(http.StatusRequestTimeout, "timeout", hint, "%d of %s came within %s%s", len(g.events), english.Plural(count, "event", ""), timeout, wanted(g.which.Filter))
	f.more.list("seen", i.seen())
	f.more.number("came", i.came)
	f.more.number("matched", len(g.events))
	f.more.number("late", g.walk.Late)
	f.more.list("nearest", nearest)
	return f
}

// wanted names a filter at the end of a sentence.
func wanted(f *query.Filter) string {
	if text := f.String(); text != "" {
		return ": " + text
	}
	return ""
}

// instead is what came, whatever it is, where something else was waited for.
type instead struct {
	walk       *epoch.Walk
	came       int
	last       []*store.Captured
	evaluation *expectation.Evaluation // nil where any event would have done
}

// expect has the events held against what was waited for, as in a file of expectations.
func (i *instead) expect(a *API, f *query.Filter, count int) error {
	if f.String() == "" {
		return nil
	}
	text, err := json.Marshal(map[string]any{"expect": []map[string]string{{"events": f.String(), "count": fmt.Sprintf(">=%d", count)}}})
	if err != nil {
		return err
	}
	set, err := expectation.Parse("wait", text, a.opts.Now())
	if err != nil {
		return err
	}
	i.evaluation, err = set.Begin(a.store.Judge())
	return err
}

// look looks at what came. Without an epoch that may be much: then only the last events
// are read, and the others counted.
func (i *instead) look(ctx context.Context, of *store.Store) error {
	if after := i.walk.After; after.All() {
		first, _ := of.Index(after.Last + 1)
		counts := of.Counts()
		end := counts.First + counts.Entries
		if e, ok := of.At(end - maxEvents); ok && end-first > maxEvents {
			i.came = end - first - maxEvents
			i.walk = epoch.NewWalk(of, epoch.Options{Filter: i.walk.Filter, After: after.Behind(e.ID - 1)})
		}
	}
	for {
		got, err := i.walk.Next(ctx)
		if got == nil || err != nil {
			return err
		}
		i.came++
		if len(i.last) == maxSeen {
			i.last = slices.Delete(i.last, 0, 1)
		}
		i.last = append(i.last, got)
		if i.evaluation != nil {
			row, doc := got.Row(), query.DocumentOf(&got.Message, &got.Judgement, got.WriteKey)
			i.evaluation.Add(&expectation.Event{Entry: got.Entry.ID, Row: &row, Document: &doc})
		}
	}
}

// seen returns the last events.
func (i *instead) seen() (texts [][]byte) {
	for _, got := range i.last {
		texts = append(texts, eventOf(got))
	}
	return texts
}

// nearest returns the event that came nearest, with what is wrong with it; none where no
// event is near.
func (i *instead) nearest() (texts [][]byte, err error) {
	if i.evaluation == nil {
		return nil, nil
	}
	for _, result := range i.evaluation.Results() {
		if result.Nearest != nil {
			text, err := json.Marshal(result.Nearest, jsontext.AllowInvalidUTF8(true))
			if err != nil {
				return nil, err
			}
			texts = append(texts, text)
		}
	}
	return texts, nil
}

// gathering holds the events that are waited for, as they are now: an event may come to be
// wanted later, as when it is sent again or the metrics are read anew.
type gathering struct {
	of     *store.Store
	which  epoch.Options
	most   int // how many are gathered
	events []gathered
	walk   *epoch.Walk
	since  uint64 // as of store.Store.ChangesSince
}

// gathered is an event as it stands in an answer.
type gathered struct {
	id   uint64
	text []byte
}

// look gathers what there is now, and reports whether that is as many as are wanted.
func (g *gathering) look(ctx context.Context) (done bool, err error) {
	changed, now, all := g.of.ChangesSince(g.since)
	g.since = now
	if g.walk == nil || all {
		g.walk, g.events = epoch.NewWalk(g.of, g.which), g.events[:0]
	} else if err := g.again(changed); err != nil {
		return false, err
	}
	for len(g.events) < g.most {
		got, err := g.walk.Next(ctx)
		if got == nil || err != nil {
			return false, err
		}
		g.events = append(g.events, gathered{got.Entry.ID, eventOf(got)})
	}
	return true, nil
}

// again looks again at events that have changed.
func (g *gathering) again(changed []uint64) error {
	for _, id := range changed {
		if id <= g.which.After.Last || id > g.walk.Looked() {
			continue
		}
		got, place, err := g.walk.Read(id)
		if err != nil && !errors.Is(err, journal.ErrDamaged) {
			return err
		}
		i, had := slices.BinarySearchFunc(g.events, id, func(e gathered, id uint64) int { return int(int64(e.id) - int64(id)) })
		switch is := place == epoch.Within; {
		case is && had:
			g.events[i].text = eventOf(got)
		case is:
			g.events = slices.Insert(g.events, i, gathered{id, eventOf(got)})
		case had:
			g.events = slices.Delete(g.events, i, i+1)
		}
	}
	return nil
}

// texts returns the events as they stand in an answer.
func (g *gathering) texts() [][]byte {
	var texts [][]byte
	for _, e := range g.events {
		texts = append(texts, e.text)
	}
	return texts
}

// next returns the cursor behind the last event, or behind all that was looked at.
func (g *gathering) next() epoch.Cursor {
	if n := len(g.events); n > 0 {
		return g.which.After.Behind(g.events[n-1].id)
	}
	return g.walk.Cursor()
}
