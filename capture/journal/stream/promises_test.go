package stream

import (
	"strconv"
	"sync/atomic"
	"testing"

	"segtap/capture/journal"
	"segtap/capture/journal/journaltest"
)

func TestAStreamKeepsItsPromises(t *testing.T) {
	s := serving(t)
	var streams atomic.Int64
	journaltest.Run(t, journaltest.Maker{
		New: func(t testing.TB) journal.Journal {
			return opened(t, s.address("S"+strconv.FormatInt(streams.Add(1), 10)))
		},
		Again:  func(t testing.TB, closed journal.Journal) journal.Journal { return opened(t, closed.Name()) },
		Beside: func(t testing.TB, j journal.Journal) journal.Journal { return opened(t, j.Name()) },
	})
}
