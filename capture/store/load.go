package store

import (
	"errors"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"segtap/capture"
	"segtap/capture/store/index"
	"segtap/capture/store/listing"
)

const (
	// small is the size in bytes up to which a capture file is loaded before
	// anything else is done. What is larger would make people wait.
	small = 8 << 20
	// preview is how many records from the end are listed until a large file
	// has been loaded.
	preview = 200
	// longPreview is how many of records without summaries are listed as soon as they
	// have been judged, which takes a moment: to judge all takes long.
	longPreview = 20_000
	// lastStretch is how many bytes of the file may be left to load while
	// nothing can be captured.
	lastStretch = 256 << 10
	// smallShared and lastShared are the same of a journal that others write, in records:
	// its offsets count these.
	smallShared, lastShared = 2_000, 200
	// tryAgain is after how long a journal that could not be reached is read again.
	tryAgain = time.Second
)

// loading is the work of listing what the capture file has.
type loading struct {
	list   *list
	again  *rejudging
	limits capture.Limits
	unread string // why the file could not be read to its end; behind the lock of the list

	done    sync.WaitGroup
	ended   atomic.Bool // the store closes, and so is closing
	closing chan struct{}
	going   atomic.Bool
	from    int64        // where it began
	at, of  atomic.Int64 // offsets
}

// source is what is listed.
func (l *loading) source() listing.Source {
	return listing.Source{
		Records: l.list.records, Numbered: l.list.journal != nil, Remote: l.list.shared(), Limits: l.limits, Judging: l.list.currentJudging, Throttle: l.list.throttle,
		Ended: l.ended.Load, At: func(offset int64) { l.at.Store(offset); l.list.signal() },
	}
}

// share gives how far it has come, from 0 to 1.
func (l *loading) share() float64 {
	if !l.going.Load() {
		return 1
	}
	at := l.at.Load() - l.from
	return float64(at) / float64(max(l.of.Load()-l.from, at+1))
}

func (l *loading) stop() {
	if !l.ended.Swap(true) {
		close(l.closing)
	}
	l.done.Wait()
}

// begin lists what the capture file has: of a large one the newest entries, and
// all in the background. It judges nothing that has been judged before it was
// written; that is done anew afterwards, since the judge may be another one.
func (l *loading) begin() error {
	records, by := l.list.records, l.source().Lister()
	size, most := records.Size(), int64(small)
	if l.list.shared() {
		size, most = size-l.list.journal.First(), smallShared
	}
	if size <= most {
		if err := errors.Join(by.Read(0), by.Recall()); err != nil {
			return err
		}
		l.replace(by.Index)
		l.again.done.Wait()
		return nil
	}
	if err := by.ReadEnd(preview); err != nil {
		return err
	}
	l.replace(by.Index)
	l.of.Store(records.Size())
	if l.list.shared() {
		l.from = l.list.journal.First()
	}
	l.at.Store(l.from)
	l.going.Store(true)
	l.done.Go(l.all)
	return nil
}

// all makes an index of the whole file while entries arrive, and puts it in the
// place of the one there is.
func (l *loading) all() {
	defer l.list.signal()
	defer l.going.Store(false)
	by := l.source().Lister()
	err := l.older(by)
	if err == nil {
		err = l.trying(by.Recall)
	}
	if err != nil && (!l.list.opened || errors.Is(err, listing.ErrEnded)) {
		l.failed(err)
		return
	}
	last := l.trying(func() error {
		l.list.mu.Lock()
		defer l.list.mu.Unlock()
		all := err
		if l.list.journal != nil {
			all = errors.Join(err, by.Read(by.Index.UpTo))
		}
		if l.list.shared() && all == nil && by.Index.UpTo < l.list.index.UpTo {
			return errBehind
		}
		if all == nil || l.list.opened && by.Index.Len() > 0 { // what stands before the mistake
			l.takeOver(by)
		}
		return all
	})
	if last != nil {
		l.failed(last)
	}
}

// errBehind says that an own record is listed that cannot be scanned yet: whoever writes it is
// being told just now.
var errBehind = errors.New("not all that is listed has been read")

// trying calls what reads records, until it has where they stand elsewhere.
func (l *loading) trying(read func() error) error {
	for failed := false; ; failed = true {
		err := read()
		if errors.Is(err, errBehind) {
			runtime.Gosched()
			continue
		}
		if failed && err == nil {
			l.unreadFor(nil)
		}
		if err == nil || !l.list.shared() || l.list.journal.Present() != nil || errors.Is(err, listing.ErrEnded) {
			return err
		}
		l.unreadFor(err)
		select {
		case <-l.closing:
			return listing.ErrEnded
		case <-time.After(tryAgain):
		}
	}
}

// takeOver has what has been loaded take the place of the index there is. The caller holds the lock.
func (l *loading) takeOver(by *listing.Lister) {
	if l.list.journal == nil && by.Now != l.list.judging {
		by.Index.ForgetSums() // what has been seen was summed up by a judge that is no more
	}
	by.Index.TakeOver(l.list.index)
	l.list.index = by.Index
	l.again.begin()
}

// older lists what the records have, of a capture file all but the last stretch: more
// may come meanwhile.
func (l *loading) older(by *listing.Lister) error {
	if l.list.journal == nil {
		if end := l.source().Lister(); end.ReadEnd(longPreview) == nil { // else by says why
			l.list.mu.Lock()
			l.takeOver(end)
			l.list.mu.Unlock()
			l.list.signal()
		}
		return by.Read(0)
	}
	most := int64(lastStretch)
	if l.list.shared() {
		most = lastShared
	}
	for by.Index.UpTo == 0 || l.list.journal.Size()-by.Index.UpTo > most {
		if err := l.trying(func() error { return by.Read(by.Index.UpTo) }); err != nil {
			return err
		}
	}
	return nil
}

// failed says that the older entries cannot be listed.
func (l *loading) failed(err error) {
	if errors.Is(err, listing.ErrEnded) {
		return
	}
	l.unreadFor(err)
}

// unreadFor says why entries are missing; nothing for no error.
func (l *loading) unreadFor(err error) {
	l.list.mu.Lock()
	l.unread = l.list.unreadable(err)
	l.list.mu.Unlock()
	l.list.signal()
}

// unreadable says why entries are missing; empty for no error.
func (l *list) unreadable(err error) string {
	switch {
	case err == nil:
		return ""
	case l.opened:
		return "cannot be read to its end: " + err.Error()
	}
	again := ""
	if l.shared() {
		again = ", trying again"
	}
	return "the " + Keeper(l.shared()) + " cannot be read to its end" + again + ": " + err.Error()
}

// replace puts an index in the place of the one there is, and has it judged.
func (l *loading) replace(x *index.Index) {
	l.list.mu.Lock()
	defer l.list.mu.Unlock()
	l.list.index = x
	l.again.begin()
}
