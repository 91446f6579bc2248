package control

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"time"

	"segtap/capture/control/epoch"
	"segtap/capture/control/eventjson"
)

const (
	// patience is how long a reader may take nothing of what is written.
	patience = time.Minute
	// flushed is how many bytes are written at a time at most, besides a whole event.
	flushed = 64 << 10
)

// stream answers with what came and what comes, as server-sent events. Each has the cursor
// behind it as its id: a reader that asks again with the last one goes on behind it.
func (a *API) stream(w http.ResponseWriter, r *http.Request) error {
	which, err := a.which(r)
	if err != nil {
		return err
	}
	if last := r.Header.Values("Last-Event-ID"); len(last) > 0 {
		if which.After, err = a.cursor("Last-Event-ID", last[0]); err != nil {
			return err
		}
	}
	ctx, stop := a.lasting(w, r)
	defer stop()
	if err := a.loaded(ctx); err != nil {
		return err
	}
	which.KeepMade = true // what is sent is what there is
	w.Header().Set("Content-Type", "text/event-stream")
	s := &stream{to: w, control: http.NewResponseController(w), walk: epoch.NewWalk(a.store, which)}
	s.text.WriteString("retry: 1000\n\n")
	if r.Method == http.MethodHead || s.flush() != nil {
		return nil
	}
	next, stopWatching := a.board.Watch()
	defer stopWatching()
	ticks := time.NewTicker(a.opts.Alive)
	defer ticks.Stop()
	for first := true; ; {
		changed := next()
		for more := true; more; first = false {
			if more, err = a.inTurn(ctx, nil, a.looks(first, false), s.gather); err != nil || s.flush() != nil {
				return nil // the answer has begun: that it ends says all there is to say
			}
		}
		select {
		case <-changed:
		case <-ticks.C:
			// A reader that comes again need not have passed over again what it does not want.
			fmt.Fprintf(&s.text, ": segtap\nid: %s\n\n", s.walk.Cursor())
		case <-ctx.Done():
			return nil
		}
	}
}

// stream is an answer that goes on.
type stream struct {
	to      http.ResponseWriter
	control *http.ResponseController
	walk    *epoch.Walk
	gone    uint64 // of the walk, as far as it has been told
	unread  int    // of the walk, too
	text    bytes.Buffer
}

// gather gathers what has come, and reports whether there may be more than what can be
// sent at one time.
func (s *stream) gather(ctx context.Context) (more bool, err error) {
	for s.text.Len() < flushed {
		got, err := s.walk.Next(ctx)
		if err != nil {
			return false, err
		}
		s.gap()
		if got == nil {
			return false, nil
		}
		fmt.Fprintf(&s.text, "id: %s\nevent: event\ndata: ", s.walk.After.Behind(got.Entry.ID))
		s.text.Write(eventjson.Escape(eventOf(got)))
		s.text.WriteString("\n\n")
	}
	return true, nil
}

// gap tells of events that the walk has missed since it was told last.
func (s *stream) gap() {
	var missed object
	if gone := s.walk.Gone - s.gone; gone > 0 {
		missed.number("gone", int(gone)) //nolint:gosec // numbers of entries have 32 bits
	}
	if unread := s.walk.Unread - s.unread; unread > 0 {
		missed.number("unread", unread)
	}
	s.gone, s.unread = s.walk.Gone, s.walk.Unread
	if len(missed) > 0 {
		fmt.Fprintf(&s.text, "event: gap\ndata: %s\n\n", missed.end())
	}
}

// flush sends what has been written.
func (s *stream) flush() error {
	if s.text.Len() == 0 {
		return nil
	}
	_ = s.control.SetWriteDeadline(time.Now().Add(patience)) // a server without limits has none
	if _, err := s.to.Write(s.text.Bytes()); err != nil {
		return err
	}
	s.text.Reset()
	return s.control.Flush()
}
