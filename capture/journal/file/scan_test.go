package file

import (
	"bytes"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"segtap/capture/journal"
	"segtap/capture/journal/notation"
)

// reopenWith changes the bytes of a file and opens it again.
func reopenWith(t *testing.T, path string, change func(text []byte) []byte) *Journal {
	t.Helper()
	write(t, path, change(read(t, path)))
	return open(t, path, Options{})
}

func TestDamageHidesNoGoodRecord(t *testing.T) {
	// Each case changes the second of three lines of records.
	for name, change := range map[string]func(line string) string{
		"zeros":                 func(s string) string { return strings.Repeat("\x00", len(s)) },
		"zeros in the body":     func(s string) string { return strings.Replace(s, `\"bod`, "\\\"b\x00d", 1) },
		"not UTF-8":             func(s string) string { return strings.Replace(s, `\"bod`, "\\\"b\xffd", 1) },
		"cut in the head":       func(s string) string { return s[:40] },
		"cut in the body":       func(s string) string { return s[:len(s)-4] },
		"cut before the end":    func(s string) string { return s[:len(s)-1] },
		"cut behind an escape":  func(s string) string { i := strings.Index(s, `\"}`); return s[:i+3] },
		"cut behind headers":    func(s string) string { i := strings.Index(s, `"},"status`); return s[:i+2] },
		"cut behind the heads":  func(s string) string { i := strings.Index(s, `,"method"`); return s[:i] },
		"cut behind the status": func(s string) string { i := strings.Index(s, `,"body"`); return s[:i] + "}" },
		"text":                  func(string) string { return "what is this?" },
		"a lost bracket":        func(s string) string { return strings.Replace(s, "}]", "} ", 1) },
		"no id":                 func(s string) string { return strings.Replace(s, `"id":2`, `"ix":2`, 1) },
		"id 0":                  func(s string) string { return strings.Replace(s, `"id":2`, `"id":0`, 1) },
		"an id beyond ids":      func(s string) string { return strings.Replace(s, `"id":2`, `"id":99007199254740993`, 1) },
		"the last id of all":    func(s string) string { return strings.Replace(s, `"id":2`, `"id":9007199254740992`, 1) },
		"no messages":           func(s string) string { return strings.Replace(s, `"n":1`, `"n":0`, 1) },
		"another JSON value":    func(string) string { return `[{"v":1,"rec":"request"}]` },
	} {
		t.Run(name, func(t *testing.T) {
			path := temporary(t)
			j := open(t, path, Options{})
			second := request(1, `{"bod":"y"}`)
			second.Headers = append(second.Headers, journal.Header{Name: "body", Value: "no body"})
			add(t, j, request(1, "one"), second, request(1, "three"))
			closed(t, j)
			var changed string
			j = reopenWith(t, path, func(text []byte) []byte {
				lines := strings.Split(string(text), "\n")
				changed = change(lines[2])
				if changed == lines[2] {
					t.Fatal("the case changes nothing")
				}
				lines[2] = changed
				return []byte(strings.Join(lines, "\n"))
			})
			recs, scanned := all(t, j)
			if got := bodies(recs); !slices.Equal(got, []string{"one", "three"}) {
				t.Errorf("got %q", got)
			}
			offset := int64(bytes.Index(read(t, path), []byte(changed)))
			want := []journal.Damage{{Offset: offset, Length: int64(len(changed))}}
			if scanned.Damaged != 1 || !reflect.DeepEqual(scanned.Damage, want) || j.Recovery() != nil {
				t.Errorf("reported %+v, want %+v", scanned, want)
			}
		})
	}
}

func TestARecordOnTheLineOfAnotherIsFound(t *testing.T) {
	path := temporary(t)
	j := open(t, path, Options{})
	add(t, j, request(1, "one"), request(1, "two"), request(1, "three"), request(1, "four"))
	closed(t, j)
	j = reopenWith(t, path, func(text []byte) []byte {
		lines := strings.Split(string(text), "\n")
		return []byte(lines[0] + "\n" + lines[1][:len(lines[1])-4] + lines[2] + lines[3] + lines[4][:30] + lines[4] + "\n")
	})
	recs, scanned := all(t, j)
	if got := bodies(recs); !slices.Equal(got, []string{"two", "three", "four"}) || scanned.Damaged != 2 {
		t.Errorf("got %q, %+v", got, scanned)
	}
}

func TestARecordInARecordIsNone(t *testing.T) {
	j := Memory()
	inner := `{"v":1,"rec":"mark","at":"x","entry":1,"on":true}`
	add(
		t, j,
		journal.Record{Head: journal.Head{Kind: journal.Attempt, At: noon, Entry: 1}, Fields: []byte(`{"sent":` + inner + `,"status":200}`)},
		journal.Record{Head: journal.Head{Kind: journal.Entry, At: noon, N: 1, Summaries: []byte(`[` + inner + `]`)}, Body: []byte(inner)},
	)
	recs, scanned := all(t, j)
	if len(recs) != 2 || scanned.Damaged != 0 || recs[0].Kind != journal.Attempt || string(recs[1].Body) != inner {
		t.Errorf("got %+v, %+v", recs, scanned)
	}
}

func TestUnknownRecordsAreSkippedAndCounted(t *testing.T) {
	path := temporary(t)
	j := open(t, path, Options{})
	add(t, j, request(1, "one"))
	closed(t, j)
	extra := `{"v":1,"rec":"dream","of":"sheep"}` + "\n\n" + `{"v":1,"rec":"dream"}` + "\n"
	j = reopenWith(t, path, func(text []byte) []byte { return append(text, extra...) })
	add(t, j, request(1, "two"))
	recs, scanned := all(t, j)
	want := journal.Scanned{Next: j.Size(), Records: 2, Unknown: 2}
	if !slices.Equal(bodies(recs), []string{"one", "two"}) || recs[1].ID != 2 || !reflect.DeepEqual(scanned, want) {
		t.Errorf("got %q, %+v", bodies(recs), scanned)
	}
	if !strings.Contains(string(read(t, path)), extra) {
		t.Error("they were not kept")
	}
}

func TestMembersOfLaterVersionsAreIgnored(t *testing.T) {
	path := temporary(t)
	j := open(t, path, Options{})
	add(t, j, request(1, "one"))
	closed(t, j)
	j = reopenWith(t, path, func(text []byte) []byte {
		return bytes.Replace(text, []byte(`"status":200`), []byte(`"status":200,"trace":{"a":["b",1,null]},"cost":1e-3`), 1)
	})
	recs, scanned := all(t, j)
	if len(recs) != 1 || recs[0].Status != 200 || string(recs[0].Body) != "one" || scanned.Damaged != 0 {
		t.Errorf("got %+v, %+v", recs, scanned)
	}
}

func TestDamageWithinABodyIsFoundByReading(t *testing.T) {
	path := temporary(t)
	j := open(t, path, Options{})
	add(t, j, request(1, `{"a":1}`))
	closed(t, j)
	j = reopenWith(t, path, func(text []byte) []byte { return bytes.Replace(text, []byte(`\"a`), []byte(`\xa`), 1) })
	var place journal.Place
	if _, err := j.Scan(0, func(h *journal.Head) error { place = h.Place; return nil }); err != nil {
		t.Fatal(err)
	}
	if _, err := j.ReadAt(place); !errors.Is(err, journal.ErrDamaged) || !strings.Contains(err.Error(), path) {
		t.Errorf("got %v", err)
	}
}

func TestDamageIsListedUpToALimitAndCounted(t *testing.T) {
	path := temporary(t)
	closed(t, open(t, path, Options{}))
	j := reopenWith(t, path, func(text []byte) []byte { return append(text, strings.Repeat("?\n", 300)...) })
	if _, scanned := all(t, j); scanned.Damaged != 300 || len(scanned.Damage) != 100 {
		t.Errorf("counted %d, listed %d", scanned.Damaged, len(scanned.Damage))
	}
}

func TestLinesOfAnyLengthAreScanned(t *testing.T) {
	j := Memory()
	var want []string
	for i := range 40 {
		body := strings.Repeat("x", i*i*i*10) // up to 640 KB: across every buffer there is
		want = append(want, body)
		add(t, j, request(1, body))
	}
	recs, scanned := all(t, j)
	if !slices.Equal(bodies(recs), want) || scanned.Damaged != 0 {
		t.Errorf("%d of %d records, %+v", len(recs), len(want), scanned)
	}
}

func TestALineThatIsTooLongIsDamage(t *testing.T) {
	j := Memory()
	add(t, j, request(1, "one"))
	long := int64(j.memory.size)
	j.memory.add(append(bytes.Repeat([]byte("x"), notation.MaxLine), '\n'))
	j.size.Store(j.memory.size)
	add(t, j, request(1, "two"))
	recs, scanned := all(t, j)
	if !slices.Equal(bodies(recs), []string{"one", "two"}) || !reflect.DeepEqual(scanned.Damage, []journal.Damage{{Offset: long, Length: notation.MaxLine + 1}}) {
		t.Errorf("got %q, %+v", bodies(recs), scanned)
	}
}

func TestTailGivesTheLastRecordsInOrder(t *testing.T) {
	for _, records := range []int{0, 1, 5, 300} {
		for _, n := range []int{0, 1, 3, 200, 1000} {
			t.Run(fmt.Sprintf("last %d of %d", n, records), func(t *testing.T) {
				j := open(t, temporary(t), Options{})
				for i := range records {
					add(t, j, request(1, strings.Repeat("y", i*7)))
				}
				var got, want []uint64
				for id := max(1, records-n+1); id <= records; id++ {
					want = append(want, uint64(id))
				}
				scanned, err := j.Tail(n, func(h *journal.Head) error { got = append(got, h.ID); return nil })
				if err != nil || !slices.Equal(got, want) || scanned.Next != j.Size() {
					t.Errorf("got %v, want %v, %+v, %v", got, want, scanned, err)
				}
				before, err := j.scan(0, extent{whole: scanned.From}, func(*journal.Head) error { return nil })
				if err != nil || before.Records+len(got) != records {
					t.Errorf("%d records stand before From, %d behind it, of %d", before.Records, len(got), records)
				}
			})
		}
	}
}

func TestTailReadsBackNoFurtherThanItsLimit(t *testing.T) {
	j := Memory()
	body := strings.Repeat("z", 8<<20)
	for range 6 {
		add(t, j, request(1, body))
	}
	scanned, err := j.Tail(200, func(*journal.Head) error { return nil })
	if err != nil || scanned.Records != 3 || scanned.Damaged != 0 {
		t.Errorf("got %+v, %v", scanned, err)
	}
}
