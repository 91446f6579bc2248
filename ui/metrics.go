package ui

import (
	"cmp"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"segtap/capture"
	"segtap/mapping"
	"segtap/mapping/filter"
	"segtap/ui/rows"
)

// screen is one of the screens that the number keys choose.
type screen uint8

const (
	screenEvents screen = iota
	screenMetrics
)

// screenIDs are the actions that open the screens.
var screenIDs = [...]string{screenEvents: "events", screenMetrics: "metrics"}

var screenNames = [...]string{screenEvents: "Events", screenMetrics: "Metrics"}

// metricsScreen shows the metrics of the catalogue with what has been seen of
// them, and the event names that no metric has.
type metricsScreen struct {
	list    rows.List
	items   []metricItem
	order   metricOrder
	known   *mapping.Catalogue // the one that running is of
	running map[string][]*mapping.Experiment
}

// metricOrder is what the metrics are sorted by.
type metricOrder uint8

const (
	byNeed metricOrder = iota
	byName
	bySeen
	byLast
	orderCount
)

var orderNames = [...]string{byNeed: "need", byName: "name", bySeen: "times seen", byLast: "last seen"}

// metricState says how a metric fares, in the order of how much it needs a
// person to look.
type metricState uint8

const (
	waited    metricState = iota // an experiment runs on it, and no event has come
	uncounted                    // an experiment runs on it, and no event that came counts
	counted                      // events count
	seenOnly                     // events come, and no experiment runs on it
	unseen                       // no event has come, and no experiment runs on it
	unusable                     // Segment cannot feed it: archived, a click or page view metric
	unmatched                    // no metric at all: an event name that was seen
)

var stateTexts = [...]string{
	waited: "never seen", uncounted: "seen, counts nowhere", counted: "counts", seenOnly: "seen, not in a running experiment",
	unseen: "never seen, not in a running experiment", unusable: "not fed by Segment", unmatched: "no metric has this name",
}

// metricItem is one row: a metric, or an event name that no metric has.
type metricItem struct {
	metric  *mapping.Metric // nil for an event name
	name    string          // key of the metric, or the event name
	state   metricState
	seen    capture.Sighting // without values and contexts
	counted int
	running []*mapping.Experiment
}

// refresh looks at the catalogue and at what has been seen. The selected row
// stays selected wherever it goes.
func (s *metricsScreen) refresh(store *capture.Store) {
	selected, had := s.selected()
	catalogue := store.Judge().Catalogue()
	if catalogue == nil {
		catalogue = new(mapping.Catalogue)
	}
	if catalogue != s.known {
		s.known, s.running = catalogue, catalogue.Running()
	}
	counts := store.Counted()
	byKey := make(map[string]capture.Sighting)
	for _, seen := range store.EventKeys() {
		byKey[seen.EventKey] = seen
	}
	s.items = s.items[:0]
	matched := make(map[string]bool)
	for i := range catalogue.Metrics {
		item := s.metricItem(&catalogue.Metrics[i], byKey, counts)
		matched[item.metric.EventKey] = true
		s.items = append(s.items, item)
	}
	for key, seen := range byKey {
		if !matched[key] {
			s.items = append(s.items, metricItem{name: key, state: unmatched, seen: seen})
		}
	}
	s.sort()
	s.list.SetCount(len(s.items))
	if had {
		for i := range s.items {
			if s.items[i].metric == nil == (selected.metric == nil) && s.items[i].name == selected.name {
				s.list.Select(i)
			}
		}
	}
}

func (s *metricsScreen) metricItem(m *mapping.Metric, byKey map[string]capture.Sighting, counts map[string]int) metricItem {
	item := metricItem{metric: m, name: m.Key, counted: counts[m.Key], running: s.running[m.Key]}
	if m.EventKey != "" {
		item.seen = byKey[m.EventKey]
	}
	came := item.seen.Sent+item.seen.Lost > 0
	switch {
	case m.Archived || m.EventKey == "" && m.Kind != "custom":
		item.state = unusable
	case item.counted > 0:
		item.state = counted
	case len(item.running) > 0 && came:
		item.state = uncounted
	case len(item.running) > 0:
		item.state = waited
	case came:
		item.state = seenOnly
	default:
		item.state = unseen
	}
	return item
}

// sort puts the metrics first, in the order that was chosen, then the event
// names that no metric has, the most frequent first.
func (s *metricsScreen) sort() {
	slices.SortFunc(s.items, func(a, b metricItem) int {
		if a.metric == nil || b.metric == nil {
			if (a.metric == nil) != (b.metric == nil) {
				return map[bool]int{true: 1, false: -1}[a.metric == nil]
			}
			return cmp.Or(cmp.Compare(b.seen.Sent+b.seen.Lost, a.seen.Sent+a.seen.Lost), cmp.Compare(a.name, b.name))
		}
		by := 0
		switch s.order {
		case byNeed:
			by = cmp.Compare(a.state, b.state)
		case bySeen:
			by = cmp.Compare(b.seen.Sent, a.seen.Sent)
		case byLast:
			by = b.seen.Last.Compare(a.seen.Last)
		}
		return cmp.Or(by, cmp.Compare(a.name, b.name))
	})
}

// selected gives the row under the cursor.
func (s *metricsScreen) selected() (metricItem, bool) {
	if i := s.list.Cursor(); i >= 0 && i < len(s.items) {
		return s.items[i], true
	}
	return metricItem{}, false
}

func (m *Model) showEvents() tea.Cmd {
	m.screen = screenEvents
	m.refresh()
	return m.loadSelected()
}

func (m *Model) showMetrics() tea.Cmd {
	m.screen = screenMetrics
	m.refresh()
	return nil
}

// sortMetrics goes on to the next order.
func (m *Model) sortMetrics() tea.Cmd {
	s := &m.metrics
	s.order = (s.order + 1) % orderCount
	s.refresh(m.opt.Store)
	s.list.Home()
	return nil
}

// showFeeding filters the events by the event key of the selected row.
func (m *Model) showFeeding() tea.Cmd {
	item, _ := m.metrics.selected()
	key := item.name
	if item.metric != nil {
		key = item.metric.EventKey
	}
	m.screen, m.focus = screenEvents, paneList
	m.refresh()
	return m.setFilter(filter.Exactly(key))
}

func needMetric(m *Model) string {
	item, ok := m.metrics.selected()
	switch {
	case !ok:
		return "there is nothing in the list"
	case item.metric != nil && item.metric.EventKey == "":
		return "this metric has no event key: it is no custom metric"
	}
	return ""
}

// catalogueAge says how old the catalogue is; empty when that is not known.
func (m *Model) catalogueAge(c *mapping.Catalogue) string {
	if c.PulledAt == 0 {
		return ""
	}
	age := m.opt.Now().Sub(time.UnixMilli(c.PulledAt))
	switch {
	case age < time.Minute:
		return "just read"
	case age < time.Hour:
		return plural(int(age/time.Minute), "minute") + " old"
	case age < 48*time.Hour:
		return plural(int(age/time.Hour), "hour") + " old"
	}
	return plural(int(age/(24*time.Hour)), "day") + " old"
}
