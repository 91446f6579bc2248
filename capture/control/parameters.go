package control

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"segtap/capture/control/epoch"
	"segtap/mapping/query"
)

// which reads which events are asked for: filter, after and late.
func (a *API) which(r *http.Request) (epoch.Options, error) {
	given := r.URL.Query()
	var which epoch.Options
	var err error
	if which.Filter, err = a.filter(given); err != nil {
		return which, err
	}
	which.After = epoch.Start(a.run)
	if given.Has("after") {
		if which.After, err = a.cursor("after", given.Get("after")); err != nil {
			return which, err
		}
	}
	if which.KeepLate, err = keeps(given, "late", "events that were made before the epoch"); err != nil {
		return which, err
	}
	which.KeepMade, err = keeps(given, "made", "edits and replays, which no app has sent")
	return which, err
}

// keeps reads whether events are taken that are left out otherwise.
func keeps(given url.Values, name, what string) (bool, error) {
	switch text := given.Get(name); text {
	case "":
		return false, nil
	case "keep":
		return true, nil
	default:
		return false, fail(http.StatusBadRequest, "invalid_parameter", name+"=keep takes "+what+"; without it they are left out", "%s is %q", name, text)
	}
}

// filter reads the filter of a call; one that is not given wants everything.
func (a *API) filter(given url.Values) (*query.Filter, error) {
	text := given.Get("filter")
	if text == "" {
		return new(query.Filter), nil
	}
	f, err := query.Parse(text, a.opts.Now())
	var mistake *query.Error
	if errors.As(err, &mistake) {
		return nil, fail(http.StatusBadRequest, "invalid_filter", mistake.Hint, "filter: column %d: %s", mistake.Column, mistake.Problem)
	}
	return f, err
}

// cursor reads a cursor, which must be one of what is captured here. An empty one is refused:
// the reset that was to give it has failed, and all that ever came would be taken for what
// came since.
func (a *API) cursor(name, text string) (epoch.Cursor, error) {
	if text == "" {
		return epoch.Cursor{}, fail(http.StatusBadRequest, "invalid_cursor", "give the epoch of POST "+Prefix+"/reset, or leave "+name+" out for all events", "%s is empty: did the reset fail?", name)
	}
	c, err := epoch.Parse(text)
	if err != nil {
		return c, fail(http.StatusBadRequest, "invalid_cursor", "", "%s is %q: %v", name, text, err)
	}
	foreign := ""
	if counts := a.store.Counts(); c.Run() != a.run {
		foreign = "is of another " + counts.Keeper() + ", or of another run in memory"
	} else if c.Last > counts.Last {
		foreign = fmt.Sprintf("stands behind event %d, and the %s has had %d so far", c.Last, counts.Keeper(), counts.Last)
	}
	if foreign != "" {
		return c, fail(http.StatusGone, "unknown_cursor", "begin a new epoch: POST "+Prefix+"/reset", "%s %s", name, foreign)
	}
	return c, nil
}

// number reads a number from a range.
func number(given url.Values, name string, otherwise, least, most int) (int, error) {
	text := given.Get(name)
	if text == "" {
		return otherwise, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < least || n > most {
		return 0, fail(http.StatusBadRequest, "invalid_parameter", "", "%s is %q: it takes a number from %d to %d", name, text, least, most)
	}
	return n, nil
}

// duration reads how long something may take.
func duration(given url.Values, name string, otherwise, most time.Duration) (time.Duration, error) {
	text := given.Get(name)
	if text == "" {
		return otherwise, nil
	}
	d, err := time.ParseDuration(text)
	if err != nil || d < 0 || d > most {
		return 0, fail(http.StatusBadRequest, "invalid_parameter", "such as "+name+"=10s or "+name+"=500ms", "%s is %q: it takes a length of time up to %s", name, text, most)
	}
	return d, nil
}

// loaded waits until all that the capture file has is listed: until then, what came behind
// a cursor is not all known. That takes a moment for a large file, after the start.
func (a *API) loaded(ctx context.Context) error {
	if a.store.Counts().Loading >= 1 {
		return nil
	}
	next, stop := a.board.Watch()
	defer stop()
	for {
		changed := next()
		if a.store.Counts().Loading >= 1 {
			return nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}
