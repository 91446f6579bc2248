package control

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"

	"segtap/capture/control/epoch"
	"segtap/capture/control/eventjson"
	"segtap/capture/store"
	"segtap/mapping/jsondoc"
)

// failure is an answer that says what is wrong.
type failure struct {
	status        int
	code          string
	message, hint string // the way out; empty where there is none
	more          object // further members of the answer, such as what was seen instead
}

func (f *failure) Error() string { return f.message }

// fail returns a failure.
func fail(status int, code, hint, format string, args ...any) *failure {
	return &failure{status: status, code: code, message: fmt.Sprintf(format, args...), hint: hint}
}

// refuse answers with what is wrong.
func (a *API) refuse(w http.ResponseWriter, err error) {
	var f *failure
	switch {
	case errors.As(err, &f):
	case a.opts.Ending.Err() != nil:
		f = fail(http.StatusServiceUnavailable, "ending", "start it again, and ask again with the same cursor", "segtap is ending")
	case errors.Is(err, context.Canceled):
		return // the caller has gone
	default:
		f = fail(http.StatusInternalServerError, "failed", "", "%v", err)
	}
	var what object
	what.text("code", f.code)
	what.text("message", f.message)
	if f.hint != "" {
		what.text("hint", f.hint)
	}
	var all object
	all.raw("error", what.end())
	if len(f.more) > 0 {
		all = append(append(all, ','), f.more[1:]...)
	}
	reply(w, f.status, all.end())
}

// reply writes an answer. Characters that act on a terminal are escaped: people look at
// answers in one.
func reply(w http.ResponseWriter, status int, text []byte) {
	text = append(eventjson.Escape(text), '\n')
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Content-Length", strconv.Itoa(len(text)))
	w.WriteHeader(status)
	_, _ = w.Write(text) // the caller has gone
}

// object is a JSON object in the making. Events stand in it as they came: their bytes are
// read by no encoder, which might not take what segtap does.
// It is its text but for the last brace, so that a large one is not copied to be ended.
type object []byte

// name appends the name of a member.
func (o *object) name(name string) {
	if len(*o) > 0 {
		*o = append(*o, ',')
	} else {
		*o = append(*o, '{')
	}
	*o = append(jsondoc.AppendString(*o, name), ':')
}

func (o *object) raw(name string, value []byte) { o.name(name); *o = append(*o, value...) }
func (o *object) text(name, value string)       { o.name(name); *o = jsondoc.AppendString(*o, value) }

func (o *object) number(name string, n int) {
	o.name(name)
	*o = strconv.AppendInt(*o, int64(n), 10)
}

func (o *object) truth(name string, is bool) {
	o.name(name)
	*o = strconv.AppendBool(*o, is)
}

// orNull appends a number, or null where there is none.
func (o *object) orNull(name string, n int, known bool) {
	if known {
		o.number(name, n)
		return
	}
	o.raw(name, []byte("null"))
}

// list appends an array of JSON values.
func (o *object) list(name string, values [][]byte) {
	o.name(name)
	*o = append(*o, '[')
	for i, v := range values {
		if i > 0 {
			*o = append(*o, ',')
		}
		*o = append(*o, v...)
	}
	*o = append(*o, ']')
}

// leftOut appends how many events a walk has left out, and how many it may have missed.
func (o *object) leftOut(walk *epoch.Walk) {
	o.number("late", walk.Late)
	for _, of := range []struct {
		name string
		n    int
	}{{"made", walk.Made}, {"unread", walk.Unread}, {"gone", int(walk.Gone)}} { //nolint:gosec // numbers of entries have 32 bits
		if of.n > 0 {
			o.number(of.name, of.n)
		}
	}
}

// end returns the text of the object.
func (o *object) end() []byte {
	if len(*o) == 0 {
		return []byte("{}")
	}
	return append(*o, '}')
}

// eventOf returns the object of an event.
func eventOf(got *store.Captured) []byte { return eventjson.AppendEvent(nil, got, store.Try{}) }
