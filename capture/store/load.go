package store

import (
	"errors"
	"fmt"
	"sync"
	"sync/atomic"

	"segtap/capture"
	"segtap/capture/journal"
	"segtap/capture/store/index"
	"segtap/mapping"
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
	records, by := l.list.records, l.loader()
	size := records.Size()
	if size <= small {
		if err := errors.Join(by.read(0), by.recall()); err != nil {
			return err
		}
		l.replace(by.index)
		l.again.done.Wait()
		return nil
	}
	if err := by.readEnd(preview); err != nil {
		return err
	}
	l.replace(by.index)
	l.of.Store(size)
	l.going.Store(true)
	l.done.Go(l.all)
	return nil
}

// errEnded says that the store closes before its file has been loaded.
var errEnded = errors.New("closing")

// all makes an index of the whole file while entries arrive, and puts it in the
// place of the one there is.
func (l *loading) all() {
	defer l.list.signal()
	defer l.going.Store(false)
	by := l.loader()
	err := l.older(by)
	if err == nil {
		err = by.recall()
	}
	if err != nil && (!l.list.opened || errors.Is(err, errEnded)) {
		l.failed(err)
		return
	}
	l.list.mu.Lock()
	if l.list.file != nil {
		err = errors.Join(err, by.read(by.index.UpTo))
	}
	if err == nil || l.list.opened && by.index.Len() > 0 { // what stands before the mistake
		l.takeOver(by)
	}
	l.list.mu.Unlock()
	if err != nil {
		l.failed(err)
	}
}

// takeOver has what has been loaded take the place of the index there is. The caller holds the lock.
func (l *loading) takeOver(by *loader) {
	if l.list.file == nil && by.now != l.list.judging {
		by.index.ForgetSums() // what has been seen was summed up by a judge that is no more
	}
	by.index.TakeOver(l.list.index)
	l.list.index = by.index
	l.again.begin()
}

// older lists what the records have, of a capture file all but the last stretch: more
// may come meanwhile.
func (l *loading) older(by *loader) error {
	if l.list.file == nil {
		if end := l.loader(); end.readEnd(longPreview) == nil { // else by says why
			l.list.mu.Lock()
			l.takeOver(end)
			l.list.mu.Unlock()
			l.list.signal()
		}
		return by.read(0)
	}
	for by.index.UpTo == 0 || l.list.file.Size()-by.index.UpTo > lastStretch {
		if err := by.read(by.index.UpTo); err != nil {
			return err
		}
	}
	return nil
}

// failed says that the older entries cannot be listed.
func (l *loading) failed(err error) {
	if errors.Is(err, errEnded) {
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

// loader lists what records hold. Of a capture file it judges only what it cannot
// list otherwise; other records have no summaries, and all is judged, once.
type loader struct {
	work    *loading
	records Records
	now     judging // by which was judged what the sums have
	index   *index.Index
	seen    int // records so far
	// next is the number of the next entry, where the heads of the records say none.
	next              uint64
	gathered, judging *gathering
	fromEnd           bool         // the number of the last entry is known, and no other
	held              []*gathering // those of the end, until they are counted
	// missed are the entries with a mark that had been let go when it was read:
	// marks stand behind the entries.
	missed map[uint64]bool
	drafts []index.Draft // of one record after another
}

func (l *loading) loader() *loader {
	return &loader{work: l, records: l.list.records, now: l.list.currentJudging(), index: index.New(l.limits), next: 1}
}

// read lists what the capture file has from a place on. Damaged records are
// passed over and counted.
func (l *loader) read(from int64) error {
	scanned, err := l.records.Scan(from, l.head)
	if err == nil || !errors.Is(err, errEnded) {
		err = errors.Join(err, l.judgeRest())
	}
	l.index.Damaged += scanned.Damaged
	l.index.UpTo = scanned.Next
	return err
}

// last is the number of the last entry of a file whose entries have not been counted.
const last = 2*capture.Provisional - 2

// readEnd lists about the last n records.
func (l *loader) readEnd(n int) error {
	l.fromEnd = true
	scanned, err := l.records.Tail(n, l.head)
	if err = errors.Join(err, l.judgeRest()); err != nil {
		return err
	}
	l.fromEnd, l.next = false, last+1
	for _, g := range l.held {
		for _, drafts := range g.drafts {
			l.next -= uint64(len(drafts))
		}
	}
	for _, g := range l.held {
		if err := l.list(g); err != nil {
			return err
		}
	}
	l.index.UpTo = scanned.Next
	return nil
}

// head lists what a record stands for.
func (l *loader) head(head *journal.Head) error {
	if l.work.ended.Load() {
		return errEnded
	}
	if l.seen++; l.seen%1024 == 0 && !l.fromEnd {
		l.work.at.Store(head.Place.Offset)
		l.work.list.signal()
	}
	switch head.Kind {
	case journal.Request, journal.Entry:
		if l.work.list.file == nil {
			return l.gather(head)
		}
		err := l.entries(head)
		if errors.Is(err, journal.ErrDamaged) {
			l.index.Damaged++
			return nil
		}
		return err
	case journal.Attempt:
		attempt, err := readAttempt(l.records, head.Place)
		if err != nil {
			l.index.Damaged++
			return nil
		}
		l.index.ListAttempt(head.Entry, &attempt, head.Place)
	case journal.Mark:
		if _, listed := l.index.Find(head.Entry); !listed {
			l.miss(head.Entry, head.On)
		}
		l.index.Mark(head.Entry, head.On)
	case journal.Draft:
		l.index.Drafts.Note(head.Entry, head.On, head.Place, &l.index.Changes)
	}
	return nil
}

// entries lists the entries of a record by its summaries, as far as they can be
// understood, else by its body. Their verdicts are stale.
func (l *loader) entries(head *journal.Head) error {
	if head.ID <= uint64(l.index.Last) {
		return fmt.Errorf("at byte %d its ids begin again with %d, as when two capture files are joined: open them one by one", head.Place.Offset, head.ID)
	}
	drafts, err := l.draftsOf(head)
	if err != nil {
		return err
	}
	for i := range drafts {
		drafts[i].JudgedBy(index.Unjudged)
		l.index.List(&drafts[i], head.Place, 0)
	}
	l.index.UpTo = head.Place.End()
	l.index.Evict()
	return nil
}

// draftsOf makes the drafts of a record. They are valid until the next ones.
func (l *loader) draftsOf(head *journal.Head) ([]index.Draft, error) {
	drafts, ok := index.FromSummaries(head, l.drafts)
	if !ok {
		return l.bodies(head.Place)
	}
	l.drafts = drafts
	return drafts, nil
}

// bodies judges the messages of a record. A record that does not hold as many
// messages as it says is damaged.
func (l *loader) bodies(place journal.Place) ([]index.Draft, error) {
	rec, err := l.records.ReadAt(place)
	if err != nil {
		return nil, err
	}
	var rd reader
	rd.take(place, rec)
	if has := rd.messages(); rec.N != has {
		return nil, fmt.Errorf("%w: it says that it has %d messages and has %d", journal.ErrDamaged, rec.N, has)
	}
	drafts := rd.drafts(l.now.judge)
	for i := range drafts {
		drafts[i].Judgement = nil
		drafts[i].Number(rec.ID)
		if rec.Kind == journal.Request {
			drafts[i].NoteAnswer(rec.Status)
		}
	}
	return drafts, nil
}

// drafts judges the messages of the record that has been taken.
func (rd *reader) drafts(judge *mapping.Judge) []index.Draft {
	rec, drafts := &rd.rec, make([]index.Draft, rd.messages())
	for i := range drafts {
		message, arrival := rd.item(i)
		j := judge.Message(&message, arrival)
		d := &drafts[i]
		*d = index.NewDraft(&message, &j, rec.WriteKey)
		d.Came(rec.At, i, capture.OriginNamed(rec.Origin), rec.Parent)
		d.BroughtFrom(rec.From)
	}
	return drafts
}
