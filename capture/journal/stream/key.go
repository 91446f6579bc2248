package stream

import (
	"fmt"
	"math"
	"sync/atomic"

	"segtap/capture/journal"
	"segtap/capture/journal/stream/client"
	"segtap/capture/journal/stream/login"
	"segtap/capture/journal/stream/recent"
)

// A journal of one write key reads what has the subject of that key, as if the stream had
// nothing else: what stands between is the server's to pass over. Its ids are those of the
// stream, and so are its offsets and its run.

// key is what such a journal knows besides.
type key struct {
	journal *Journal
	pending atomic.Uint64 // how many of its messages had yet to come when the stream was last read
	// The stream as it was at the last look at where the key begins.
	first   uint64
	deleted int
	none    int    // in how many looks in a row there was nothing of the key
	upTo    uint64 // how far the stream went at the first of the looks that nothing new was found in
}

// unwritable says why nothing is appended to one write key of a stream.
func unwritable(to login.Address) error {
	return fmt.Errorf("one write key of a stream is %w, since the numbers of events need all of it: open %s to write", journal.ErrReadOnly, to.Whole())
}

// read has the journal of one write key read nothing else from now on, and reads the end of it as
// recall reads that of a whole stream. Which id is next, and in which run, is known from there.
func (k *key) read(found *client.Info) error {
	j := k.journal
	if j.link.To.Key == "" {
		return nil
	}
	j.only = found.Prefix + "." + login.Token(j.link.To.Key) + ".>"
	j.recent.Start(found.Last + 1)
	j.joining.Drop()
	if found.Messages == 0 {
		return nil
	}
	average := max(found.Bytes/found.Messages, 1)
	from, err := k.back(found.First, found.Last, max(min(tailMessages, tailBytes/average), 1))
	if err != nil {
		return err
	}
	j.since = from
	j.recent.Start(from)
	var n numbers
	if err := j.learn(&n, j.only, from, found.Last, &j.joining, &j.recent); err != nil {
		return err
	}
	j.ids.strays.from(math.MaxUint64)
	for seq := range n.strays.all {
		j.ids.strays.add(seq)
	}
	j.recent.SkipTo(found.Last + 1)
	return nil
}

// follows takes in what is told with messages that come next, and says whether they may.
func (k *key) follows(got *client.Batch) bool {
	j := k.journal
	if got.Whole {
		k.pending.Store(got.Pending)
	}
	return len(got.Texts) == 0 || got.Begin <= j.ids.begin || j.ids.guessed || j.ids.checked(got.Last()) == nil
}

// back gives the sequence from which on there are n messages of the subject that is read, or
// some more, up to twice as many; the first where there are not so many. How many there are from
// a sequence on is said with any message, so it is guessed where they begin and tried.
func (k *key) back(first, last, n uint64) (from uint64, err error) {
	all, err := k.left(first)
	if err != nil || all <= n {
		return first, err
	}
	// From many on there are at least n, from few on fewer.
	many, few, has := first, last+1, all
	for tries := 0; has > 2*n && few-many > 1; tries++ {
		try := few - (few-many)/2
		if tries < 4 { // as if they were spread evenly
			try = few - min(max((few-many)*(n+n/2)/has, 1), few-many-1)
		}
		got, err := k.left(try)
		if err != nil {
			return 0, err
		}
		if got >= n {
			many, has = try, got
		} else {
			few = try
		}
	}
	return many, nil
}

// left says how many messages of the subject that is read there are from a sequence on.
func (k *key) left(seq uint64) (uint64, error) {
	got, err := k.journal.link.Fetch(k.journal.only, seq, seq+1<<62, 1, true)
	if err != nil || len(got.Texts) == 0 {
		return 0, err
	}
	return got.Pending + 1, nil
}

// tail gives the offset from which on the last n messages before end stand, or some more.
func (k *key) tail(n int, end int64) int64 {
	j := k.journal
	if n <= 0 {
		return end
	}
	if from := j.recent.Back(n, uint64(end)); from > 0 {
		return int64(from)
	}
	begin, bytes := j.recent.Held()
	if first := j.first.Load(); begin > first && bytes < tailBytes {
		if from, err := k.back(first, uint64(end)-1, uint64(n)); err == nil {
			return int64(from)
		}
	}
	return int64(begin) // what is in memory is shown without the server, too
}

// watch looks at what is the key's of a stream that has been looked at: whether its first
// message has gone, and whether the end of the stream is beyond what can still come.
func (k *key) watch(found *client.Info) {
	j := k.journal
	if found.First != k.first || found.Deleted != k.deleted {
		msg, ok, err := j.link.Leader(found.First, j.only)
		switch {
		case err != nil:
			return
		case ok:
			k.none = 0
			begins(j, max(msg.Seq, j.first.Load()))
		default: // or a leader that has yet to come to know
			if k.none++; k.none < lostAfter {
				return
			}
			begins(j, max(found.Last+1, j.first.Load()))
		}
		k.first, k.deleted = found.First, found.Deleted
	}
	k.pass(found.Last)
}

// pass passes over what is not the key's at the end of the stream, so that no server has to look
// for the next message from further back than it must. What several looks in a row have not
// found there, and the leader neither, is not to come.
func (k *key) pass(last uint64) {
	j := k.journal
	next := j.recent.Next()
	if next > last || !j.turn.TryLock() {
		return
	}
	defer j.turn.Unlock()
	if j.pull(); j.recent.Next() != next {
		j.missing = 0
		return
	}
	if j.missing++; j.missing == 1 {
		k.upTo = last
	}
	if j.missing < lostAfter {
		return
	}
	if _, ok, err := j.link.Leader(next, j.only); err == nil {
		if j.missing = 0; !ok {
			j.ids.gone += k.upTo + 1 - next // each may have had ids
			j.recent.SkipTo(k.upTo + 1)
		}
	}
}

// onward is how far somebody reads on: as many messages are read at once as were of use before,
// and more as long as all are. What stands between them is not the key's, and says nothing.
type onward struct{ asked uint64 }

// most says how many messages to read next, by the last ones.
func (o *onward) most(last *recent.Block) uint64 {
	switch used := last.Index(o.asked + 1); {
	case used == 0:
		return 1
	case used < len(last.Texts):
		return uint64(used)
	default:
		return min(uint64(used)*4, client.FetchMessages)
	}
}
