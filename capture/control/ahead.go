package control

import (
	"errors"
	"net/http"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"segtap/capture"
	"segtap/capture/formats"
	"segtap/capture/journal"
	"segtap/capture/store"
	"segtap/mapping/jsondoc"
	"segtap/mapping/message"
	"segtap/mapping/naming"
)

// names says what becomes of the events of a name, before one has come.
func (a *API) names(w http.ResponseWriter, r *http.Request) error {
	given := r.URL.Query()
	if !given.Has("name") {
		return fail(http.StatusBadRequest, "missing_parameter", "such as ?name=Order+Completed", "name is missing")
	}
	text, err := json.Marshal(naming.Of(a.store.Judge(), given.Get("name")), json.Deterministic(true), jsontext.AllowInvalidUTF8(true))
	if err != nil {
		return err
	}
	reply(w, http.StatusOK, text)
	return nil
}

// maxMapped is how many bytes a message may have that is mapped: more than Segment takes,
// so that it can be said what is wrong with one that is too large.
const maxMapped = 1 << 20

// mapped says what becomes of a message, as if it had come. Nothing is kept.
func (a *API) mapped(w http.ResponseWriter, r *http.Request) error {
	text, err := readBody(w, r, maxMapped)
	if err != nil {
		return err
	}
	kind, typ := formats.Message, ""
	if doc, err := jsondoc.Parse(text); err == nil { // what is no JSON is for the judge to say
		if kind, err = formats.KindOf(doc.Root()); err != nil {
			return unmapped(err)
		}
		typ = formats.AssumedType(doc.Root())
	}
	if kind != formats.Message && kind != formats.Batch {
		return fail(http.StatusBadRequest, "no_message", "send one message, or a batch of one", "the body is no message")
	}
	now := a.opts.Now()
	in := message.TakeIn(message.Posted{Raw: text, Batch: kind == formats.Batch, Type: typ, At: now.UnixMilli()})
	if in.Len() != 1 {
		return fail(http.StatusBadRequest, "no_message", "send one message, or a batch of one", "the body has %d messages", in.Len())
	}
	got := &store.Captured{
		Entry: capture.Entry{At: now, Origin: capture.Received}, Message: in.Message(0), Arrival: in.Arrival(0),
		Judge: a.store.Judge(), Record: journal.Record{Status: http.StatusOK},
	}
	if in.Refusal != "" {
		got.Record.Status = http.StatusBadRequest
	}
	got.Judgement = got.Judge.Message(&got.Message, got.Arrival)
	reply(w, http.StatusOK, eventOf(got))
	return nil
}

// unmapped is the answer to what is something else than a message.
func unmapped(err error) error {
	hint := ""
	var foreign *formats.Foreign
	if errors.As(err, &foreign) {
		hint = foreign.Out
	}
	return fail(http.StatusBadRequest, "no_message", hint, "%v", err)
}
