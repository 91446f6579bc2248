package store

import (
	"errors"
	"math"
	"time"

	"segtap/capture/store/index"
	"segtap/capture/store/listing"
)

// others lists what others add to the journal as it comes, and lets go what has gone from it,
// until the store closes.
func (f *following) others() {
	look := time.NewTicker(tryAgain)
	defer look.Stop()
	for {
		select {
		case <-f.loading.closing:
			return
		case <-f.list.journal.Changed():
		case <-look.C: // what could not be read before
		}
		f.reached(f.upTo(math.MaxInt64))
		f.letGo()
		if trouble := f.trouble(); trouble != f.said {
			switch {
			case trouble == "":
				f.since.Store(nil)
				f.back()
			case f.said == "":
				now := time.Now()
				f.since.Store(&now)
			}
			f.said = trouble
			f.list.signal()
		}
	}
}

// trouble says what is wrong with the journal that others write; empty for nothing.
func (f *following) trouble() string {
	if remote, is := f.list.journal.(interface{ Trouble() string }); is {
		return remote.Trouble()
	}
	return ""
}

// troubled says since when that is so, as far as it is known.
func (f *following) troubled() time.Time {
	if since := f.since.Load(); since != nil {
		return *since
	}
	return time.Time{}
}

// reached says why what others have added cannot be listed, or that it is.
func (f *following) reached(err error) {
	said := f.list.unreadable(err)
	if errors.Is(err, listing.ErrEnded) || f.loading.share() < 1 || f.trouble() != "" {
		return // who loads says it, or the trouble does
	}
	f.list.mu.RLock()
	same := f.loading.unread == said
	f.list.mu.RUnlock()
	if !same {
		f.loading.unreadFor(err)
	}
}

// upTo lists what others have added before an offset: without an error all of it is listed.
// It reads without the lock: what it reads may be far away.
func (f *following) upTo(offset int64) error {
	l := f.list
	for {
		l.mu.RLock()
		from := l.index.UpTo
		l.mu.RUnlock()
		if from >= min(offset, l.journal.Size()) { // an own record that is being announced is listed, and not to be scanned yet
			return nil
		}
		part, err := f.loading.source().Ahead(from, offset)
		if part.Next > from {
			f.take(part)
			continue
		}
		l.mu.RLock()
		moved := l.index.UpTo != from
		l.mu.RUnlock()
		if !moved {
			return err
		}
	}
}

// take lists a part that has been read, unless what it begins with has been listed meanwhile.
func (f *following) take(part *listing.Part) {
	l := f.list
	l.mu.Lock()
	defer l.mu.Unlock()
	x := l.index
	if x.UpTo != part.From {
		return
	}
	last, hidden := x.Last, x.Cleared.Hidden()
	part.ListIn(x, f.missing())
	switch {
	case hidden > 0: // one that was cleared may have come again
		f.again.begin()
	case x.Last > last:
		f.again.beginFrom(last + 1)
	}
	l.signal()
}

// missing gives the offsets of what has gone from between the messages of the journal.
func (f *following) missing() []uint64 {
	if remote, is := f.list.journal.(interface{ Missing() []uint64 }); is {
		return remote.Missing()
	}
	return nil
}

// letGo lets go the entries whose records have gone from the journal.
func (f *following) letGo() {
	l := f.list
	first, missing := l.journal.First(), f.missing()
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.index != f.without {
		f.without, f.known = l.index, nil
	}
	var more []uint64
	if len(missing) > 0 && (len(missing) != len(f.known) || &missing[0] != &f.known[0]) {
		f.known, more = missing, missing
	}
	if index.LetGo(l.index, first, more) {
		l.signal()
	}
}
