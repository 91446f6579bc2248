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
	over := time.NewTimer(wait)
	defer over.Stop()
	if err := a.loaded(ctx); err != nil {
		return err
	}
	c := &checking{of: a.store, set: set, which: which}
	ended, err := a.hold(ctx, over.C, settle, c)
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
// for no reason but haste.
func (a *API) hold(ctx context.Context, over <-chan time.Time, settle time.Duration, c *checking) (ended string, err error) {
	next, stop := a.board.Watch()
	defer stop()
	quiet := time.NewTimer(settle)
	defer quiet.Stop()
	var settling expectation.Outlook
	for timeUp, held := false, false; ; {
		changed := next()
		grew, err := a.inTurn(ctx, c.walk == nil, c.look)
		if err != nil {
			return "", err
		}
		outlook := c.evaluation.Outlook()
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
		select {
		case <-changed:
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
type checking struct {
	of         *store.Store
	set        *expectation.Set
	which      epoch.Options
	evaluation *expectation.Evaluation
	walk       *epoch.Walk
	since      uint64 // as of store.Store.ChangesSince
}

// look looks at what has come, and says whether anything has.
func (c *checking) look(ctx context.Context) (grew bool, err error) {
	changed, now, all := c.of.ChangesSince(c.since)
	c.since = now
	seen := func(id uint64) bool { return id > c.which.After.Last && id <= c.walk.Looked() }
	if c.walk == nil || all || slices.ContainsFunc(changed, seen) {
		c.walk = epoch.NewWalk(c.of, c.which)
		if c.evaluation, err = c.set.Begin(c.of.Judge()); err != nil {
			return false, misplaced(err, http.StatusUnprocessableEntity, "not_in_catalogue")
		}
	}
	for {
		got, err := c.walk.Next(ctx)
		if got == nil || err != nil {
			return grew, err
		}
		if got.Entry.Origin.MadeHere(got.Entry.Parent) { // no app has sent it
			continue
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
	answer.number("late", c.walk.Late)
	answer.text("next", c.walk.Cursor().String())
	answer.raw("results", text)
	reply(w, http.StatusOK, answer.end())
	return nil
}
