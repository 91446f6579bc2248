package metrics

import (
	"strings"

	"segtap/capture/coverage"
	"segtap/mapping/prose"
	"segtap/mapping/query"
	"segtap/ui/widget/count"
)

// Of the events that came for a metric, each is in one of four numbers: those that count,
// those that may, the lost ones, and the others.

// counts is how many events count: under an experiment, in that one.
func (i *row) counts() int {
	if i.experiment != nil {
		return i.toward
	}
	return i.tally.Counts
}

// elsewhere is how many events count in other experiments, and not in the running one under
// which the row stands.
func (i *row) elsewhere() int {
	if i.experiment == nil || !i.experiment.Running() {
		return 0
	}
	return max(i.tally.Counts-i.toward, 0)
}

// lost is how many events were meant to count and do not: Segment drops them, or something
// is wrong with them.
func (i *row) lost() int {
	n := i.seen.Lost + i.elsewhere()
	for _, r := range i.why {
		if !r.May && r.Code.Loses() {
			n += r.Events
		}
	}
	return n
}

// others are the events that are not meant to count: a filter excludes them, no experiment
// records them, or their name is no metric's.
func (i *row) others() int { return max(i.came()-i.counts()-i.tally.May-i.lost(), 0) }

// losses says why events are lost, and how many by what.
func (i *row) losses() string {
	return i.causes(func(r coverage.Reason) bool { return !r.May && r.Code.Loses() })
}

// uncounted says why events do not count, and how many by what.
func (i *row) uncounted() string { return i.causes(func(r coverage.Reason) bool { return !r.May }) }

// unsure says why it is not known whether events count, and of how many.
func (i *row) unsure() string {
	var parts []string
	for _, r := range i.why {
		if r.May {
			parts = append(parts, count.Number(r.Events)+" "+r.Code.OfEvents())
		}
	}
	return strings.Join(parts, ", ")
}

func (i *row) causes(wanted func(coverage.Reason) bool) string {
	var parts []string
	for _, r := range i.why {
		if wanted(r) {
			parts = append(parts, count.Number(r.Events)+" "+r.Code.OfEvents())
		}
	}
	if n := i.elsewhere(); n > 0 {
		parts = append(parts, count.Number(n)+" only in another experiment")
	}
	if n := i.seen.Lost; n > 0 {
		parts = append(parts, count.Number(n)+" dropped by Segment")
	}
	return strings.Join(parts, ", ")
}

// lossText says how many events of all that came are lost, and why.
func (i *row) lossText() string {
	return "loses " + count.Number(i.lost()) + " of " + count.Number(i.came()) + " (" + i.losses() + ")"
}

// missText names event names that were probably meant for the metric, at most as many as
// are wanted; empty for none.
func (i *row) missText(most int) string {
	if len(i.misses) == 0 {
		return ""
	}
	var names []string
	for _, name := range i.misses[:min(most, len(i.misses))] {
		names = append(names, prose.Quoted(name))
	}
	if more := len(i.misses) - len(names); more > 0 {
		names = append(names, count.Number(more)+" more")
	}
	if len(i.misses) == 1 {
		return "near miss " + names[0]
	}
	return "near misses " + prose.Listed(names, "and")
}

// namesOf are the event names of an experiment's metrics, and those that were probably meant
// for them, each once.
func namesOf(metrics []row) (names []string) {
	known := make(map[string]bool)
	for i := range metrics {
		for _, list := range [][]string{metrics[i].keys, metrics[i].misses} {
			for _, name := range list {
				if !known[name] {
					known[name] = true
					names = append(names, name)
				}
			}
		}
	}
	return names
}

// anyOf is the filter for the events of all of these names.
func anyOf(names []string) string {
	filters := make([]string, len(names))
	for i, name := range names {
		filters[i] = query.Exactly(name)
	}
	return strings.Join(filters, " OR ")
}
