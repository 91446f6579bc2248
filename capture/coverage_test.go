package capture_test

import (
	"fmt"
	"math"
	"testing"

	"segtap/capture"
	"segtap/capture/journal"
)

// newStore gives a store that keeps everything in memory.
func newStore(t testing.TB) *capture.Store {
	t.Helper()
	store, err := capture.New(judge(t), journal.Memory())
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

	paid, ok := store.Sighting("Paid")
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
	if len(paid.Contexts) != 1 || paid.Contexts[0] != (capture.Contexts{Kind: "user", Keys: 10}) {
		t.Errorf("contexts: %+v", paid.Contexts)
	}
	if seen, _ := store.Sighting("Seen"); seen.Values.Count != 0 || seen.Values.Histogram != nil {
		t.Errorf("an event without values has %+v", seen.Values)
	}
	if _, ok := store.Sighting("Never"); ok {
		t.Error("Never was seen")
	}
	if keys := store.EventKeys(); len(keys) != 2 {
		t.Errorf("event keys: %+v", keys)
	}
}

// An attempt of the same message is no other event.
func TestARetryIsSeenOnce(t *testing.T) {
	store := newStore(t)
	for range 3 {
		mustCapture(t, store, "/v1/track", `{"userId":"u","event":"E","messageId":"m1"}`)
	}
	if e, _ := store.Sighting("E"); e.Sent != 1 {
		t.Errorf("%d sent", e.Sent)
	}
}

func TestRandomNamesDoNotFillTheMemory(t *testing.T) {
	store := newStore(t)
	for i := range 20 {
		var batch []byte
		for k := range 600 {
			batch = fmt.Appendf(batch, `,{"type":"track","userId":"u","event":"E %d %d"}`, i, k)
		}
		mustCapture(t, store, "/v1/batch", `{"batch":[`+string(batch[1:])+`]}`)
	}
	if n := len(store.EventKeys()); n != 10_000 {
		t.Errorf("%d event keys are followed", n)
	}
}
