package stream

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go/jetstream"
	"pgregory.net/rapid"

	"segtap/capture/journal"
	"segtap/capture/journal/journaltest"
)

// readOnly opens a stream to read.
func readOnly(o *Options) { o.ReadOnly, o.Make = true, false }

// keyed reads one write key of a stream, and writes the whole of it.
type keyed struct {
	*Journal
	whole, others *Journal
}

// reached reads what there is.
func (k *keyed) reached(seq int64) {
	for k.Size() < seq && k.Present() == nil && !k.isClosed() {
		k.turn.Lock()
		k.pull()
		k.turn.Unlock()
	}
}

// Append has something else stand between what is of the key.
func (k *keyed) Append(rec journal.Record, written func(uint64, journal.Place)) (journal.Place, error) {
	if _, err := k.others.Append(journal.Record{Head: journal.Head{Kind: journal.Mark, At: time.Now(), Entry: 1}}, nil); err != nil {
		return journal.Place{}, err
	}
	place, err := k.whole.Append(rec, func(id uint64, place journal.Place) {
		if k.reached(place.End()); written != nil {
			written(id, place)
		}
	})
	return place, err
}

func (k *keyed) Close() error {
	return errors.Join(k.whole.Close(), k.others.Close(), k.Journal.Close())
}

// One write key of a stream is read as a stream is. Who writes it here has all of its records
// stand under that key, whatever theirs is, and others between them.
func TestOneWriteKeyKeepsThePromises(t *testing.T) {
	s := serving(t)
	open := func(t testing.TB, address string) journal.Journal {
		k := &keyed{whole: opened(t, address), others: opened(t, address), Journal: opened(t, address+".k", readOnly)}
		k.whole.prefix += ".k"
		return k
	}
	var streams atomic.Int64
	journaltest.Run(t, journaltest.Maker{
		New: func(t testing.TB) journal.Journal {
			return open(t, s.address("S"+strconv.FormatInt(streams.Add(1), 10)))
		},
		Again: func(t testing.TB, closed journal.Journal) journal.Journal {
			return open(t, closed.(*keyed).whole.Name())
		},
	})
}

// kept is a record that a test has had a stream keep, and under which key.
type kept struct {
	key string
	journal.Record
}

// seen is what of a stream is seen by a scan from a place on, and how the bodies are read.
func seen(j *Journal, read func(journal.Place) (journal.Record, error)) (recs []journal.Record, err error) {
	_, err = j.Scan(0, func(h *journal.Head) error {
		rec, err := read(h.Place)
		if err == nil && !journaltest.SameHead(&rec.Head, h) {
			err = fmt.Errorf("a scan gives %+v, a reading %+v", *h, rec.Head)
		}
		recs = append(recs, rec)
		return err
	})
	return recs, err
}

// chosen gives the records that stand under a key, from a sequence on.
func chosen(all []kept, key string, from int64) (recs []journal.Record) {
	for i := range all {
		if all[i].key == key && all[i].Place.Offset >= from {
			recs = append(recs, all[i].Record)
		}
	}
	return recs
}

func same(got, want []journal.Record) bool {
	return slices.EqualFunc(got, want, func(a, b journal.Record) bool {
		return journaltest.SameHead(&a.Head, &b.Head) && a.WriteKey == b.WriteKey && bytes.Equal(a.Body, b.Body) && bytes.Equal(a.Fields, b.Fields)
	})
}

// told says what is not the same.
func told(t interface{ Fatalf(string, ...any) }, what string, got, want []journal.Record) {
	if same(got, want) {
		return
	}
	list := func(recs []journal.Record) (text string) {
		for i := range recs {
			text += fmt.Sprintf(" %v#%d@%d+%d", recs[i].Kind, recs[i].ID, recs[i].Place.Offset, recs[i].Place.Length)
		}
		return text
	}
	t.Fatalf("%s: it has\n%s\nwant\n%s", what, list(got), list(want))
}

// Whoever reads one write key sees what those see who read all and choose by the key: the same
// ids, places and bodies in the same order, whatever comes, is split, goes, and is read how.
func TestOneWriteKeyIsWhatAllHaveOfIt(t *testing.T) {
	s := serving(t, func(o *server.Options) { o.MaxPayload = 4 << 10 })
	js := s.admin()
	keys := []string{"wk_a", "wk_b", "we/ird %key", "quiet"}
	streams := 0
	rapid.Check(t, func(t *rapid.T) {
		streams++
		name := fmt.Sprint("P", streams)
		whole, err := Open(t.Context(), s.address(name), Options{Make: true})
		if err != nil {
			t.Fatal(err)
		}
		defer whole.Close()
		readers := make(map[string]*Journal)
		open := func(key string) {
			if old := readers[key]; old != nil {
				_ = old.Close()
			}
			if readers[key], err = Open(t.Context(), s.address(name)+"."+strings.NewReplacer("/", "%2F", "%", "%25", " ", "%20").Replace(key), Options{ReadOnly: true}); err != nil {
				t.Fatal(err)
			}
		}
		defer func() {
			for _, j := range readers {
				_ = j.Close()
			}
		}()
		var all []kept
		first := int64(1)
		add := func(t *rapid.T, kind int) {
			key := rapid.SampledFrom([]string{"wk_a", "wk_a", "wk_b", "wk_b", "wk_b", "we/ird %key", ""}).Draw(t, "key")
			var rec journal.Record
			switch kind {
			case 0:
				rec = journal.Record{Head: journal.Head{Kind: journal.Mark, Entry: 1, On: true}, Under: key}
			case 1:
				rec = journal.Record{Head: journal.Head{Kind: journal.Attempt, Entry: 1}, Fields: []byte(`{"target":"here"}`), Under: key}
			case 2:
				rec = journal.Record{Head: journal.Head{Kind: journal.Draft, Entry: 1, On: true}, Body: []byte("{"), Under: key}
			case 3:
				rec = journal.Record{Head: journal.Head{Kind: journal.Entry, N: 1, Origin: "edit"}, Body: []byte("{}"), Under: key}
			default:
				rec = request(rapid.IntRange(1, 3).Draw(t, "n"), strings.Repeat("x", rapid.SampledFrom([]int{1, 900, 5_000, 12_000}).Draw(t, "size")))
				rec.WriteKey = key
			}
			place, err := whole.Append(rec, func(id uint64, _ journal.Place) { rec.ID = id })
			if err != nil {
				t.Fatal(err)
			}
			got, err := whole.ReadAt(place)
			if err != nil || got.ID != rec.ID {
				t.Fatal(got, err)
			}
			all = append(all, kept{key, got})
		}
		add(t, 9) // what tells the ids
		any := rapid.IntRange(0, 9)
		for _, key := range keys {
			open(key)
		}
		t.Repeat(map[string]func(*rapid.T){
			"add": func(t *rapid.T) { add(t, any.Draw(t, "kind")) },
			"more": func(t *rapid.T) {
				for range 5 {
					add(t, any.Draw(t, "kind"))
				}
			},
			"open": func(t *rapid.T) { open(rapid.SampledFrom(keys).Draw(t, "key")) },
			"purge": func(t *rapid.T) {
				last := len(all) - 1 // that tells the ids
				for !all[last].Kind.Numbered() {
					last--
				}
				if last == 0 || rapid.IntRange(0, 9).Draw(t, "rarely") > 0 {
					t.Skip("nothing is to go now")
				}
				i := rapid.IntRange(1, last).Draw(t, "from")
				first = all[i].Place.Offset
				of, err := js.Stream(t.Context(), name)
				if err != nil {
					t.Fatal(err)
				}
				if err := of.Purge(t.Context(), jetstream.WithPurgeSequence(uint64(first))); err != nil {
					t.Fatal(err)
				}
				all = all[i:]
			},
			"": func(t *rapid.T) {
				key := rapid.SampledFrom(keys).Draw(t, "of")
				j, want := readers[key], chosen(all, key, first)
				if j.Run() != whole.Run() {
					t.Fatalf("run %s, and that of all is %s", j.Run(), whole.Run())
				}
				if len(want) > 0 {
					(&keyed{Journal: j}).reached(want[len(want)-1].Place.End())
				}
				began := func() int64 { return max(j.First(), first) } // which is told a moment later
				lines := j.Lines()
				for what, read := range map[string]func(journal.Place) (journal.Record, error){"one by one": j.ReadAt, "in lines": lines.Record} {
					got, err := seen(j, read)
					if err != nil && !errors.Is(err, journal.ErrDamaged) { // what has gone is not always known to
						t.Fatal(err)
					}
					got = slices.DeleteFunc(got, func(r journal.Record) bool { return r.Place.Offset < began() })
					if err == nil {
						told(t, what, got, want)
					}
				}
				n := rapid.SampledFrom([]int{0, 1, 2, 7, 1000}).Draw(t, "last")
				var tail []journal.Record
				messages := 0
				for i := len(want) - 1; i >= 0 && messages < n; i-- {
					messages += want[i].Place.Length + 1
					if messages <= n || j.recent.Back(n, uint64(j.Size())) == 0 {
						tail = append(tail, want[i])
					}
				}
				slices.Reverse(tail)
				var got []journal.Record
				if _, err := j.Tail(n, func(h *journal.Head) error {
					if h.Place.Offset >= began() {
						rec, err := j.ReadAt(h.Place)
						got = append(got, rec)
						return err
					}
					return nil
				}); err != nil {
					t.Fatal(err)
				}
				told(t, fmt.Sprintf("the last %d", n), got, tail)
			},
		})
	})
}
