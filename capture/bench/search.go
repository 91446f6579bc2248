package main

import (
	"context"
	"fmt"
	"syscall"
	"time"

	"segtap/capture"
	"segtap/capture/journal/file"
	"segtap/capture/store"
	"segtap/mapping"
	"segtap/mapping/catalogue"
	"segtap/mapping/destination"
	"segtap/mapping/query"
)

// search opens a capture file, waits until all of it is listed and judged, and until it rests, and
// prints for each filter the milliseconds to its first page and to its end.
func search(path string, texts []string) error {
	store, err := opened(path)
	if err != nil {
		return err
	}
	defer store.Close()
	rest()
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

// rest waits until work in the background has ended: for a while it takes a tenth of a
// processor at most.
func rest() {
	const while = 500 * time.Millisecond
	for before := time.Duration(-while); ; {
		now := taken()
		if now-before < while/10 {
			return
		}
		before = now
		time.Sleep(while)
	}
}

// taken is the processor time that this process has taken.
func taken() time.Duration {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		return 0
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

// opened opens a capture file, and waits until all of it is listed and judged.
func opened(path string) (*store.Store, error) {
	judge, err := judgeOf(destination.Actions())
	if err != nil {
		return nil, err
	}
	file, err := file.Open(path, file.Options{ReadOnly: true})
	if err != nil {
		return nil, err
	}
	s, err := store.New(judge, file, capture.Limits{})
	if err != nil {
		return nil, err
	}
	judged(s)
	return s, nil
}

func judgeOf(dest *destination.Destination) (*mapping.Judge, error) {
	engine, err := destination.NewEngine(dest, destination.EngineOptions{})
	if err != nil {
		return nil, err
	}
	return mapping.NewJudge(engine), nil
}

// judged waits until all entries are.
func judged(s *store.Store) {
	for c := s.Counts(); c.Loading < 1 || c.Stale > 0; c = s.Counts() {
		<-s.Changed()
	}
}

// rejudge prints the seconds until all entries of a capture file are judged anew:
// for another destination, then with some metrics, then with one of them more.
func rejudge(path string) error {
	s, err := opened(path)
	if err != nil {
		return err
	}
	defer s.Close()
	classic, err := judgeOf(destination.Classic())
	if err != nil {
		return err
	}
	var metrics []catalogue.Metric
	for i := range 200 {
		key := fmt.Sprintf("metric-%d", i)
		metrics = append(metrics, catalogue.Metric{Key: key, Name: key, EventKey: "Event " + key, Kind: "custom"})
	}
	for _, judge := range []*mapping.Judge{
		classic,
		classic.With(&catalogue.Catalogue{Metrics: metrics[:199]}),
		classic.With(&catalogue.Catalogue{Metrics: metrics}),
	} {
		began := time.Now()
		s.SetJudge(judge)
		judged(s)
		fmt.Printf("%.3f\n", time.Since(began).Seconds())
	}
	return nil
}
