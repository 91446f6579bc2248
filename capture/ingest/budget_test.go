package ingest

import (
	"context"
	"errors"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"segtap/capture"
	"segtap/capture/journal/file"
	"segtap/capture/store"
	"segtap/mapping"
	"segtap/mapping/destination"
)

func TestABodyWeighsWhatItStandsFor(t *testing.T) {
	for _, c := range []struct {
		name, body string
		low, high  int64 // bytes
	}{
		{"nothing", ``, 0, 100},
		{"a message", `{"userId":"u","event":"E","properties":{"a":1}}`, 1 << 10, 10 << 10},
		{"a long text", `{"event":"` + strings.Repeat("x", 32<<10) + `"}`, 32 << 10, 48 << 10},
		{"empty messages", strings.Repeat(`{},`, 10_000), 16 << 20, 64 << 20},
		{"zeros", strings.Repeat(`0,`, 30_000), 1 << 20, 4 << 20},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := weight([]byte(c.body)); got < c.low || got > c.high {
				t.Errorf("%d bytes, want %d to %d", got, c.low, c.high)
			}
		})
	}
}

// dense stands for much more memory than it has bytes.
var dense = `{"batch":[` + strings.Repeat("{},", 9_999) + `{}]}`

func TestWhatIsWorkedOnHasABudget(t *testing.T) {
	b := newBudget()
	free, err := b.take(context.Background(), make([]byte, 2*maxWork)) // all of it, not more
	if err != nil {
		t.Fatal(err)
	}
	gone, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := b.take(gone, []byte(dense)); !errors.Is(err, context.Canceled) {
		t.Errorf("there was room: %v", err)
	}
	if _, err := b.take(gone, make([]byte, freeWork/2)); err != nil {
		t.Errorf("a small body waits: %v", err)
	}
	free()
	for range 3 {
		free, err := b.take(context.Background(), []byte(dense))
		if err != nil {
			t.Fatal(err)
		}
		free()
	}
	if !b.room.TryAcquire(maxWork) {
		t.Error("room was not given back")
	}
}

func TestASingleMessageDoesNotWaitForRoom(t *testing.T) {
	engine, err := destination.NewEngine(destination.Actions(), destination.EngineOptions{})
	if err != nil {
		t.Fatal(err)
	}
	store, err := store.New(mapping.NewJudge(engine), file.Memory(), capture.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	h := newHandler(store, Options{Now: func() time.Time { return time.Unix(1_787_000_000, 0) }})
	if !h.work.room.TryAcquire(maxWork) {
		t.Fatal("no room at the start")
	}
	gone, cancel := context.WithCancel(context.Background())
	cancel() // who has to wait gives up
	post := func(ctx context.Context, body string) int {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequestWithContext(ctx, "POST", "/v1/batch", strings.NewReader(body)))
		return w.Code
	}
	if status := post(gone, dense); status != 408 || store.Counts().Entries != 0 {
		t.Errorf("the dense one did not wait: answered %d, %d entries", status, store.Counts().Entries)
	}
	if status := post(gone, `{"batch":[{"type":"track","event":"E","userId":"u"}]}`); status != 200 || store.Counts().Entries != 1 {
		t.Errorf("answered %d, %d entries", status, store.Counts().Entries)
	}
	h.work.room.Release(maxWork)
	if status := post(t.Context(), dense); status != 200 || store.Counts().Entries != 10_001 {
		t.Errorf("answered %d, %d entries", status, store.Counts().Entries)
	}
	if !h.work.room.TryAcquire(maxWork) {
		t.Error("room was not given back")
	}
}
