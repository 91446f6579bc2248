package control

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"strings"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"segtap/capture/replay"
	"segtap/capture/replay/plan"
	"segtap/capture/store"
)

// Replays are what the API needs to know to send an entry on. Without a Client nothing
// can be sent.
type Replays struct {
	Env     replay.Env
	Unknown error // why some of Env is not known; nil when all is
	Client  *replay.Client
	NewID   func() string // fresh UUIDs
	Version string        // of segtap, as requests name it
	// Behind asks LaunchDarkly for the environment that a target leads to, unless it is
	// known which; the error says why it is not known whether that is critical. Nil asks
	// nobody.
	Behind func(_ context.Context, _ replay.Target, known replay.Environment) (replay.Environment, error)
}

// resent is what came of sending an entry on, and for a dry run what would be sent.
type resent struct {
	Entry   uint64            `json:"entry"`
	Event   string            `json:"event,omitzero"`
	Target  string            `json:"target"`
	DryRun  bool              `json:"dry_run"`
	Outcome string            `json:"outcome"` // taken, refused, unknown or not sent
	Status  int               `json:"status,omitzero"`
	Failure replay.Failure    `json:"failure,omitzero"`
	Meaning string            `json:"meaning"`
	Tries   int               `json:"tries"`
	MS      float64           `json:"ms,omitzero"`
	Attempt string            `json:"attempt,omitzero"` // its id in the capture file
	Method  string            `json:"method"`
	URL     string            `json:"url"`
	Headers map[string]string `json:"headers"`
	Body    string            `json:"body"`
	Notes   []string          `json:"notes"`
	Answer  *answered         `json:"answer,omitzero"`
	Came    uint64            `json:"came,omitzero"`     // the event that came of it here
	Unkept  string            `json:"not_kept,omitzero"` // why what came of it is not in the capture file
}

// answered is what the other side said.
type answered struct {
	Headers   map[string]string `json:"headers"`
	Body      string            `json:"body"`
	Truncated bool              `json:"truncated"`
}

// sending is an entry on its way.
type sending struct {
	got     *store.Captured
	target  replay.Target
	item    replay.Item
	request replay.Request
	id      string
}

// replay sends an entry on, with the consent that the command line asks for.
func (a *API) replay(w http.ResponseWriter, r *http.Request) error {
	var asked struct {
		ID          uint64 `json:"id"`
		Target      string `json:"target"`
		Yes         bool   `json:"yes"`
		Environment string `json:"environment"`
	}
	if err := readAsked(w, r, &asked); err != nil {
		return err
	}
	if asked.ID == 0 {
		return fail(http.StatusBadRequest, "invalid_body", `send {"id":3,"target":"here"}`, "the body does not say which event")
	}
	ctx, stop := a.lasting(w, r)
	defer stop()
	if err := a.loaded(ctx); err != nil {
		return err
	}
	one, err := a.sendingOf(asked.ID, cmp.Or(asked.Target, "dry-run"))
	if err != nil {
		return err
	}
	if one.target.DryRun {
		return a.tell(w, one, one.request.Attempt(a.opts.Now()), 0, nil)
	}
	if err := a.agreed(ctx, one.target, asked.Yes, asked.Environment); err != nil {
		return err
	}
	sent := plan.Single{
		ID: one.id, Request: one.request.Approve(), Item: one.item, Sends: []replay.Send{{Entry: asked.ID}},
		Store: a.store, Client: a.opts.Replays.Client, Now: a.opts.Now,
	}
	attempt, err := sent.Send(ctx, nil)
	return a.tell(w, one, attempt, sent.Came, err)
}

// sendingOf makes the request that sends an entry to a target.
func (a *API) sendingOf(id uint64, spec string) (one *sending, err error) {
	how := &a.opts.Replays
	if how.Client == nil {
		return nil, fail(http.StatusConflict, "no_replays", "", "this endpoint sends nothing on")
	}
	one = &sending{id: how.NewID()}
	if one.target, err = replay.Parse(spec, how.Env); err != nil {
		return nil, unsendable("invalid_target", errors.Join(err, how.Unknown))
	}
	if one.got, err = a.read(id); err != nil {
		return nil, err
	}
	source := plan.Source{Store: a.store, NewID: how.NewID, Now: a.opts.Now}
	changes := plan.Changes{NewIDs: one.target.Kind == replay.Segment} // which drops an id that it has had in the last day
	if one.item, err = source.Item(one.got, changes); err != nil {
		return nil, unsendable("unsendable", err)
	}
	now := a.opts.Now()
	one.request, err = one.target.Request(one.item, replay.Options{
		Version: how.Version, NewUUID: func() string { return one.id }, Now: func() time.Time { return now },
	})
	if err != nil {
		return nil, unsendable("unsendable", err)
	}
	return one, nil
}

// unsendable is the answer where nothing can be sent.
func unsendable(code string, err error) error {
	var known *replay.Error
	hint := ""
	if errors.As(err, &known) {
		hint = known.Hint
		if err.Error() == known.Error() {
			return fail(http.StatusBadRequest, code, hint, "%s", known.Problem)
		}
	}
	return fail(http.StatusBadRequest, code, hint, "%v", err)
}

// agreed fails where what has to be confirmed was not.
func (a *API) agreed(ctx context.Context, target replay.Target, yes bool, typed string) error {
	known := plan.EnvironmentOf(a.store.Judge())
	if behind := a.opts.Replays.Behind; yes && behind != nil {
		known, _ = behind(ctx, target, known) // what LaunchDarkly does not say makes it critical
	}
	consent := target.Consent(1, known)
	if consent.Given(yes, typed) {
		return nil
	}
	hint := `if so, send "yes":true`
	if consent.TypeToConfirm != "" {
		hint += ` and "environment":"` + consent.TypeToConfirm + `": the environment is critical, or may be`
	}
	f := fail(http.StatusForbidden, "consent_needed", hint, "nothing was sent. %s", strings.TrimSpace(consent.Sentence))
	var asks object
	asks.text("sentence", consent.Sentence)
	asks.text("environment", consent.TypeToConfirm)
	f.more.raw("consent", asks.end())
	return f
}

// tell answers what came of it.
func (a *API) tell(w http.ResponseWriter, one *sending, attempt replay.Attempt, came uint64, unkept error) error {
	said := resent{
		Entry: one.got.Entry.ID, Event: cmp.Or(one.got.Entry.Name, one.got.Entry.Type), Target: attempt.Target, DryRun: attempt.DryRun,
		Outcome: attempt.Outcome().String(), Status: attempt.Status, Failure: attempt.Failure, Meaning: attempt.Meaning(), Tries: attempt.Tries,
		MS: float64(attempt.Duration.Microseconds()) / 1000, Attempt: attempt.ID, Method: attempt.Method, URL: attempt.URL,
		Headers: fields(attempt.RequestHeader), Body: string(attempt.RequestBody), Notes: one.request.Notes, Came: came,
	}
	if attempt.Status != 0 {
		said.Answer = &answered{fields(attempt.ResponseHeader), string(attempt.ResponseBody), attempt.Truncated}
	}
	if unkept != nil {
		said.Unkept = unkept.Error()
	}
	text, err := json.Marshal(said, json.Deterministic(true), jsontext.AllowInvalidUTF8(true))
	if err != nil {
		return err
	}
	reply(w, http.StatusOK, text)
	return nil
}

// fields are header fields as an object; those that come several times are joined as HTTP
// joins them.
func fields(header []replay.Field) map[string]string {
	all := make(map[string]string, len(header))
	for _, f := range header {
		if was, twice := all[f.Name]; twice {
			f.Value = was + ", " + f.Value
		}
		all[f.Name] = f.Value
	}
	return all
}
