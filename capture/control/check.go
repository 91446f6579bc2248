package control

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"segtap/capture/control/epoch"
	"segtap/capture/store"
	"segtap/mapping/expectation"
	"segtap/mapping/query"
	"segtap/mapping/tree"
)

const usualSettle = 250 * time.Millisecond

// check answers how it stands with what a file expects: at once, or with wait when all of it
// is met, when that cannot be any more, or when the time is over.
func (a *API) check(w http.ResponseWriter, r *http.Request) error {
	which, err := a.which(r)
	if err != nil {
		return err
	}
	given := r.URL.Query()
	wait, err := duration(given, "wait", 0, MaxWait)
	if err != nil {
		return err
	}
	settle, err := duration(given, "settle", usualSettle, MaxWait)
	if err != nil {
		return err
	}
	name := given.Get("name")
	if name == "" {
		name = "expectations"
	}
	set, err := a.expected(w, r, name)
	if err != nil {
		return err
	}
	ctx, stop := a.lasting(w, r)
	defer stop()
	over, stopTime := context.WithTimeout(ctx, wait)
	defer stopTime()
	if err := a.loaded(ctx); err != nil {
		return err
	}
	c := &checking{of: a.store, set: set, which: which}
	ended, err := a.hold(ctx, over.Done(), settle, c)
	if err != nil {
		return err
	}
	return c.answer(w, ended)
}

// expected reads what the body of a call expects.
func (a *API) expected(w http.ResponseWriter, r *http.Request, name string) (*expectation.Set, error) {
	text, err := readBody(w, r, expectation.MaxText)
	if err != nil {
		return nil, err
	}
	set, err := expectation.Parse(name, text, a.opts.Now())
	return set, misplaced(err, http.StatusBadRequest, "invalid_expectations")
}

// misplaced makes the answer of what is wrong at a place of a file; nil for nothing.
func misplaced(err error, status int, code string) error {
	var wrong *tree.Error
	if !errors.As(err, &wrong) {
		return err
	}
	said := *wrong
	said.Hint = ""
	f := fail(status, code, wrong.Hint, "%s", said.Error())
	if wrong.Line > 0 {
		f.more.number("line", wrong.Line)
		f.more.number("column", wrong.Column)
	}
	return f
}

// The ways in which a check ends.
const (
	endedMet    = "met"     // all is as expected
	endedBroken = "broken"  // something is not, whatever comes
	endedTime   = "timeout" // the time is over
)

// hold holds what comes against what is expected, until that is decided or the time is over.
// What further events could break has to hold for a while; where something is lost and
// something else may come yet, that has a while to come, so that it is not said to be missing
// for no reason but haste. Nothing is decided by what has changed since.
func (a *API) hold(ctx context.Context, over <-chan struct{}, settle time.Duration, c *checking) (ended string, err error) {
	next, stop := a.board.Watch()
	defer stop()
	quiet := time.NewTimer(settle)
	defer quiet.Stop()
	var outlook, settling expectation.Outlook
	for timeUp, held := false, false; ; {
		changed := next()
		c.news(timeUp)
		grew, err := a.inTurn(ctx, over, a.looks(c.walk == nil, c.anew), c.look)
		if err != nil {
			return "", err
		}
		if !c.stale {
			outlook = c.evaluation.Outlook()
			held = held && outlook == settling
			switch {
			case outlook == expectation.Settled, outlook == expectation.Holding && held:
				return endedMet, nil
			case outlook == expectation.Lost && (held || !c.evaluation.Awaits()):
				return endedBroken, nil
			case timeUp:
				return endingAt(outlook), nil
			case outlook != settling || outlook == expectation.Lost && grew:
				quiet.Reset(settle)
				settling = outlook
			}
			held = false
		}
		select {
		case <-changed:
		case <-c.due():
		case <-quiet.C:
			held = outlook != expectation.Open
		case <-over:
			timeUp = true // what was acknowledged until now is looked at
		case <-ctx.Done():
			return "", ctx.Err()
		}
	}
}

// endingAt says how a check ends whose time is over.
func endingAt(o expectation.Outlook) string {
	switch o {
	case expectation.Holding, expectation.Settled:
		return endedMet
	case expectation.Lost:
		return endedBroken
	case expectation.Open:
	}
	return endedTime
}

// checking holds what came against a set, as it is now: it begins anew when something that
// it has looked at has changed since, as when it is sent again or the metrics are read anew.
// Of many events that takes its time, and then it waits a multiple of that before it does so
// again: SDKs that try again and again do not have it do nothing else.
type checking struct {
	of         *store.Store
	set        *expectation.Set
	which      epoch.Options
	evaluation *expectation.Evaluation
	walk       *epoch.Walk
	since      uint64    // as of store.Store.ChangesSince
	stale      bool      // something that it has looked at has changed since
	anew       bool      // the next look begins anew
	rested     time.Time // when it may
}

const (
	leastRest = 100 * time.Millisecond // between two times of beginning anew
	restTimes = 4                      // as long as it took
)

// news notes whether what has been looked at has changed, and whether the next look begins
// anew for that: when it may, or must.
func (c *checking) news(must bool) {
	changed, now, all := c.of.ChangesSince(c.since)
	c.since = now
	seen := func(id uint64) bool { return id > c.which.After.Last && id <= c.walk.Looked() }
	c.stale = c.walk != nil && (c.stale || all || slices.ContainsFunc(changed, seen))
	c.anew = c.stale && (must || !time.Now().Before(c.rested))
}

// due tells when a look may begin anew that has to; never where none has to.
func (c *checking) due() <-chan time.Time {
	if !c.stale {
		return nil
	}
	return time.After(time.Until(c.rested))
}

// look looks at what has come, and says whether anything has.
func (c *checking) look(ctx context.Context) (grew bool, err error) {
	if c.walk == nil || c.anew {
		began := time.Now()
		if c.walk == nil {
			c.walk = epoch.NewWalk(c.of, c.which)
		} else {
			c.walk = c.walk.Again()
		}
		c.stale, c.anew = false, false
		if c.evaluation, err = c.set.Begin(c.of.Judge()); err != nil {
			return false, misplaced(err, http.StatusUnprocessableEntity, "not_in_catalogue")
		}
		defer func() {
			now := time.Now()
			c.rested = now.Add(max(leastRest, restTimes*now.Sub(began)))
		}()
	}
	for {
		got, err := c.walk.Next(ctx)
		if got == nil || err != nil {
			c.evaluation.Unseen(c.walk.Lost())
			return grew, err
		}
		row, doc := got.Row(), query.DocumentOf(&got.Message, &got.Judgement, got.WriteKey)
		c.evaluation.Add(&expectation.Event{Entry: got.Entry.ID, Row: &row, Document: &doc})
		grew = true
	}
}

// answer writes how it stands.
func (c *checking) answer(w http.ResponseWriter, ended string) error {
	results := c.evaluation.Results()
	text, err := json.Marshal(results, jsontext.AllowInvalidUTF8(true))
	if err != nil {
		return err
	}
	var answer object
	answer.truth("ok", expectation.AllMet(results))
	answer.text("ended", ended)
	answer.number("came", c.evaluation.Seen())
	answer.leftOut(c.walk)
	answer.text("next", c.walk.Cursor().String())
	answer.raw("results", text)
	reply(w, http.StatusOK, answer.end())
	return nil
}
