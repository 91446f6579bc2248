package coverage

import "segtap/mapping/naming"

// SeenOf makes what a table of names takes of what the app has sent of each event key, and
// of how the events of each metric fare.
func SeenOf(keys []Sighting, tallies map[string]Tally) *naming.Seen {
	seen := &naming.Seen{Events: make(map[string]naming.Times), Metrics: make(map[string]naming.Counted)}
	for i := range keys {
		if s := &keys[i]; s.Sent+s.Lost > 0 {
			seen.Events[s.EventKey] = naming.Times{Sent: s.Sent, Lost: s.Lost, Last: s.Last}
		}
	}
	for key, t := range tallies {
		seen.Metrics[key] = naming.Counted{Counts: t.Counts, May: t.May}
	}
	return seen
}
