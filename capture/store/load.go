package store

import (
	"errors"
	"sync"
	"sync/atomic"

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
)

// loading is the work of listing what the capture file has.
type loading struct {
	list   *list
	again  *rejudging
	limits capture.Limits
	unread string // why the file could not be read to its end; behind the lock of the list

	done   sync.WaitGroup
	ended  atomic.Bool // the store closes
	going  atomic.Bool
	at, of atomic.Int64 // bytes
}

// lister returns who lists the records.
func (l *loading) lister() *listing.Lister {
	return listing.Source{
		Records: l.list.records, Numbered: l.list.file != nil, Limits: l.limits, Judging: l.list.currentJudging, Throttle: l.list.throttle,
		Ended: l.ended.Load, At: func(offset int64) { l.at.Store(offset); l.list.signal() },
	}.Lister()
}

// share gives how far it has come, from 0 to 1.
func (l *loading) share() float64 {
	if !l.going.Load() {
		return 1
	}
	return float64(l.at.Load()) / float64(max(l.of.Load(), l.at.Load()+1))
}

func (l *loading) stop() {
	l.ended.Store(true)
	l.done.Wait()
}

// begin lists what the capture file has: of a large one the newest entries, and
// all in the background. It judges nothing that has been judged before it was
// written; that is done anew afterwards, since the judge may be another one.
func (l *loading) begin() error {
	records, by := l.list.records, l.lister()
	size := records.Size()
	if size <= small {
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
	l.of.Store(size)
	l.going.Store(true)
	l.done.Go(l.all)
	return nil
}

// all makes an index of the whole file while entries arrive, and puts it in the
// place of the one there is.
func (l *loading) all() {
	defer l.list.signal()
	defer l.going.Store(false)
	by := l.lister()
	err := l.older(by)
	if err == nil {
		err = by.Recall()
	}
	if err != nil && (!l.list.opened || errors.Is(err, listing.ErrEnded)) {
		l.failed(err)
		return
	}
	l.list.mu.Lock()
	if l.list.file != nil {
		err = errors.Join(err, by.Read(by.Index.UpTo))
	}
	if err == nil || l.list.opened && by.Index.Len() > 0 { // what stands before the mistake
		l.takeOver(by)
	}
	l.list.mu.Unlock()
	if err != nil {
		l.failed(err)
	}
}

// takeOver has what has been loaded take the place of the index there is. The caller holds the lock.
func (l *loading) takeOver(by *listing.Lister) {
	if l.list.file == nil && by.Now != l.list.judging {
		by.Index.ForgetSums() // what has been seen was summed up by a judge that is no more
	}
	by.Index.TakeOver(l.list.index)
	l.list.index = by.Index
	l.again.begin()
}

// older lists what the records have, of a capture file all but the last stretch: more
// may come meanwhile.
func (l *loading) older(by *listing.Lister) error {
	if l.list.file == nil {
		if end := l.lister(); end.ReadEnd(longPreview) == nil { // else by says why
			l.list.mu.Lock()
			l.takeOver(end)
			l.list.mu.Unlock()
			l.list.signal()
		}
		return by.Read(0)
	}
	for by.Index.UpTo == 0 || l.list.file.Size()-by.Index.UpTo > lastStretch {
		if err := by.Read(by.Index.UpTo); err != nil {
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
	l.list.mu.Lock()
	l.unread = unreadable(err)
	if l.list.opened {
		l.unread = "cannot be read to its end: " + err.Error()
	}
	l.list.mu.Unlock()
}

// unreadable says why entries are missing; empty for no error.
func unreadable(err error) string {
	if err == nil {
		return ""
	}
	return "the capture file cannot be read to its end: " + err.Error()
}

// replace puts an index in the place of the one there is, and has it judged.
func (l *loading) replace(x *index.Index) {
	l.list.mu.Lock()
	defer l.list.mu.Unlock()
	l.list.index = x
	l.again.begin()
}
