package store

import (
	"time"

	"segtap/capture/routes"
	"segtap/capture/store/index"
)

// Counts sums up a store.
type Counts struct {
	Entries  int            // how many entries it lists
	First    int            // place of the oldest of them
	Errors   int            // entries with at least one error
	Warnings int            // entries with warnings and no error
	Verdicts index.Verdicts // the headlines of the listed entries, and the gates they fail at
	Stale    int            // entries that wait to be judged anew
	Damaged  int            // stretches of the capture file that could not be read when it was opened
	// Evicted are the entries that are beyond the limits and not listed any
	// more.
	Evicted int
	Marked  int // entries with a mark
	// Cleared are the entries that [Store.Clear] took from the list.
	Cleared int
	// Oldest is the oldest entry that is not listed for its mark; 0 when there
	// is none.
	Oldest uint64
	// Last is the highest id that an entry has had so far, be it listed or not; 0 for
	// none. What comes from now on has a higher one.
	Last uint64
	// Loading is the share of the capture file, from 0 to 1, that is listed
	// while it is being opened: until then, only its newest entries are. It is
	// 1 afterwards.
	Loading float64
	// Unmatched is how many requests no route takes, LastUnmatched the last of them.
	Unmatched     int
	LastUnmatched routes.Unmatched
	// Failure says why the last request could not be kept; empty as soon as one is kept again, or a
	// stream is reached again. Failed is when that was, Failures how often there was one, and
	// Recovered how often one was kept after it.
	Failure   string
	Failed    time.Time
	Failures  int
	Recovered int
	// Denied says why the user of the stream may not write it, as was seen when it was opened; empty
	// where it may, and once something has been kept.
	Denied   string
	Size     int64 // bytes of the capture file
	Shared   bool  // others write the journal too, and Size says nothing
	Unlisted int64 // records that others have written and that are not listed yet, about, as far as is known
	// Unread says why entries that the capture file has are not listed; empty
	// when all that it has could be read.
	Unread string
	// Gone is how many of them went because the stream that has been captured to let their
	// records go, by its limits or a purge.
	Gone int
	// Trouble says why the stream that others write cannot be reached, or is not what it
	// was; empty when nothing is wrong.
	Trouble string
	// Troubled is since when; zero where that is not known.
	Troubled time.Time
	// WriterGone: nobody writes the capture file that is followed any more.
	WriterGone bool
}

// Keeping is what somebody was told of whether what comes can be kept.
type Keeping struct {
	failure   string
	failing   bool
	recovered int
}

// News says what is to be told now: that what comes is kept again, of which something has been kept since it was told
// that it is not; and why nothing can be kept, empty where that was told or nothing is wrong.
func (k *Keeping) News(c *Counts) (again bool, failure string) {
	if c.Recovered > k.recovered {
		again = k.failing
		*k = Keeping{recovered: c.Recovered}
	}
	if c.Failure != k.failure {
		k.failure, failure = c.Failure, c.Failure
		k.failing = k.failing || failure != ""
	}
	return again, failure
}

// Keeper is the word for what keeps what comes, where others write it too and where not.
func Keeper(shared bool) string {
	if shared {
		return "stream"
	}
	return "capture file"
}

// Keeper is the word for what keeps what comes.
func (c *Counts) Keeper() string { return Keeper(c.Shared) }

// Counts sums the store up.
func (s *Store) Counts() Counts {
	s.list.mu.RLock()
	defer s.list.mu.RUnlock()
	x := s.list.index
	unread := s.loading.unread
	if s.list.journal != nil && unread == "" {
		if err := s.list.journal.Later(); err != nil {
			unread = "not all is listed: " + err.Error()
		}
	}
	unlisted := int64(0)
	if s.list.shared() {
		unlisted = max(s.list.known()-max(x.UpTo, s.list.journal.First()), 0)
	}
	return Counts{
		Entries: x.Len(), First: x.First(), Cleared: x.Cleared.Hidden(), Marked: len(x.Marks), Errors: x.Errors, Warnings: x.Warnings, Verdicts: x.Verdicts, Stale: s.again.toGo(), Damaged: x.Damaged, Evicted: x.Evicted, Gone: x.Gone, Oldest: x.Oldest(), Last: uint64(x.Last),
		Loading: s.loading.share(), Unmatched: s.unmatched, LastUnmatched: s.lastUnmatched, Failure: s.failure, Failed: s.failed, Failures: s.failures, Recovered: s.recovered, Denied: s.denied, Size: s.list.records.Size(), Shared: s.list.shared(), Unlisted: unlisted, Unread: unread, WriterGone: s.following.writerGone.Load(), Trouble: s.following.trouble(), Troubled: s.following.troubled(),
	}
}
