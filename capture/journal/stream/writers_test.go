package stream

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/nats-io/nats-server/v2/server"

	"segtap/capture/journal"
	"segtap/capture/journal/journaltest"
	"segtap/capture/journal/stream/client"
)

// list lists what is in a stream as a store does: its own records when they are announced,
// those of others before that, or when it is signalled that some have come.
type list struct {
	*Journal
	t    testing.TB
	mu   sync.Mutex
	upTo int64
	ids  []uint64
}

// listing opens a stream and begins to list it.
func listing(t testing.TB, address string, change ...func(*Options)) *list {
	t.Helper()
	l := &list{Journal: opened(t, address, change...), t: t}
	l.others()
	stop := make(chan bool)
	var all sync.WaitGroup
	all.Go(func() {
		for {
			select {
			case <-l.Changed():
				l.others()
			case <-stop:
				return
			}
		}
	})
	t.Cleanup(func() { close(stop); all.Wait() })
	return l
}

// others lists what others have written.
func (l *list) others() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.scan()
}

func (l *list) scan() {
	scanned, err := l.Scan(l.upTo, func(h *journal.Head) error {
		l.ids = append(l.ids, h.ID)
		return nil
	})
	if err != nil && !errors.Is(err, client.ErrLink) {
		l.t.Error(err)
	}
	l.upTo = scanned.Next
}

// add appends a record and lists it.
func (l *list) add(body string) error {
	_, err := l.Append(request(1, body), func(id uint64, place journal.Place) {
		l.mu.Lock()
		defer l.mu.Unlock()
		if l.scan(); l.upTo > place.Offset {
			l.t.Errorf("what stands at %d is announced after %d was listed", place.Offset, l.upTo)
		}
		l.ids, l.upTo = append(l.ids, id), place.End()
	})
	return err
}

func (l *list) listed() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.ids)
}

// agreed holds that lists of one stream have the same, with consecutive ids and each once, and
// that what was acknowledged is in it once. What was not may be in it or not.
func agreed(t *testing.T, acknowledged []string, lists ...*list) {
	t.Helper()
	fresh := opened(t, lists[0].Name())
	count := make(map[string]int)
	next := uint64(1)
	if _, err := fresh.Scan(0, func(h *journal.Head) error {
		if h.ID != next {
			return fmt.Errorf("the record at %d has the id %d, want %d", h.Place.Offset, h.ID, next)
		}
		next++
		rec, err := fresh.ReadAt(h.Place)
		count[string(rec.Body)]++
		return err
	}); err != nil {
		t.Fatal(err)
	}
	for _, body := range acknowledged {
		if count[body] != 1 {
			t.Errorf("%.60s was acknowledged and is there %d times", body, count[body])
		}
	}
	for body, n := range count {
		if n != 1 {
			t.Errorf("%.60s is there %d times", body, n)
		}
	}
	for i, l := range lists {
		journaltest.Until(t, "all is listed", func() bool { return l.listed() >= int(next)-1 })
		for k, id := range l.ids {
			if id != uint64(k)+1 {
				t.Fatalf("list %d has %d as its %d. id", i, id, k+1)
			}
		}
		if len(l.ids) != int(next)-1 {
			t.Errorf("list %d has %d records of %d", i, len(l.ids), next-1)
		}
	}
}

// appending has each of some lists append from several goroutines, and gives the bodies that
// were acknowledged. The bodies end as it is said, in turn.
func appending(lists []*list, goroutines, each int, ends ...string) (acknowledged []string, refused []error) {
	var mu sync.Mutex
	var all sync.WaitGroup
	for i, l := range lists {
		for g := range goroutines {
			all.Go(func() {
				for n := range each {
					body := fmt.Sprintf("%d of sender %d of list %d", n, g, i)
					if len(ends) > 0 {
						body += ends[n%len(ends)]
					}
					err := l.add(body)
					mu.Lock()
					if err == nil {
						acknowledged = append(acknowledged, body)
					} else {
						refused = append(refused, err)
					}
					mu.Unlock()
				}
			})
		}
	}
	all.Wait()
	return acknowledged, refused
}

func TestSeveralWriteOneStreamAtTheSameTime(t *testing.T) {
	for _, writers := range []int{2, 3} {
		t.Run(strconv.Itoa(writers), func(t *testing.T) {
			address := serving(t).address("S")
			var lists []*list
			for range writers {
				lists = append(lists, listing(t, address))
			}
			reader := listing(t, address, func(o *Options) { o.ReadOnly = true })
			acknowledged, refused := appending(lists, 8, 50)
			if len(refused) > 0 {
				t.Errorf("%d are refused, such as %v", len(refused), refused[0])
			}
			agreed(t, acknowledged, append(lists, reader)...)
			if err := reader.add("x"); !errors.Is(err, journal.ErrReadOnly) {
				t.Errorf("who reads only may write: %v", err)
			}
		})
	}
}

// A server that is stopped and started again, while records are appended, loses none and has
// none twice.
func TestAServerThatIsStartedAgainLosesNothing(t *testing.T) {
	s := serving(t)
	lists := []*list{listing(t, s.address("S")), listing(t, s.address("S"))}
	key := listing(t, s.address("S")+".wk", readOnly)
	var acknowledged []string
	var refused []error
	var all sync.WaitGroup
	all.Go(func() { acknowledged, refused = appending(lists, 4, 200) })
	for i := range 3 {
		journaltest.Until(t, "something has come", func() bool { return lists[0].listed() > 100*(i+1) })
		s.stop()
		s.start()
	}
	all.Wait()
	if len(refused) > 0 {
		t.Errorf("%d are refused, such as %v", len(refused), refused[0])
	}
	agreed(t, acknowledged, append(lists, key)...)
}

func TestAnswersThatAreLostLoseNoRecordAndHaveNoneTwice(t *testing.T) {
	s := serving(t, func(o *server.Options) { o.MaxPayload = 4 << 10 })
	c := cuttingWay(t, s.Addr().String())
	lists := []*list{listing(t, c.address()), listing(t, c.address()), listing(t, s.address("S"))}
	key := listing(t, c.address()+".wk", readOnly)
	c.cutEvery(40_000)
	acknowledged, refused := appending(lists, 4, 20, "", "", "", "", strings.Repeat("long", 2000))
	if c.cuts.Load() < 3 {
		t.Errorf("it was cut %d times only", c.cuts.Load())
	}
	if c.cutEvery(0); len(refused) > 0 {
		t.Errorf("%d are refused, such as %v", len(refused), refused[0])
	}
	agreed(t, acknowledged, lists[2], lists[0], lists[1], key)
}
