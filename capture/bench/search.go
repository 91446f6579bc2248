package main

import (
	"context"
	"fmt"
	"os"
	"time"

	"segtap/capture"
	"segtap/capture/journal"
	"segtap/capture/store"
	"segtap/mapping"
	"segtap/mapping/destination"
	"segtap/mapping/query"
)

// signed is how many entries at most have no signature when a file has them.
const signed = 1000

// search opens a capture file, waits until all of it is listed and judged, and
// prints for each filter the milliseconds to its first page and to its end.
func search(path string, texts []string) error {
	engine, err := destination.NewEngine(destination.Actions(), destination.EngineOptions{})
	if err != nil {
		return err
	}
	file, err := journal.Open(path, journal.Options{ReadOnly: true})
	if err != nil {
		return err
	}
	store, err := store.New(mapping.NewJudge(engine), file, capture.Limits{})
	if err != nil {
		return err
	}
	defer store.Close()
	opened := time.Now()
	for c := store.Counts(); c.Loading < 1 || c.Stale > 0; c = store.Counts() {
		<-store.Changed()
	}
	judged := time.Since(opened)
	for store.Counts().Unsigned > signed {
		time.Sleep(10 * time.Millisecond)
	}
	fmt.Fprintf(os.Stderr, "judged after %.0f ms, signed after %.0f ms\n", judged.Seconds()*1000, time.Since(opened).Seconds()*1000)
	for _, text := range texts {
		wanted, err := query.Parse(text, time.Now())
		if err != nil {
			return err
		}
		began, first, matches := time.Now(), time.Duration(0), 0
		all := store.Search(wanted)
		for done := false; !done; {
			var ids []uint64
			ids, done = all.Next(context.Background())
			if matches += len(ids); first == 0 {
				first = time.Since(began)
			}
		}
		fmt.Printf("%.1f %.1f %d\n", first.Seconds()*1000, time.Since(began).Seconds()*1000, matches)
	}
	return nil
}
