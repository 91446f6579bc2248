package store_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"segtap/capture"
	"segtap/capture/journal"
	"segtap/capture/journal/journaltest"
	"segtap/capture/replay"
	"segtap/capture/store"
	"segtap/mapping/query"
)

// over gives a store over a stream that others write too.
func over(t testing.TB, stream *journaltest.Stream, limits capture.Limits) *store.Store {
	t.Helper()
	s, err := store.New(judge(t), stream.Open(), limits)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

// has waits until a store lists as many entries, all of them judged.
func has(t testing.TB, s *store.Store, entries int) {
	t.Helper()
	journaltest.Until(t, fmt.Sprintf("it lists %d", entries), func() bool {
		c := s.Counts()
		return c.Loading == 1 && c.Entries == entries && c.Stale == 0
	})
}

func track(n int) string {
	return fmt.Sprintf(`{"userId":"u_%d","event":"Event %d","messageId":"m-%d","properties":{"revenue":%d}}`, n, n%7, n, n)
}

// Several stores write one stream at the same time: each lists what all have sent, in one
// order and with one number for each, its own once.
func TestStoresOfOneStreamListTheSame(t *testing.T) {
	stream := journaltest.NewStream()
	stores := []*store.Store{over(t, stream, capture.Limits{}), over(t, stream, capture.Limits{}), over(t, stream, capture.Limits{})}
	const each = 200
	var all sync.WaitGroup
	for w := range 6 {
		s := stores[w%2] // the third only shows
		all.Go(func() {
			for i := range each {
				n := w*each + i
				if n%10 == 0 {
					mustCapture(t, s, "/v1/batch", fmt.Sprintf(`{"batch":[{"type":"track",%s,{"type":"page","userId":"u","messageId":"p-%d"}]}`, track(n)[1:], n))
					continue
				}
				id := mustCapture(t, s, "/v1/track", track(n))
				if n%25 == 1 {
					if err := s.Mark(id, true, noon); err != nil {
						t.Error(err)
					}
					if err := s.AddAttempt(0, &replay.Attempt{Target: "here", Kind: replay.Here, EntryID: id, Status: 200, Tries: 1, At: noon}, noon); err != nil {
						t.Error(err)
					}
				}
			}
		})
	}
	all.Wait()
	stores = append(stores, over(t, stream, capture.Limits{})) // one that comes late
	want := ""
	for i, s := range stores {
		has(t, s, 6*each+6*each/10)
		c := s.Counts()
		if c.Last != uint64(c.Entries) || c.Damaged > 0 {
			t.Errorf("store %d lists %d entries, the last is #%d, and %d are damaged", i, c.Entries, c.Last, c.Damaged)
		}
		journaltest.Until(t, "it has the marks of all", func() bool { return s.Counts().Marked == 48 })
		if got := everything(t, s); want == "" {
			want = got
		} else if got != want {
			t.Errorf("store %d says\n%.2000s\nthe first one\n%.2000s", i, got, want)
		}
	}
}

// A message that a client sends again to another server is a retry for everybody.
func TestARetryToAnotherWriterIsOne(t *testing.T) {
	stream := journaltest.NewStream()
	one, two := over(t, stream, capture.Limits{}), over(t, stream, capture.Limits{})
	mustCapture(t, one, "/v1/track", track(1))
	mustCapture(t, two, "/v1/track", track(1))
	for _, s := range []*store.Store{one, two} {
		has(t, s, 1)
		journaltest.Until(t, "it is a retry", func() bool { e, _ := s.Entry(1); return e.Retries == 1 })
	}
}

// What the stream has let go leaves the list, marked or not, and is counted.
func TestWhatTheStreamLetsGoLeavesTheList(t *testing.T) {
	stream := journaltest.NewStream()
	s := over(t, stream, capture.Limits{Entries: 8})
	for n := range 10 {
		mustCapture(t, s, "/v1/track", track(n))
		if n == 0 || n == 5 {
			if err := s.Mark(uint64(n+1), true, noon); err != nil {
				t.Fatal(err)
			}
		}
	}
	has(t, s, 9) // #1 stays for its mark, #2 is beyond the limit
	stream.Purge(9)
	journaltest.Until(t, "they go", func() bool { return s.Counts().Entries == 4 })
	c := s.Counts()
	if c.Gone != 5 || c.Evicted != 6 || c.Marked != 0 || c.Oldest != 7 {
		t.Errorf("%+v", c)
	}
	var listed []uint64
	for i := range c.Entries {
		e, _ := s.At(c.First + i)
		listed = append(listed, e.ID)
	}
	if !slices.Equal(listed, []uint64{7, 8, 9, 10}) {
		t.Errorf("listed are %v", listed)
	}
	stream.Purge(1 << 40)
	journaltest.Until(t, "all go", func() bool { return s.Counts().Entries == 0 })
	if id := mustCapture(t, s, "/v1/track", track(20)); id != 11 {
		t.Errorf("the next is #%d", id)
	}
	has(t, s, 1)
}

// What is taken away from between others, by its subject for instance, leaves the list too,
// wherever it stands: what is left is what somebody sees who comes then.
func TestWhatIsTakenFromBetweenLeavesTheList(t *testing.T) {
	stream := journaltest.NewStream()
	s := over(t, stream, capture.Limits{})
	const all = 6_000
	for n := range all {
		mustCapture(t, s, "/v1/track", track(n))
		if n == 3 || n == 4 {
			if err := s.Mark(uint64(n+1), true, noon); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := s.AddAttempt(0, &replay.Attempt{Target: "here", Kind: replay.Here, EntryID: 1, Status: 200, Tries: 1, At: noon}, noon); err != nil {
		t.Fatal(err)
	}
	has(t, s, all)
	gone := []uint64{all + 3}                // the attempt
	for seq := uint64(all); seq > 1; seq-- { // the marks stand at 5 and 7
		if seq%3 > 0 && seq != 5 && seq != 7 {
			gone = append(gone, seq)
		}
	}
	stream.Take(gone...)
	left := all - len(gone) + 1
	has(t, s, left)
	late := over(t, stream, capture.Limits{})
	has(t, late, left)
	journaltest.Until(t, "its sums are those of who comes then", func() bool {
		was, is := late.Counts(), s.Counts()
		return was.Verdicts == is.Verdicts && was.Marked == is.Marked && was.Last == is.Last
	})
	c, from := s.Counts(), late.Counts().First
	if c.Gone != all-left || c.Evicted != all-left || c.Damaged > 0 {
		t.Errorf("%+v", c)
	}
	for i := range c.Entries {
		e, _ := s.At(c.First + i)
		if want, _ := late.At(from + i); e.ID != want.ID || e.Marked != want.Marked {
			t.Fatalf("entry %d is #%d, and #%d to who comes then", i, e.ID, want.ID)
		}
		if _, err := s.Read(e.ID); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := s.Read(4); !errors.Is(err, store.ErrNoEntry) {
		t.Errorf("what has gone is read: %v", err)
	}
	if got, want := search(t, s, `"m-500"`), search(t, late, `"m-500"`); !slices.Equal(got, want) {
		t.Errorf("found %v, want %v", got, want)
	}
	if id := mustCapture(t, s, "/v1/track", track(all)); id != all+1 {
		t.Errorf("the next is #%d", id)
	}
	has(t, late, c.Entries+1)
}

// A stream that cannot be reached takes nothing, is said to be so, and hides nothing: what was
// to be judged anew is when it is back, and nothing is called damaged.
func TestAStreamThatCannotBeReached(t *testing.T) {
	stream := journaltest.NewStream()
	one, two := over(t, stream, capture.Limits{}), over(t, stream, capture.Limits{})
	for n := range 600 {
		mustCapture(t, two, "/v1/track", track(n))
	}
	has(t, one, 600)
	stream.Reach(false)
	if _, err := one.Capture(request("/v1/track", track(1000))); !errors.Is(err, journal.ErrNotKept) {
		t.Errorf("%v", err)
	}
	journaltest.Until(t, "it says so", func() bool { return strings.Contains(one.Counts().Trouble, "cannot be reached") })
	var told store.Keeping
	news := func() (bool, string) { c := one.Counts(); return told.News(&c) }
	if again, failure := news(); again || failure == "" {
		t.Errorf("told is %v, %q", again, failure)
	}
	one.SetJudge(classic(t))
	time.Sleep(20 * time.Millisecond) // whatever is done meanwhile must not harm
	if c := one.Counts(); c.Stale == 0 || c.Entries != 600 || c.Damaged > 0 {
		t.Errorf("%+v", c)
	}
	if _, err := one.Read(3); err == nil {
		t.Error("it was read")
	}
	found := make(chan []uint64, 1)
	go func() { found <- search(t, one, `"m-333"`) }() // it waits, and says nothing wrong
	select {
	case ids := <-found:
		t.Errorf("found %v in what cannot be read", ids)
	case <-time.After(50 * time.Millisecond):
	}
	stream.Reach(true)
	if ids := <-found; !slices.Equal(ids, []uint64{334}) {
		t.Errorf("found %v", ids)
	}
	journaltest.Until(t, "it says that all is well", func() bool { c := one.Counts(); return c.Trouble == "" && c.Failure == "" })
	if again, failure := news(); again || failure != "" {
		t.Errorf("told is %v, %q, before anything was kept", again, failure)
	}
	mustCapture(t, one, "/v1/track", track(600))
	if again, failure := news(); !again || failure != "" {
		t.Errorf("told is %v, %q, after something was kept", again, failure)
	}
	has(t, one, 601)
	if c := one.Counts(); c.Trouble != "" || c.Damaged > 0 || c.Unread != "" {
		t.Errorf("%+v", c)
	}
	fresh, err := store.New(classic(t), stream.Open(), capture.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	defer fresh.Close()
	has(t, fresh, 601)
	if got, want := judgedState(one), judgedState(fresh); got != want {
		t.Errorf("judged to be\n%.1000s\nwant\n%.1000s", got, want)
	}
}

// A large stream shows its newest entries at once, and what comes while the others are listed.
func TestALargeStreamIsShownAtOnceAndFollowed(t *testing.T) {
	stream := journaltest.NewStream()
	first := over(t, stream, capture.Limits{})
	const before = 6_000
	for n := range before {
		mustCapture(t, first, "/v1/track", track(n))
	}
	s := over(t, stream, capture.Limits{})
	if c := s.Counts(); c.Last != before {
		t.Errorf("the newest is not there at once: %+v", c)
	}
	ended := make(chan struct{})
	var others sync.WaitGroup
	sent := before
	others.Go(func() {
		for {
			select {
			case <-ended:
				return
			default:
				mustCapture(t, first, "/v1/track", track(sent))
				sent++
			}
		}
	})
	own := 0
	for s.Counts().Loading < 1 || own < 50 {
		id := mustCapture(t, s, "/v1/track", fmt.Sprintf(`{"userId":"own","event":"Own","messageId":"own-%d"}`, own))
		if e, ok := s.Entry(id); !ok || e.Name != "Own" {
			t.Fatalf("own #%d is %+v, %v", id, e, ok)
		}
		own++
	}
	close(ended)
	others.Wait()
	for _, of := range []*store.Store{s, first} {
		has(t, of, sent+own)
	}
	if !slices.Equal(entries(s), entries(first)) {
		t.Error("they do not list the same")
	}
}

// A record that somebody puts into the stream with numbers that have been, or cannot be, is
// counted as damaged by all, and nothing behind it is missing.
func TestRecordsWithNumbersThatNobodyGaveCountAsDamaged(t *testing.T) {
	stream := journaltest.NewStream()
	s := over(t, stream, capture.Limits{})
	for n := range 3 {
		mustCapture(t, s, "/v1/track", track(n))
	}
	text, err := stream.Open().Lines().At(journal.Place{Offset: 2})
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range []string{"2", "1", "4294967297"} {
		stream.Put([]byte(strings.Replace(string(text), `"id":2`, `"id":`+id, 1)))
	}
	if id := mustCapture(t, s, "/v1/track", track(4)); id != 4 {
		t.Errorf("the next is #%d", id)
	}
	for _, s := range []*store.Store{s, over(t, stream, capture.Limits{})} {
		has(t, s, 4)
		if c := s.Counts(); c.Last != 4 || c.Damaged != 3 || c.Unread != "" {
			t.Errorf("%+v", c)
		}
		if _, err := s.Read(4); err != nil {
			t.Error(err)
		}
	}
}

// A search in a stream that is gone ends, and says what it could not read. Nothing waits for it.
func TestASearchInAStreamThatIsGoneEnds(t *testing.T) {
	stream := journaltest.NewStream()
	s := over(t, stream, capture.Limits{})
	for n := range 600 {
		mustCapture(t, s, "/v1/track", track(n))
	}
	has(t, s, 600)
	stream.Delete()
	filter, err := query.Parse(`"m-333"`, noon)
	if err != nil {
		t.Fatal(err)
	}
	search := s.Search(filter)
	ids, done := search.Next(t.Context())
	for !done {
		ids, done = search.Next(t.Context())
	}
	if len(ids) > 0 || !errors.Is(search.Unread(), journal.ErrGone) {
		t.Errorf("found %v, and says %v", ids, search.Unread())
	}
	s.SetJudge(classic(t))
	journaltest.Until(t, "nothing waits to be judged anew", func() bool { return s.Counts().Stale == 0 })
}

// ahead is a stream that is known to have more than has come from it.
type ahead struct{ journal.Journal }

func (a ahead) Known() int64 { return a.Size() + 7 }

func TestWhatIsKnownToBeInTheStreamIsNotListed(t *testing.T) {
	stream := journaltest.NewStream()
	for more, kept := range map[int64]journal.Journal{0: stream.Open(), 7: ahead{stream.Open()}} {
		s, err := store.New(judge(t), kept, capture.Limits{})
		if err != nil {
			t.Fatal(err)
		}
		if got := s.Counts().Unlisted; got != more {
			t.Errorf("%d are not listed, want %d", got, more)
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}
}
