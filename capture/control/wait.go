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
	count, err := number(r.URL.Query(), "count", 1, 0, MaxEvents)
	if err != nil {
		return err
	}
	timeout, err := duration(r.URL.Query(), "timeout", usualWait, MaxWait)
	if err != nil {
		return err
	}
	ctx, stop := a.lasting(w, r)
	defer stop()
	over, stopTime := context.WithTimeout(ctx, timeout)
	defer stopTime()
	if err := a.loaded(ctx); err != nil {
		return err
	}
	g := &gathering{of: a.store, which: which, none: count == 0, most: max(count, 1)}
	if err := a.until(ctx, over.Done(), g); err != nil {
		return err
	}
	switch came := len(g.events); {
	case count == 0 && came > 0:
		return g.refused("came", "", fmt.Sprintf("event %d came, and none was to come%s", g.events[0].id, wanted(g.which.Filter)))
	case count == 0 && g.walk.Lost() > 0:
		return g.refused("incomplete", lostHint, fmt.Sprintf("whether none came is not known: %s%s", lost(g.walk), wanted(g.which.Filter)))
	case came < count:
		return a.missed(ctx, g, count, timeout)
	}
	var answer object
	more := g.tell(&answer)
	answer.truth("more", more)
	reply(w, http.StatusOK, answer.end())
	return nil
}

// until looks whenever there is something new, first of all at once, until a look has
// what is waited for or the time is over.
func (a *API) until(ctx context.Context, over <-chan struct{}, g *gathering) error {
	next, stop := a.board.Watch()
	defer stop()
	for ended, first := false, true; ; first = false {
		changed := next()
		done, err := a.inTurn(ctx, over, a.looks(first, g.news()), g.look)
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

// looks returns whose turns a look takes: the first one, which may be long, waits for nobody,
// and one that begins anew, which may be as long, does not keep those waiting who look at
// what has just come.
func (a *API) looks(first, anew bool) chan struct{} {
	switch {
	case first:
		return nil
	case anew:
		return a.anew
	}
	return a.turns
}

// inTurn has few look at one time, so that many who wait leave room for whoever captures.
// Whose time is over waits for no turn: it has one look left.
func (a *API) inTurn(ctx context.Context, over <-chan struct{}, turns chan struct{}, look func(context.Context) (bool, error)) (done bool, err error) {
	if turns != nil {
		select {
		case turns <- struct{}{}:
			defer func() { <-turns }()
		case <-over:
		case <-ctx.Done():
			return false, ctx.Err()
		}
	}
	return look(ctx)
}

// lost says how many events a walk may have missed, and lostHint the way out.
func lost(walk *epoch.Walk) string {
	return english.Plural(walk.Lost(), "event", "") + " that may have come cannot be looked at any more"
}

const lostHint = "begin a new epoch: POST " + Prefix + "/reset; --max-events says how many events segtap lists"

// refused is the answer where none was to come, and that does not hold or is not known.
func (g *gathering) refused(code, hint, text string) error {
	f := fail(http.StatusConflict, code, hint, "%s", text)
	g.tell(&f.more)
	return f
}

// missed says that too few events came, what came instead, and which of it came nearest.
func (a *API) missed(ctx context.Context, g *gathering, count int, timeout time.Duration) error {
	i := &instead{walk: epoch.NewWalk(a.store, epoch.Options{Filter: new(query.Filter), After: g.which.After, KeepLate: g.which.KeepLate, KeepMade: g.which.KeepMade})}
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
	case g.walk.Lost() > 0:
		hint = lost(g.walk) + ": " + lostHint
	case g.walk.Made > 0:
		hint = english.Plural(g.walk.Made, "edit or replay", "edits and replays") + " left out, since no app has sent them; made=keep takes them"
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
	f.more.leftOut(g.walk)
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
		if e, ok := of.At(end - MaxEvents); ok && end-first > MaxEvents {
			i.came = end - first - MaxEvents
			i.walk = epoch.NewWalk(of, epoch.Options{Filter: i.walk.Filter, After: after.Behind(e.ID - 1), KeepMade: i.walk.KeepMade})
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
	of      *store.Store
	which   epoch.Options
	most    int  // how many are gathered
	none    bool // is waited for
	events  []gathered
	bytes   int // of their texts
	walk    *epoch.Walk
	since   uint64   // as of store.Store.ChangesSince
	changed []uint64 // not looked at again yet
	anew    bool     // everything has to be
}

// gathered is an event as it stands in an answer. Behind as many bytes as an answer may have
// there are no texts.
type gathered struct {
	id   uint64
	text []byte
}

// news notes what has changed, and reports whether the next look begins anew.
func (g *gathering) news() bool {
	g.changed, g.since, g.anew = g.of.ChangesSince(g.since)
	return g.anew
}

// look gathers what there is now, and reports whether that is as many as are wanted.
func (g *gathering) look(ctx context.Context) (done bool, err error) {
	switch {
	case g.walk == nil:
		g.walk = epoch.NewWalk(g.of, g.which)
	case g.anew:
		g.walk, g.events, g.bytes = g.walk.Again(), g.events[:0], 0
	default:
		if err := g.again(g.changed); err != nil {
			return false, err
		}
	}
	for len(g.events) < g.most {
		got, err := g.walk.Next(ctx)
		if got == nil || err != nil {
			return g.none && g.walk.Lost() > 0, err
		}
		g.events = append(g.events, g.gathered(got))
	}
	return true, nil
}

// gathered makes the text of an event, if there is room for it.
func (g *gathering) gathered(got *store.Captured) gathered {
	e := gathered{id: got.Entry.ID}
	if g.bytes < pageBytes {
		e.text = eventOf(got)
		g.bytes += len(e.text)
	}
	return e
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
			g.bytes -= len(g.events[i].text)
			g.events[i] = g.gathered(got)
		case is:
			g.events = slices.Insert(g.events, i, g.gathered(got))
		case had:
			g.bytes -= len(g.events[i].text)
			g.events = slices.Delete(g.events, i, i+1)
		}
	}
	return nil
}

// tell appends the events, the cursor behind them, and what was left out. It reports
// whether there was no room for all of them.
func (g *gathering) tell(answer *object) (more bool) {
	told := slices.IndexFunc(g.events, func(e gathered) bool { return e.text == nil })
	if more = told >= 0; !more {
		told = len(g.events)
	}
	var texts [][]byte
	for _, e := range g.events[:told] {
		texts = append(texts, e.text)
	}
	answer.list("events", texts)
	next := g.walk.Cursor() // behind all that was looked at
	switch {
	case told > 0:
		next = g.which.After.Behind(g.events[told-1].id)
	case more:
		next = g.which.After
	}
	answer.text("next", next.String())
	answer.leftOut(g.walk)
	return more
}
