package journaltest

import (
	"testing"

	"segtap/capture/journal"
)

func TestTheStreamOfTheTestsKeepsItsPromises(t *testing.T) {
	Run(t, Maker{
		New:    func(testing.TB) journal.Journal { return NewStream().Open() },
		Again:  func(_ testing.TB, closed journal.Journal) journal.Journal { return closed.(*member).of.Open() },
		Beside: func(_ testing.TB, j journal.Journal) journal.Journal { return j.(*member).of.Open() },
	})
}
