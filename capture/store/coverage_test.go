package store_test

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"segtap/capture"
	"segtap/capture/coverage"
	"segtap/capture/journal/file"
	"segtap/capture/store"
	"segtap/mapping/catalogue"
	"segtap/mapping/verdict"
)

// newStore gives a store that keeps everything in memory.
func newStore(t testing.TB) *store.Store {
	t.Helper()
	store, err := store.New(judge(t), file.Memory(), capture.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = store.Close() })
	return store
}

func TestWhatWasSeenOfAnEventKey(t *testing.T) {
	store := newStore(t)
	for i := range 100 {
		mustCapture(t, store, "/v1/track", fmt.Sprintf(`{"userId":"u_%d","event":"Paid","properties":{"revenue":%d}}`, i%10, i))
	}
	mustCapture(t, store, "/v1/track", `{"userId":"u","event":"Paid","properties":{"revenue":"$5"}}`)
	mustCapture(t, store, "/v1/track", `{"userId":"u_1","event":"Seen"}`)
	mustCapture(t, store, "/v1/page", `{"userId":"u_1","name":"Paid"}`)

	paid, ok := store.Coverage().Sighting("Paid")
	if !ok || paid.Sent != 100 || paid.Lost != 1 {
		t.Fatalf("Paid: %+v", paid)
	}
	if v := paid.Values; v.Count != 100 || v.Min != 0 || v.Max != 99 || v.Mean != 49.5 {
		t.Errorf("values: %+v", v)
	}
	var all float64
	for i, share := range paid.Values.Histogram {
		all += share
		if math.Abs(share-1.0/16) > 0.03 {
			t.Errorf("range %d has a share of %.3f of values that are spread evenly", i, share)
		}
	}
	if math.Abs(all-1) > 1e-9 {
		t.Errorf("the shares come to %v", all)
	}
	if len(paid.Contexts) != 1 || paid.Contexts[0] != (coverage.Contexts{Kind: "user", Keys: 10}) {
		t.Errorf("contexts: %+v", paid.Contexts)
	}
	if seen, _ := store.Coverage().Sighting("Seen"); seen.Values.Count != 0 || seen.Values.Histogram != nil {
		t.Errorf("an event without values has %+v", seen.Values)
	}
	if _, ok := store.Coverage().Sighting("Never"); ok {
		t.Error("Never was seen")
	}
	if keys := store.Coverage().EventKeys(); len(keys) != 2 {
		t.Errorf("event keys: %+v", keys)
	}
}

// What was made here says nothing about the app.
func TestWhatWasMadeHereIsNotSeen(t *testing.T) {
	const order = `{"userId":"u","event":"Paid","properties":{"revenue":5}}`
	store := newStore(t)
	store.SetJudge(store.Judge().With(paidCatalogue()))
	first := mustCapture(t, store, "/v1/track", order)
	for _, origin := range []capture.Origin{capture.Edited, capture.Replayed} {
		if _, err := store.Add([]byte(`{"type":"track",`+order[1:]), origin, first, noon.Add(time.Hour)); err != nil {
			t.Fatal(err)
		}
	}
	back := request("/v1/track", order)
	back.ParentID = first
	if _, err := store.Capture(back); err != nil {
		t.Fatal(err)
	}
	check := func(when string) {
		t.Helper()
		seen, _ := store.Coverage().Sighting("Paid")
		if seen.Sent != 1 || seen.Lost != 0 || seen.Made != 3 || !seen.Last.Equal(noon) || seen.Values.Count != 1 {
			t.Errorf("%s: %+v", when, seen)
		}
		if counts := store.Coverage().Tallies()["paid"]; counts != (coverage.Tally{Counts: 1}) {
			t.Errorf("%s: %+v", when, counts)
		}
	}
	check("as they came")
	store.SetJudge(store.Judge().With(paidCatalogue()))
	settled(store)
	check("judged anew")
}

// What Segment drops is lost, also where that turns out after it was judged.
func TestADuplicateDoesNotCount(t *testing.T) {
	store := newStore(t)
	store.SetJudge(store.Judge().With(paidCatalogue()))
	for _, price := range []string{"5", "7"} {
		mustCapture(t, store, "/v1/track", `{"messageId":"m","userId":"u","event":"Paid","properties":{"revenue":`+price+`}}`)
	}
	check := func(when string) {
		t.Helper()
		seen, _ := store.Coverage().Sighting("Paid")
		if seen.Sent != 1 || seen.Lost != 1 || seen.Values.Max != 5 || store.Coverage().Tallies()["paid"] != (coverage.Tally{Counts: 1}) {
			t.Errorf("%s: %+v, %+v", when, seen, store.Coverage().Tallies())
		}
		second, _ := store.At(1)
		if second.Verdict.Headline != verdict.DroppedBySegment || store.Counts().Errors != 1 {
			t.Errorf("%s: %+v, %d errors", when, second.Verdict, store.Counts().Errors)
		}
	}
	check("as they came")
	store.SetJudge(store.Judge().With(paidCatalogue()))
	settled(store)
	check("judged anew")
}

// paidCatalogue has one numeric metric with a filter that looks at what is not
// seen here, and another without.
func paidCatalogue() *catalogue.Catalogue {
	metric := catalogue.Metric{Key: "paid", Kind: "custom", EventKey: "Paid", Numeric: true, Aggregation: "sum", Units: []string{"user"}}
	abroad := metric
	abroad.Key, abroad.Filter = "paid-abroad", &catalogue.Filter{Type: "group", Op: "and", Group: []catalogue.Filter{
		{Type: "eventProperty", Attribute: "plan", Op: "in", Values: []string{`"pro"`}},
		{Type: "contextAttribute", ContextKind: "user", Attribute: "country", Op: "in", Values: []string{`"JP"`}},
	}}
	return &catalogue.Catalogue{ExperimentsKnown: true, Metrics: []catalogue.Metric{metric, abroad}, Experiments: []catalogue.Experiment{{
		Key: "x", Iteration: &catalogue.Iteration{Status: "running", Unit: "user", Metrics: []catalogue.IterationMetric{{Key: "paid"}, {Key: "paid-abroad"}}},
	}}}
}

func TestWhyEventsDoNotCount(t *testing.T) {
	store := newStore(t)
	store.SetJudge(store.Judge().With(paidCatalogue()))
	for _, properties := range []string{
		`{"revenue":1,"plan":"pro"}`, `{"revenue":1,"plan":"basic"}`, `{"revenue":1}`, `{"revenue":1}`, `{}`, `{"plan":"pro"}`, `{"revenue":"x"}`,
	} {
		mustCapture(t, store, "/v1/track", `{"userId":"u","event":"Paid","properties":`+properties+`}`)
	}
	tallies := store.Coverage().Tallies()
	if len(tallies) != 2 || tallies["paid"] != (coverage.Tally{Counts: 4}) || tallies["paid-abroad"] != (coverage.Tally{May: 1}) {
		t.Errorf("%+v", tallies)
	}
	for key, want := range map[string][]coverage.Reason{
		"paid":        {{Code: verdict.MetricValueRequired, Events: 2}},
		"paid-abroad": {{Code: verdict.MetricFilterExcludes, Events: 3}, {Code: verdict.MetricValueRequired, Events: 2}, {Code: verdict.MetricFilterUnseen, Events: 1, May: true}},
		"other":       nil,
	} {
		if got := store.Coverage().Reasons(key); !slices.Equal(got, want) {
			t.Errorf("%s: %+v, want %+v", key, got, want)
		}
	}
}

// An attempt of the same message is no other event.
func TestARetryIsSeenOnce(t *testing.T) {
	store := newStore(t)
	for range 3 {
		mustCapture(t, store, "/v1/track", `{"userId":"u","event":"E","messageId":"m1"}`)
	}
	if e, _ := store.Coverage().Sighting("E"); e.Sent != 1 {
		t.Errorf("%d sent", e.Sent)
	}
}

// sendRandomNames sends more event names than are followed.
func sendRandomNames(t *testing.T, store *store.Store) {
	t.Helper()
	for i := range 20 {
		var batch []byte
		for k := range 600 {
			batch = fmt.Appendf(batch, `,{"type":"track","userId":"u","event":"E %d %d"}`, i, k)
		}
		mustCapture(t, store, "/v1/batch", `{"batch":[`+string(batch[1:])+`]}`)
	}
}

func TestRandomNamesDoNotFillTheMemory(t *testing.T) {
	store := newStore(t)
	sendRandomNames(t, store)
	if n := len(store.Coverage().EventKeys()); n != 10_000 {
		t.Errorf("%d event keys are followed", n)
	}
}

// However many names came before, what feeds a metric is seen.
func TestRandomNamesDoNotHideAMetric(t *testing.T) {
	for name, c := range map[string]struct {
		message string
		seen    coverage.Sighting
		tally   coverage.Tally
	}{
		"that is sent": {`{"userId":"u","event":"Paid","properties":{"revenue":5}}`, coverage.Sighting{Sent: 1}, coverage.Tally{Counts: 1}},
		"that is lost": {`{"userId":"u","event":"Paid","properties":{"revenue":"$5"}}`, coverage.Sighting{Lost: 1}, coverage.Tally{}},
	} {
		t.Run(name, func(t *testing.T) {
			store := newStore(t)
			store.SetJudge(store.Judge().With(paidCatalogue()))
			sendRandomNames(t, store)
			mustCapture(t, store, "/v1/track", c.message)
			seen, ok := store.Coverage().Sighting("Paid")
			if !ok || seen.Sent != c.seen.Sent || seen.Lost != c.seen.Lost {
				t.Errorf("seen: %v, %+v", ok, seen)
			}
			if got := store.Coverage().Tallies()["paid"]; got != c.tally {
				t.Errorf("%+v, want %+v", got, c.tally)
			}
		})
	}
}

// What integrations may hold back is not summed up as counting.
func TestWhatMayNotArriveMayCount(t *testing.T) {
	store := newStore(t)
	store.SetJudge(store.Judge().With(paidCatalogue()))
	mustCapture(t, store, "/v1/track", `{"userId":"u","event":"Paid","properties":{"revenue":5},"integrations":{"all":false}}`)
	if got := store.Coverage().Tallies()["paid"]; got != (coverage.Tally{May: 1}) {
		t.Errorf("%+v", got)
	}
	if why := store.Coverage().Reasons("paid"); len(why) != 1 || why[0].Code != verdict.IntegrationUnclear {
		t.Errorf("%+v", why)
	}
}

// A name is cut alike whether its event is sent or lost.
func TestALongNameIsOneEvent(t *testing.T) {
	for name, event := range map[string]string{
		"of letters": strings.Repeat("n", 300), "within a character": "n" + strings.Repeat("ü", 200), "at the limit": strings.Repeat("n", 256),
	} {
		t.Run(name, func(t *testing.T) {
			store := newStore(t)
			mustCapture(t, store, "/v1/track", `{"userId":"u","event":"`+event+`"}`)
			mustCapture(t, store, "/v1/track", `{"userId":"u","event":"`+event+`","properties":{"revenue":"$5"}}`)
			keys := store.Coverage().EventKeys()
			if len(keys) != 1 || keys[0].Sent != 1 || keys[0].Lost != 1 || len(keys[0].EventKey) > 256 {
				t.Fatalf("%+v", keys)
			}
			for _, key := range []string{event, keys[0].EventKey} {
				if seen, ok := store.Coverage().Sighting(key); !ok || seen.Sent != 1 || seen.Lost != 1 {
					t.Errorf("asked for %d bytes: %v, %+v", len(key), ok, seen)
				}
			}
		})
	}
}
