package store_test

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"segtap/capture/store"
	"segtap/mapping/query"
)

// search gives the ids that a filter wants.
func search(t interface{ Fatal(...any) }, store *store.Store, text string) []uint64 {
	f, err := query.Parse(text, noon)
	if err != nil {
		t.Fatal(err)
	}
	var all []uint64
	look := store.Search(f)
	for {
		ids, done := look.Next(context.Background())
		if all = append(all, ids...); done {
			return all
		}
	}
}

func TestSearchLooksAtRowsAndMessages(t *testing.T) {
	store, _ := open(t, filepath.Join(t.TempDir(), "f.ndjson"))
	defer store.Close()
	mustCapture(t, store, "/v1/batch", `{"batch":[{"type":"track","userId":"u1","event":"Order Completed","properties":{"plan":"pro","revenue":120}},{"type":"track","userId":"u2","event":"Signed Up"}]}`)
	mustCapture(t, store, "/v1/track", `{"userId":"u3","event":"order cancelled","properties":{"caf\u00e9":1}}`)
	mustCapture(t, store, "/v1/track", `{"userId":"","event":"Order Completed"}`)
	for _, c := range []struct{ filter, ids string }{
		{"order", "[1 3 4]"},
		{"ORDER plan", "[1]"},
		{`"signed up"`, "[2]"},
		{"nothing", "[]"},
		{"", "[1 2 3 4]"},
		{"event:order*", "[1 3 4]"},
		{`event:="Order Completed"`, "[1 4]"},
		{"event:order* is:error", "[4]"},
		{"properties.plan:pro", "[1]"},
		{"value:>100", "[1]"},
		{"user:u2 OR user:u3", "[2 3]"},
		{"café", "[3]"},
		{"code:user_key_empty", "[4]"},
		{"-event:order*", "[2]"},
		{"id:2..3", "[2 3]"},
		{"key:WK", "[1 2 3 4]"},
		{"is:dropped", "[4]"},
	} {
		if got := fmt.Sprint(search(t, store, c.filter)); got != c.ids {
			t.Errorf("%q: %s, want %s", c.filter, got, c.ids)
		}
	}
}

func TestASearchGoesOnAndNarrows(t *testing.T) {
	store, _ := open(t, filepath.Join(t.TempDir(), "f.ndjson"))
	defer store.Close()
	wide, _ := query.Parse("event:A*", noon)
	for _, name := range []string{"AB", "B", "AC"} {
		mustCapture(t, store, "/v1/track", `{"userId":"u","event":"`+name+`"}`)
	}
	look := store.Search(wide)
	ids, done := look.Next(context.Background())
	if fmt.Sprint(ids) != "[1 3]" || !done || look.After() != 4 {
		t.Fatalf("found %v, done %v, after %d", ids, done, look.After())
	}
	mustCapture(t, store, "/v1/track", `{"userId":"u","event":"AC"}`)
	if more, done := look.Next(context.Background()); fmt.Sprint(more) != "[4]" || !done {
		t.Errorf("then %v, done %v", more, done)
	}
	narrow, _ := query.Parse("event:AC", noon)
	if got, done := store.SearchAmong(narrow, ids, 4).Next(context.Background()); fmt.Sprint(got) != "[3 4]" || !done {
		t.Errorf("narrowed to %v, done %v", got, done)
	}
	ended, cancel := context.WithCancel(context.Background())
	cancel()
	if got, done := store.Search(wide).Next(ended); len(got) > 0 || done {
		t.Errorf("a search that was ended found %v", got)
	}
}

// Where the list knows what a filter of sources or metrics asks for, no message is read;
// else the message decides: what is found is what it says.
func TestSourcesAndMetricsAreFoundInTheList(t *testing.T) {
	store, file := open(t, filepath.Join(t.TempDir(), "f.ndjson"))
	defer store.Close()
	store.SetJudge(store.Judge().With(paidCatalogue()))
	long := strings.Repeat("l", 60)
	for _, library := range []string{`"analytics.js"`, `"Analytics.js"`, `"a*b"`, `7`, `null`, `{"a":1}`, `"\ufffd"`, "\"\xff\"", `"` + long + `"`, `""`} {
		for _, event := range []string{"Paid", "Other", "paid"} {
			mustCapture(t, store, "/v1/track", `{"userId":"u","event":"`+event+`","context":{"library":{"name":`+library+`}},"properties":{"revenue":1}}`)
		}
	}
	mustCapture(t, store, "/v1/track", `{"userId":"u","event":"Paid"}`)
	mustCapture(t, store, "/v1/track", `{"broken":`)
	got, err := store.Read(31)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := store.Bring(got, "shop.har:1"); err != nil {
		t.Fatal(err)
	}
	filters := []string{
		"source:analytics.js", "source:analytics*", `source:""`, "source:*", "source:7", `source:"\uFFFD"`, "source:" + long, "source:" + long[:48], "source:shop.har", "source:*har", `source:"a\*b"`, "-source:analytics.js",
		"metric:paid", "metric:paid-abroad", "metric:*", "metric:none", "-metric:paid", `metric:""`,
	}
	want := make(map[string][]uint64)
	for _, text := range filters {
		f, err := query.Parse(text, noon)
		if err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		for id := range uint64(store.Counts().Entries) {
			got, err := store.Read(id + 1)
			if err != nil {
				t.Fatal(err)
			}
			row := query.RowOf(&got.Message, &got.Judgement)
			doc := query.DocumentOf(&got.Message, &got.Judgement, got.WriteKey)
			if f.MatchDocument(&row, &doc) {
				want[text] = append(want[text], id+1)
			}
		}
		if found := search(t, store, text); !slices.Equal(found, want[text]) {
			t.Errorf("%s finds %v, want %v", text, found, want[text])
		}
	}
	if err := file.Close(); err != nil { // nothing can be read any more
		t.Fatal(err)
	}
	for _, text := range []string{"source:analytics.js", "metric:paid"} {
		if found := search(t, store, text); len(want[text]) == 0 || !slices.Equal(found, want[text]) {
			t.Errorf("%s finds %v without reading, want %v", text, found, want[text])
		}
	}
}

// BenchmarkSearch looks through 100,000 entries.
func BenchmarkSearch(b *testing.B) {
	store, _ := open(b, filepath.Join(b.TempDir(), "f.ndjson"))
	defer store.Close()
	known := paidCatalogue()
	known.Metrics = known.Metrics[:1]
	known.Metrics[0].EventKey = "Event 7"
	store.SetJudge(store.Judge().With(known))
	for i := range 100_000 {
		mustCapture(b, store, "/v1/track", fmt.Sprintf(`{"userId":"u_%d","event":"Event %d","context":{"library":{"name":"sdk %d"}},"properties":{"revenue":%d,"note":"some words of a message %s"}}`, i, i%40, i%7, i, strings.Repeat("and more of them ", 45)))
	}
	for _, text := range []string{"event:Event", `event:"Event 7"`, "is:error", "value:>99990", `source:"sdk 3"`, "metric:paid", "nowhere"} {
		b.Run(text, func(b *testing.B) {
			for b.Loop() {
				search(b, store, text)
			}
		})
	}
}
