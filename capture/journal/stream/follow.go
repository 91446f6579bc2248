package stream

import (
	"errors"
	"fmt"
	"math"
	"strings"
	"sync/atomic"
	"time"

	"segtap/capture/journal/stream/client"
	"segtap/capture/journal/stream/login"
)

const (
	// followEvery is how often is looked for what others have written. Who publishes sees it
	// in the answer, and a stream that is read while much comes is looked at without a pause.
	followEvery = 40 * time.Millisecond
	// idleEvery is the same of a stream to which nothing has come for idleAfter.
	idleEvery = 250 * time.Millisecond
	idleAfter = 5 * time.Second
	// watchEvery is how often the stream itself is looked at.
	watchEvery = time.Second
	// lostAfter is how often a stream has to be shorter than it was before that is believed:
	// a server that has just become the leader may not have caught up. One of several that is
	// cut off from the others leads for 10 to 20 seconds after they have another leader.
	lostAfter          = 5
	lostAfterOfSeveral = 30
	// elsewhereAfter is how often such a server is asked before another one is.
	elsewhereAfter = 2
	// blindAfter is how long looks have to fail before that is said.
	blindAfter = 2 * time.Second
)

// follow reads what others write, until the journal is closed.
func (j *Journal) follow() {
	came, end := time.Now(), uint64(0)
	for pause := time.NewTicker(followEvery); ; {
		select {
		case <-pause.C:
		case <-j.done:
			pause.Stop()
			return
		}
		// Who publishes has the turn, and sees by itself what others have written.
		for more := true; more && j.turn.TryLock(); {
			more = j.pull()
			j.turn.Unlock()
		}
		switch next := j.recent.Next(); {
		case j.barred.Load() != nil: // each try stands in the log of the server
			pause.Reset(watchEvery)
			end = 0
		case next != end:
			came, end = time.Now(), next
			pause.Reset(followEvery)
		case time.Since(came) > idleAfter:
			pause.Reset(idleEvery)
		}
	}
}

// pull reads some of what the stream has beyond what is known, and says whether there may be
// more. The caller has the turn. What cannot be read now is read later.
func (j *Journal) pull() (more bool) {
	if state, _ := j.link.Now(); !state.Connected || j.isClosed() || j.Present() != nil {
		return false
	}
	got, err := j.link.Fetch(j.only, j.recent.Next(), math.MaxInt64, client.FetchMessages, false)
	if j.barred.learn(err) {
		j.link.Ring()
	}
	if err != nil {
		return false
	}
	if j.only != "" && !j.key.follows(&got) {
		return false
	}
	for i, text := range got.Texts {
		if j.takeOther(got.Seq(i), text) != nil {
			return false
		}
	}
	return len(got.Texts) > 0
}

// barring is why the user may not read the stream any more.
type barring struct{ atomic.Pointer[error] }

// learn takes in what reading has come to, and says whether it differs.
func (b *barring) learn(err error) bool {
	now := new(error)
	if *now = err; !errors.Is(err, login.ErrForbidden) {
		now = nil
	}
	return (b.Swap(now) == nil) != (now == nil)
}

// watch looks at the stream itself: what has gone from it, and whether it is still the one
// that was opened.
func (j *Journal) watch() {
	shorter, was := 0, (*client.Info)(nil)
	for pause := time.NewTicker(watchEvery); ; {
		select {
		case <-pause.C:
		case <-j.done:
			pause.Stop()
			return
		}
		next, began := j.recent.Next(), time.Now()
		found, _, err := j.link.Look()
		switch {
		case errors.Is(err, client.ErrNoStream):
			j.lose("it has been deleted meanwhile")
		case err != nil: // there is no connection, or no leader
		case !found.Created.Equal(j.created):
			j.lose("it has been deleted and made anew meanwhile")
		case found.Last+1 < next:
			shorter++
			err = j.shorter(found, next-1, shorter)
		default:
			shorter = 0
			j.replicas.Store(int64(found.Replicas))
			j.longest.Store(int64(found.Longest))
			j.known.Store(found.Last)
			if j.only != "" {
				j.key.watch(found)
				break
			}
			begins(j, found.First)
			j.misses(found)
			j.skip(found)
			j.ids.keepCount(found, was)
			was = found
		}
		if state, _ := j.link.Now(); j.blind.learn(began, err, state) {
			j.link.Ring()
		}
	}
}

// begins notes which message is the first that is still there.
func begins(j *Journal, first uint64) {
	if j.first.Swap(first) != first {
		j.ids.strays.from(first)
		j.link.Ring()
	}
}

// shorter takes in that the stream is shorter than it was, for as many times in a row.
func (j *Journal) shorter(found *client.Info, known uint64, times int) error {
	state, _ := j.link.Now()
	switch several := found.Replicas > 1; {
	case several && times < lostAfterOfSeveral:
		if times%elsewhereAfter == 0 {
			j.link.Elsewhere()
		}
	case times >= lostAfter:
		j.lose(fmt.Sprintf("it ends at %d, and had acknowledged %d: its server has lost some of it", found.Last, known))
	}
	return fmt.Errorf("%w: for %s it ends at %d, and it had acknowledged %d", client.ErrLink, state.Server, found.Last, known)
}

// blindness is what there is to say where looks at the stream fail, though there is a connection.
type blindness struct {
	atomic.Pointer[string]
	since time.Time // when the first of them began; zero where the last one has not failed
}

// learn takes in what a look that began at a moment has come to, and says whether there is
// something else to say. Where others are tried again and again the first reason stands.
func (b *blindness) learn(began time.Time, err error, state client.State) bool {
	switch {
	case err == nil, !state.Connected && time.Since(state.Since) > blindAfter: // which the state says
		b.since = time.Time{}
		return b.Swap(nil) != nil
	case b.since.IsZero() && state.Connected:
		b.since = began
	}
	if b.since.IsZero() || time.Since(b.since) < blindAfter || b.Load() != nil {
		return false
	}
	said := fmt.Sprintf("NATS: nothing is known of the stream since %s, trying again (%s)", b.since.Format(time.TimeOnly), strings.TrimPrefix(err.Error(), client.ErrLink.Error()+": "))
	b.Store(&said)
	return true
}

// skip looks whether what others wrote at the end of the stream has gone again before it was
// read, which several looks in a row have to find. Whoever knows which numbers it had notes it
// meanwhile. Where nobody has, this journal can write no more; who reads only passes over it.
func (j *Journal) skip(found *client.Info) {
	next := j.recent.Next()
	if next > found.Last || !j.turn.TryLock() {
		return
	}
	defer j.turn.Unlock()
	if j.pull(); j.recent.Next() != next {
		j.missing = 0
		return
	}
	if j.missing++; j.missing < lostAfter {
		return
	}
	if _, ok, err := j.link.Leader(next, ">"); err == nil && !ok {
		j.missing = 0
		if !j.opts.ReadOnly {
			j.lose(fmt.Sprintf("what others have written from %d to %d has gone before it was read, and nobody has noted which numbers it had", next, found.Last))
			return
		}
		j.ids.passed = true
		j.ids.gone += found.Last + 1 - next
		j.recent.SkipTo(found.Last + 1)
		j.size.Store(int64(found.Last + 1))
	}
}

// lose notes that the stream is not the one that was opened.
func (j *Journal) lose(why string) {
	gone := &goneError{fmt.Sprintf("the stream %s is not what it was: %s. Start segtap anew", j.Name(), why)}
	if j.gone.CompareAndSwap(nil, gone) {
		j.link.Ring()
	}
}
