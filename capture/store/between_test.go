package store_test

import (
	"errors"
	"sync/atomic"
	"testing"

	"segtap/capture"
	"segtap/capture/journal"
	"segtap/capture/journal/file"
	"segtap/capture/journal/journaltest"
	"segtap/capture/store"
)

// between is a journal that a test comes between.
type between struct {
	journal.Journal
	scan    func(from int64, scan func() (journal.Scanned, error)) (journal.Scanned, error) // nil scans
	came    func()                                                                          // before a record is announced; nil for nothing
	written func()                                                                          // when one has been, before anybody can scan it in a stream; nil for nothing
	looked  atomic.Int32                                                                    // how often it was looked for what has gone: after each look for what has come
}

func (b *between) First() int64 {
	b.looked.Add(1)
	return b.Journal.First()
}

func (b *between) Scan(from int64, fn func(*journal.Head) error) (journal.Scanned, error) {
	scan := func() (journal.Scanned, error) { return b.Journal.Scan(from, fn) }
	if b.scan == nil {
		return scan()
	}
	return b.scan(from, scan)
}

func (b *between) Append(rec journal.Record, written func(uint64, journal.Place)) (journal.Place, error) {
	return b.Journal.Append(rec, func(id uint64, place journal.Place) {
		if b.came != nil {
			b.came()
		}
		written(id, place)
		if b.written != nil {
			b.written()
		}
	})
}

func (b *between) over(t *testing.T) *store.Store {
	t.Helper()
	s, err := store.New(judge(t), b, capture.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

// What others have written is listed once, and in its place, when an own record has been listed
// between the reading and the listing of it.
func TestAnOwnRecordOvertakesWhatOthersHaveWritten(t *testing.T) {
	stream := journaltest.NewStream()
	var held atomic.Bool
	read, goOn := make(chan struct{}), make(chan struct{})
	s := (&between{Journal: stream.Open(), scan: func(_ int64, scan func() (journal.Scanned, error)) (journal.Scanned, error) {
		got, err := scan()
		if got.Records > 0 && !held.Swap(true) {
			close(read)
			<-goOn
		}
		return got, err
	}}).over(t)
	others := over(t, stream, capture.Limits{})
	mustCapture(t, others, "/v1/track", track(1))
	<-read // by who follows the stream, and not listed yet
	mustCapture(t, s, "/v1/track", track(2))
	close(goOn)
	mustCapture(t, others, "/v1/track", track(3))
	for _, s := range []*store.Store{s, others} {
		has(t, s, 3) // who follows has been there
		if c := s.Counts(); c.Damaged > 0 || c.Last != 3 {
			t.Errorf("%+v", c)
		}
	}
	if got, want := everything(t, s), everything(t, others); got != want {
		t.Errorf("it says\n%s\nand the other one\n%s", got, want)
	}
}

// An own record is listed once it is kept even where what stands before it could not be read for
// it, if somebody else has listed that meanwhile; else both are when that can be read.
func TestAnOwnRecordIsListedBehindWhatStandsBeforeIt(t *testing.T) {
	for _, meanwhile := range []bool{true, false} {
		stream := journaltest.NewStream()
		var reads atomic.Int32
		var s *store.Store
		read, failing, looked := make(chan struct{}), make(chan struct{}), make(chan struct{})
		s = (&between{Journal: stream.Open(), scan: func(from int64, scan func() (journal.Scanned, error)) (journal.Scanned, error) {
			got, err := scan()
			switch {
			case got.Records == 0:
			case from == 2: // the own one, if it has not been listed
				<-looked
			case reads.Add(1) == 1: // by who follows
				close(read)
				<-failing
			default:
				if meanwhile {
					close(failing)
					has(t, s, 1)
				}
				return journal.Scanned{From: from, Next: from}, errors.New("cannot be reached")
			}
			return got, err
		}}).over(t)
		mustCapture(t, over(t, stream, capture.Limits{}), "/v1/track", track(1))
		<-read
		mustCapture(t, s, "/v1/track", track(2))
		if _, ok := s.Entry(2); ok != meanwhile {
			t.Errorf("the own one is listed: %v", ok)
		}
		if !meanwhile {
			close(failing)
		}
		close(looked)
		has(t, s, 2)
		if c := s.Counts(); c.Last != 2 || c.Damaged > 0 {
			t.Errorf("%+v", c)
		}
	}
}

// While an own record is being announced, which nobody can scan yet, a list that lacks it does
// not take the place of the one that has it.
func TestAnOwnRecordStaysListedWhenAllHasBeenLoaded(t *testing.T) {
	stream := journaltest.NewStream()
	others := over(t, stream, capture.Limits{})
	const before = 2_500
	for n := range before {
		mustCapture(t, others, "/v1/track", track(n))
	}
	var all atomic.Bool
	var looks atomic.Int32
	announced, goOn := make(chan struct{}), make(chan struct{})
	s := (&between{
		Journal: stream.Open(),
		scan: func(from int64, scan func() (journal.Scanned, error)) (journal.Scanned, error) {
			switch {
			case from == 0:
				<-announced
				defer all.Store(true)
			case from == before+1 && all.Load(): // what stands behind all
				looks.Add(1)
			}
			return scan()
		},
		written: func() { close(announced); <-goOn },
	}).over(t)
	kept := make(chan uint64)
	go func() { kept <- mustCapture(t, s, "/v1/track", track(before)) }()
	<-announced
	journaltest.Until(t, "the rest is looked for again and again", func() bool { return looks.Load() > 2 || s.Counts().Loading == 1 })
	if _, ok := s.Entry(before + 1); !ok || s.Counts().Loading == 1 {
		t.Errorf("the own one is listed: %v, of %+v", ok, s.Counts())
	}
	close(goOn)
	if id := <-kept; id != before+1 {
		t.Errorf("it is #%d", id)
	}
	has(t, s, before+1)
}

// While an own record is being announced, others write behind it: that these cannot be scanned
// yet is no trouble.
func TestWhatStandsBehindAnOwnRecordCanWait(t *testing.T) {
	stream := journaltest.NewStream()
	announced, goOn := make(chan struct{}), make(chan struct{})
	b := &between{Journal: stream.Open(), written: func() { close(announced); <-goOn }}
	s, others := b.over(t), over(t, stream, capture.Limits{})
	kept := make(chan uint64)
	go func() { kept <- mustCapture(t, s, "/v1/track", track(1)) }()
	<-announced
	for n := range 2 {
		before := b.looked.Load()
		mustCapture(t, others, "/v1/track", track(2+n))
		journaltest.Until(t, "it looks", func() bool { return b.looked.Load() > before })
	}
	if c := s.Counts(); c.Entries != 1 || c.Unread != "" {
		t.Errorf("%+v", c)
	}
	close(goOn)
	<-kept
	has(t, s, 3)
}

// An own record that whoever loads a file has read, before it was announced, is listed once.
func TestAnOwnRecordIsListedOnceWhenItHasBeenLoaded(t *testing.T) {
	path, count := large(t)
	kept, err := file.Open(path, file.Options{Now: noon})
	if err != nil {
		t.Fatal(err)
	}
	coming := make(chan struct{})
	var s *store.Store
	s = (&between{
		Journal: kept,
		scan: func(from int64, scan func() (journal.Scanned, error)) (journal.Scanned, error) {
			if from == 0 {
				<-coming
			}
			return scan()
		},
		came: func() {
			close(coming)
			journaltest.Until(t, "all has been loaded", func() bool { return s.Counts().Loading == 1 })
		},
	}).over(t)
	before := s.Counts()
	id := mustCapture(t, s, "/v1/track", track(1))
	if c := s.Counts(); c.Entries != count+1 || c.Last != id || id <= before.Last || c.Damaged > 0 {
		t.Errorf("#%d, %+v", id, c)
	}
}

// An entry that has been cleared and is sent again, to another server, is listed and summed up again.
func TestWhatWasClearedComesAgainToAnother(t *testing.T) {
	stream := journaltest.NewStream()
	s, others := over(t, stream, capture.Limits{}), over(t, stream, capture.Limits{})
	mustCapture(t, s, "/v1/track", track(1))
	mustCapture(t, s, "/v1/track", track(2))
	if err := s.Clear(); err != nil {
		t.Fatal(err)
	}
	mustCapture(t, others, "/v1/track", track(1))
	has(t, s, 1)
	if e, ok := s.Entry(1); !ok || e.Retries != 1 {
		t.Errorf("%+v, %v", e, ok)
	}
	if seen, _ := s.Coverage().Sighting("Event 1"); seen.Sent != 1 {
		t.Errorf("%+v", seen)
	}
}
