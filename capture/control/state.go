package control

import (
	"cmp"
	"context"
	"errors"
	"io"
	"net/http"
	"time"

	"github.com/go-json-experiment/json"

	"segtap/capture/control/epoch"
	"segtap/capture/store"
)

// health says that segtap is there, and what it works with.
func (a *API) health(w http.ResponseWriter, r *http.Request) error {
	now, err := a.begin(r.Context(), "")
	if err != nil {
		return err
	}
	counts, judge := a.store.Counts(), a.store.Judge()
	var answer object
	answer.text("version", a.opts.Version)
	answer.text("file", a.opts.File)
	answer.text("epoch", now.String())
	answer.number("listed", counts.Entries)
	answer.text("destination", judge.Engine().Destination().Name)
	metrics, experiments, experimentsKnown := 0, 0, false
	c := judge.Catalogue()
	if c != nil {
		metrics, experiments, experimentsKnown = len(c.Metrics), len(c.Experiments), c.ExperimentsKnown || len(c.Experiments) > 0
	}
	answer.orNull("metrics", metrics, c != nil)
	answer.orNull("experiments", experiments, experimentsKnown)
	answer.text("failure", a.failure(&counts))
	reply(w, http.StatusOK, answer.end())
	return nil
}

// failure is why what comes cannot be kept, with what the store says of it.
func (a *API) failure(counts *store.Counts) string {
	if a.opts.Ready == nil {
		return ""
	}
	err := a.opts.Ready()
	if err == nil {
		return ""
	}
	if detail := cmp.Or(counts.Trouble, counts.Failure, counts.Denied); detail != "" {
		return err.Error() + ": " + detail
	}
	return err.Error()
}

// maxAsked is how many bytes the body of a small call may have.
const maxAsked = 64 << 10

// reset begins an epoch.
func (a *API) reset(w http.ResponseWriter, r *http.Request) error {
	var asked struct {
		Key string `json:"key"`
	}
	if err := readAsked(w, r, &asked); err != nil {
		return err
	}
	now, err := a.begin(r.Context(), asked.Key)
	if err != nil {
		return err
	}
	var answer object
	answer.text("epoch", now.String())
	reply(w, http.StatusOK, answer.end())
	return nil
}

// readAsked reads the body of a small call, which may be empty. Unknown members are
// refused: one that is misspelt would not be heeded.
func readAsked(w http.ResponseWriter, r *http.Request, to any) error {
	body, err := readBody(w, r, maxAsked)
	if err != nil || len(body) == 0 {
		return err
	}
	if err := json.Unmarshal(body, to, json.RejectUnknownMembers(true)); err != nil {
		return untaken(err)
	}
	return nil
}

// takes says what the members of small calls take.
var takes = map[string]string{
	"id": "the number of an event", "target": "the name or address of a target", "yes": "true or false", "environment": "the name of an environment",
	"key": "a write key", "faults": "text such as 503:20%",
}

// untaken says what is wrong with the body of a small call.
func untaken(err error) error {
	var value *json.SemanticError
	if !errors.As(err, &value) {
		return fail(http.StatusBadRequest, "invalid_body", "", "the body is no JSON")
	}
	name := value.JSONPointer.LastToken()
	switch what, known := takes[name]; {
	case errors.Is(err, json.ErrUnknownName):
		return fail(http.StatusBadRequest, "invalid_body", "", "the body has a member %q, which this call does not take", name)
	case known:
		return fail(http.StatusBadRequest, "invalid_body", "", "%s takes %s", name, what)
	}
	return fail(http.StatusBadRequest, "invalid_body", "", "the body is no JSON object")
}

// readBody reads the body of a call, which may have so many bytes.
func readBody(w http.ResponseWriter, r *http.Request, most int64) ([]byte, error) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, most))
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		return nil, fail(http.StatusRequestEntityTooLarge, "too_large", "", "the body has more than %d bytes", most)
	case err != nil:
		return nil, fail(http.StatusBadRequest, "unread", "", "the body broke off: %v", err)
	}
	return body, nil
}

// begin begins an epoch: behind all that is there, at the next ms. It returns when that
// has begun: what was made before the call was made before it, and what is made after the
// answer was not.
func (a *API) begin(ctx context.Context, writeKey string) (epoch.Cursor, error) {
	start := a.opts.Now().Truncate(time.Millisecond).Add(time.Millisecond)
	for {
		left := start.Sub(a.opts.Now())
		if left <= 0 {
			return epoch.Begin(epoch.Start(a.run).Behind(a.store.Counts().Last), start, writeKey), nil
		}
		select {
		case <-time.After(left):
		case <-ctx.Done():
			return epoch.Cursor{}, ctx.Err()
		}
	}
}
