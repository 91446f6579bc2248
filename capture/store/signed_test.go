package store_test

import (
	"bytes"
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"segtap/capture"
	"segtap/capture/journal/file"
	"segtap/capture/store"
	"segtap/mapping/query"
)

// foundBy returns all entries that a filter wants.
func foundBy(t *testing.T, s *store.Store, filter string) (ids []uint64) {
	t.Helper()
	wanted, err := query.Parse(filter, noon)
	if err != nil {
		t.Fatal(err)
	}
	for search, done := s.Search(wanted), false; !done; {
		var more []uint64
		more, done = search.Next(context.Background())
		ids = append(ids, more...)
	}
	return ids
}

// signed waits until all entries but the newest are known by their signatures.
func signed(t *testing.T, s *store.Store) {
	t.Helper()
	for deadline := time.Now().Add(20 * time.Second); s.Unsigned() > 400; time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("%d entries have no signature", s.Unsigned())
		}
	}
}

// A search finds by signatures what it finds by reading: with words of all kinds, and
// after entries have been cleared, taken back, let go and marked.
func TestASearchBySignaturesFindsWhatReadingFinds(t *testing.T) {
	of, err := store.New(judge(t), file.Memory(), capture.Limits{Entries: 1000})
	if err != nil {
		t.Fatal(err)
	}
	defer of.Close()
	names := []string{"Order Completed", "Заказ оплачен", `Caf\u00e9`, "去结账", `a\/b`, "Straße", "gz\x1f\x8b\xff", `say \"x\"`}
	come := func(n int) {
		for i := range n {
			name := names[i*i%len(names)]
			mustCapture(t, of, "/v1/track", fmt.Sprintf(`{"event":"%s","userId":"u_%d","properties":{"at":%d,"rare":"r%d"}}`, name, i%90, i, i/100))
			mustCapture(t, of, "/v1/batch", fmt.Sprintf(`{"batch":[{"type":"page","name":"%s"},{"type":"track","event":"E %d"}],"context":{"app":"p%d"}}`, name, i, i/50))
		}
	}
	filters := strings.Fields(`nowhere order ЗАКАЗ café u00e9 结 去结账 a/b STRASSE r7 u_77 e-99 p3 gz completed,order no type:page`)
	filters = append(filters, `"say \"x"`, "order r3", "order OR заказ", "-order r2", `"order completed" u_7`, "nowhere OR u_5", `event:straße r1`)
	same := func(when string) {
		t.Helper()
		for _, filter := range filters {
			wanted, _ := query.Parse(filter, noon)
			by, reader, want := foundBy(t, of, filter), of.NewReader(), []uint64(nil)
			c := of.Counts()
			for place := c.First; place < c.First+c.Entries; place++ {
				e, _ := of.At(place)
				if got, err := reader.ReadWanted(e.ID, wanted); err != nil {
					t.Fatal(err)
				} else if got != nil {
					want = append(want, e.ID)
				}
			}
			if !slices.Equal(by, want) {
				t.Errorf("%s, %s: %d entries are found, %d are wanted", when, filter, len(by), len(want))
			}
		}
	}
	come(250)
	same("before there are signatures")
	signed(t, of)
	same("by signatures")
	for _, id := range []uint64{1, 2, 200} {
		if err := of.Mark(id, true, noon); err != nil {
			t.Fatal(err)
		}
	}
	if err := of.Clear(); err != nil {
		t.Fatal(err)
	}
	come(120)
	signed(t, of)
	same("after the list was cleared")
	if err := of.Unclear(); err != nil {
		t.Fatal(err)
	}
	same("after that was taken back")
	come(200)
	signed(t, of)
	same("after the oldest have been let go")
}

// A file that was opened and is no capture file has signatures, too.
func TestAnOpenedFileIsSearchedBySignatures(t *testing.T) {
	of := opened(t, 1500, `{"type":"track","userId":"u_1","event":"Cr\u00e8me br\u00fbl\u00e9e"}`)
	signed(t, of)
	for filter, want := range map[string]int{"nowhere": 0, "crème": 1, "m-1234": 1, `"event 3"`: 214} {
		if got := foundBy(t, of, filter); len(got) != want {
			t.Errorf("%s: %d found", filter, len(got))
		}
	}
}

// The file of a run is searched the same when it is opened again.
func TestAFileThatIsOpenedAgainIsSearchedBySignatures(t *testing.T) {
	path := filepath.Join(t.TempDir(), "captured.ndjson")
	s, _ := open(t, path)
	for i := range 800 {
		mustCapture(t, s, "/v1/track", fmt.Sprintf(`{"userId":"u_%d","event":"Paid","properties":{"note":%q}}`, i, bytes.Repeat([]byte("x"), i%40)))
	}
	signed(t, s)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s, _ = open(t, path)
	defer s.Close()
	if found := foundBy(t, s, "u_777"); len(found) != 1 {
		t.Errorf("found before it has signatures: %d", found)
	}
	signed(t, s)
	if found := foundBy(t, s, "u_777"); len(found) != 1 || len(foundBy(t, s, "u_999")) > 0 {
		t.Errorf("found by signatures: %d", found)
	}
}
