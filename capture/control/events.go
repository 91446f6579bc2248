package control

import (
	"errors"
	"net/http"
	"strconv"

	"segtap/capture/control/epoch"
	"segtap/capture/control/eventjson"
	"segtap/capture/store"
)

// MaxEvents is how many events an answer has at most.
const MaxEvents = 1000

const (
	usualEvents = 100 // in an answer, when nobody says how many
	// pageBytes is when an answer has enough: no event is begun behind so many bytes.
	pageBytes = 8 << 20
)

// events answers with what came, oldest first.
func (a *API) events(w http.ResponseWriter, r *http.Request) error {
	which, err := a.which(r)
	if err != nil {
		return err
	}
	limit, err := number(r.URL.Query(), "limit", usualEvents, 1, MaxEvents)
	if err != nil {
		return err
	}
	ctx, stop := a.lasting(w, r)
	defer stop()
	if err := a.loaded(ctx); err != nil {
		return err
	}
	which.KeepMade = true // what is listed is what there is
	walk := epoch.NewWalk(a.store, which)
	var answer object
	answer.name("events")
	answer = append(answer, '[')
	more := false
	var next epoch.Cursor
	for n := 0; !more; n++ {
		next = walk.Cursor()
		late, unread, gone := walk.Late, walk.Unread, walk.Gone
		got, err := walk.Next(ctx)
		if err != nil {
			return err
		}
		if got == nil {
			next = walk.Cursor()
			break
		}
		if more = n == limit || len(answer) >= pageBytes; more {
			walk.Late, walk.Unread, walk.Gone = late, unread, gone // those behind the last event are the next answer's
			break
		}
		if n > 0 {
			answer = append(answer, ',')
		}
		answer = eventjson.AppendEvent(answer, got, store.Try{})
	}
	answer = append(answer, ']')
	answer.text("next", next.String())
	answer.truth("more", more)
	answer.leftOut(walk)
	reply(w, http.StatusOK, answer.end())
	return nil
}

// event answers with one event.
func (a *API) event(w http.ResponseWriter, r *http.Request) error {
	text := r.PathValue("id")
	id, err := strconv.ParseUint(text, 10, 32)
	if err != nil {
		return fail(http.StatusBadRequest, "invalid_id", "the id of an event is its number, as in \"id\":142", "%q is no id of an event", text)
	}
	ctx, stop := a.lasting(w, r)
	defer stop()
	if err := a.loaded(ctx); err != nil {
		return err
	}
	got, err := a.read(id)
	if err != nil {
		return err
	}
	reply(w, http.StatusOK, eventOf(got))
	return nil
}

// read reads an event.
func (a *API) read(id uint64) (*store.Captured, error) {
	got, err := a.store.Read(id)
	if errors.Is(err, store.ErrNoEntry) {
		return nil, fail(http.StatusNotFound, "no_such_event", "GET "+Prefix+"/events lists those there are", "there is no event %d: it has not come, or is not listed any more", id)
	}
	return got, err
}
