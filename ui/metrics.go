package ui

import (
	"cmp"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"segtap/capture"
	"segtap/mapping"
	"segtap/mapping/query"
	"segtap/ui/widget/viewport"
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
	list    viewport.List
	items   []metricItem
	order   metricOrder
	judge   *mapping.Judge // the one that all below is of
	known   *mapping.Catalogue
	running map[string][]*mapping.Experiment
	fed     map[string]bool // the event keys that feed a metric
	hint    string          // what is missing to say more; empty for nothing
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

// metricItem is one row: a metric, or an event name that no metric has.
type metricItem struct {
	metric  *mapping.Metric // nil for an event name
	name    string          // key of the metric, or the event name
	keys    []string        // the event keys that feed the metric
	state   metricState
	seen    capture.Sighting // of all keys, without values and contexts
	tally   capture.Tally
	running []*mapping.Experiment
}

// came is how many events came that were meant for it, the lost ones included.
func (i *metricItem) came() int { return i.seen.Sent + i.seen.Lost }

// learn takes over what the judge knows.
func (s *metricsScreen) learn(judge *mapping.Judge) {
	if s.judge == judge {
		return
	}
	s.judge, s.known, s.hint = judge, judge.Catalogue(), missingHint(judge)
	if s.known == nil {
		s.known = new(mapping.Catalogue)
	}
	s.running, s.fed = s.known.Running(), make(map[string]bool)
	for _, feed := range judge.Feeds() {
		for _, key := range feed.EventKeys {
			s.fed[key] = true
		}
	}
}

// refresh looks at the catalogue and at what has been seen. The selected row
// stays selected wherever it goes.
func (s *metricsScreen) refresh(store *capture.Store) {
	selected, had := s.selected()
	s.learn(store.Judge())
	tallies := store.Tallies()
	byKey := make(map[string]capture.Sighting)
	for _, seen := range store.EventKeys() {
		byKey[seen.EventKey] = seen
	}
	s.items = s.items[:0]
	for _, feed := range s.judge.Feeds() {
		item := metricItem{
			metric: feed.Metric, name: feed.Metric.Key, keys: feed.EventKeys,
			tally: tallies[feed.Metric.Key], running: s.running[feed.Metric.Key],
		}
		for _, key := range feed.EventKeys {
			item.see(byKey[key])
		}
		item.state = s.stateOf(&item)
		s.items = append(s.items, item)
	}
	for key, seen := range byKey {
		if !s.fed[key] && seen.Sent+seen.Lost > 0 {
			s.items = append(s.items, metricItem{name: key, state: s.unfedState(), seen: seen})
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

// see adds what has been seen of one of the item's event keys.
func (i *metricItem) see(seen capture.Sighting) {
	i.seen.Sent += seen.Sent
	i.seen.Lost += seen.Lost
	i.seen.Made += seen.Made
	if seen.Last.After(i.seen.Last) {
		i.seen.Last = seen.Last
	}
}

// sort puts the metrics first, in the order that was chosen, then the event
// names that no metric has, the most frequent first.
func (s *metricsScreen) sort() {
	slices.SortFunc(s.items, func(a, b metricItem) int {
		if a.metric == nil || b.metric == nil {
			if (a.metric == nil) != (b.metric == nil) {
				return map[bool]int{true: 1, false: -1}[a.metric == nil]
			}
			return cmp.Or(cmp.Compare(b.came(), a.came()), cmp.Compare(a.name, b.name))
		}
		by := 0
		switch s.order {
		case byNeed:
			by = cmp.Compare(a.state, b.state)
		case bySeen:
			by = cmp.Compare(b.came(), a.came())
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
		key = item.keys[0]
		if slices.Contains(item.keys, item.metric.EventKey) {
			key = item.metric.EventKey
		}
	}
	m.screen, m.focus = screenEvents, paneList
	m.refresh()
	return m.setFilter(query.Exactly(key))
}

func needMetric(m *Model) string {
	item, ok := m.metrics.selected()
	switch {
	case !ok:
		return "there is nothing in the list"
	case item.metric != nil && len(item.keys) == 0:
		return "this metric has no event key: " + stateText(&item)
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
