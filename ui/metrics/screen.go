package metrics

import (
	"cmp"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"segtap/capture/coverage"
	"segtap/capture/store"
	"segtap/mapping"
	"segtap/mapping/catalogue"
	"segtap/ui/keymap"
	"segtap/ui/theme"
	"segtap/ui/widget/viewport"
)

// Options is what the screen is opened with.
type Options struct {
	Store *store.Store
	Theme *theme.Theme
	Now   func() time.Time
	// Show has the events of an event key shown.
	Show func(eventKey string) tea.Cmd
}

// Screen shows the metrics of the catalogue with what has been seen of them, and the
// event names that no metric has.
type Screen struct {
	opt     Options
	store   *store.Store
	theme   *theme.Theme
	list    viewport.List
	items   []row
	wanted  rowKey // the row that is selected whenever it is there
	order   order
	judge   *mapping.Judge // the one that all below is of
	known   *catalogue.Catalogue
	running map[string][]*catalogue.Experiment
	fed     map[string]bool // the event keys that feed a metric
	hint    string          // what is missing to say more; empty for nothing
	chosen  chosen
	w, h    int
}

// chosen is what the store knows of the selected row, as of the last change.
type chosen struct {
	reasons []coverage.Reason   // why events of the metric do not count
	seen    []coverage.Sighting // of each of its event keys that was seen
	nearest string              // what an event name is near to, in a sentence
}

// New returns the screen. It has no room before [Screen.SetSize], and nothing to show
// before [Screen.Look].
func New(opt Options) *Screen { return &Screen{opt: opt, store: opt.Store, theme: opt.Theme} }

// order is what the metrics are sorted by.
type order uint8

const (
	byNeed order = iota
	byName
	bySeen
	byLast
	orderCount
)

var orderNames = [...]string{byNeed: "need", byName: "name", bySeen: "times seen", byLast: "last seen"}

// row is one row of the table: a metric, or an event name that no metric has.
type row struct {
	metric  *catalogue.Metric // nil for an event name
	name    string            // key of the metric, or the event name
	keys    []string          // the event keys that feed the metric
	state   state
	seen    coverage.Sighting // of all keys, without values and contexts
	tally   coverage.Tally
	running []*catalogue.Experiment
	near    string // the event key that an event name was probably meant to be; asked for while it is in sight
}

// rowKey tells a row from all others.
type rowKey struct {
	name   string
	metric bool
}

func (i *row) key() rowKey { return rowKey{i.name, i.metric != nil} }

// came is how many events came that were meant for it, the lost ones included.
func (i *row) came() int { return i.seen.Sent + i.seen.Lost }

// learn takes over what the judge knows.
func (s *Screen) learn(judge *mapping.Judge) {
	if s.judge == judge {
		return
	}
	s.judge, s.known, s.hint = judge, judge.Catalogue(), missingHint(judge)
	if s.known == nil {
		s.known = new(catalogue.Catalogue)
	}
	s.running, s.fed = s.known.Running(), make(map[string]bool)
	for _, feed := range judge.Feeds() {
		for _, key := range feed.EventKeys {
			s.fed[key] = true
		}
	}
}

// Look looks at the catalogue and at what has been seen. The selected row stays selected
// wherever it goes, and when it has gone for a while: an event name is not there until an
// event with it has been judged anew.
func (s *Screen) Look() tea.Cmd {
	store := s.store
	s.learn(store.Judge())
	tallies := store.Coverage().Tallies()
	byKey := make(map[string]coverage.Sighting)
	for _, seen := range store.Coverage().EventKeys() {
		byKey[seen.EventKey] = seen
	}
	s.items = s.items[:0]
	for _, feed := range s.judge.Feeds() {
		item := row{
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
			s.items = append(s.items, row{name: key, state: s.unfedState(), seen: seen})
		}
	}
	s.sort()
	s.list.SetCount(len(s.items))
	s.keepSelected()
	s.settle()
	return nil
}

// keepSelected selects the row that was chosen last, if it is there.
func (s *Screen) keepSelected() {
	if s.wanted == (rowKey{}) {
		s.choose()
		return
	}
	for i := range s.items {
		if s.items[i].key() == s.wanted {
			s.list.Select(i)
		}
	}
}

// choose takes down which row is selected, when a person has moved.
func (s *Screen) choose() {
	if item, ok := s.selected(); ok {
		s.wanted = item.key()
	}
}

// settle asks for what is known of the selected row, and of the names in sight.
func (s *Screen) settle() {
	from, to := s.list.Window()
	for i := from; i < to; i++ {
		if s.items[i].metric == nil {
			s.items[i].near = s.nearest(s.items[i].name)
		}
	}
	s.chosen = chosen{}
	item, ok := s.selected()
	if !ok {
		return
	}
	keys := []string{item.name}
	if item.metric != nil {
		keys, s.chosen.reasons = item.keys, s.store.Coverage().Reasons(item.metric.Key)
	} else if s.known.Metrics != nil {
		s.chosen.nearest = s.judge.Match(item.name).Sentence
	}
	for _, key := range keys {
		if seen, ok := s.store.Coverage().Sighting(key); ok {
			s.chosen.seen = append(s.chosen.seen, seen)
		}
	}
}

// SetSize says how many cells the screen has.
func (s *Screen) SetSize(w, h int) {
	s.w, s.h = w, h
	if rows := s.rooms(h).rows(); rows != s.list.Height() {
		s.list.SetHeight(rows)
		s.settle()
	}
}

// nearest returns the event key that a name was probably meant to be; empty for none.
func (s *Screen) nearest(name string) string {
	if near := s.judge.Match(name).Nearest; near != nil {
		return near.EventKey
	}
	return ""
}

// see adds what has been seen of one of the item's event keys.
func (i *row) see(seen coverage.Sighting) {
	i.seen.Sent += seen.Sent
	i.seen.Lost += seen.Lost
	i.seen.Made += seen.Made
	if seen.Last.After(i.seen.Last) {
		i.seen.Last = seen.Last
	}
}

// sort puts the metrics first, in the order that was chosen, then the event
// names that no metric has, the most frequent first.
func (s *Screen) sort() {
	slices.SortFunc(s.items, func(a, b row) int {
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
func (s *Screen) selected() (row, bool) {
	if i := s.list.Cursor(); i >= 0 && i < len(s.items) {
		return s.items[i], true
	}
	return row{}, false
}

// Aside says what the metrics are sorted by.
func (s *Screen) Aside() (by, state string) { return "", "sorted by " + orderNames[s.order] }

// Handlers returns what the screen does, by the names of the bindings.
func (s *Screen) Handlers() keymap.Handlers {
	move := func(how func()) keymap.Handler {
		return keymap.Handler{Do: func() tea.Cmd {
			how()
			s.choose()
			s.settle()
			return nil
		}}
	}
	return keymap.Handlers{
		"up": move(func() { s.list.Move(-1) }), "down": move(func() { s.list.Move(1) }),
		"page-up": move(func() { s.list.Page(-1) }), "page-down": move(func() { s.list.Page(1) }),
		"first": move(s.list.Home), "follow": move(func() { s.list.Select(len(s.items) - 1) }),
		"open": {Off: s.noEvents, Do: s.showEvents}, "sort": {Do: s.nextOrder},
	}
}

// Footer says how a binding stands in the footer, and whether it does.
func (s *Screen) Footer(b *keymap.Binding) (label string, shown bool) {
	if b.ID == "open" {
		return "its events", true
	}
	return b.Label(), b.Footer
}

// Hints are what the footer shows in place of the bindings: it shows those.
func (s *Screen) Hints() []keymap.Hint { return nil }

// DoubleClick shows the events of the row under the mouse.
func (s *Screen) DoubleClick(_, y int) tea.Cmd {
	if row := s.rowAt(y); row < 0 || row >= s.list.Count() || s.noEvents() != "" {
		return nil
	}
	return s.showEvents()
}

// rowAt returns which row in sight is in a line of the screen; others are none.
func (s *Screen) rowAt(y int) int {
	rooms := s.rooms(s.h)
	y -= rooms.hint
	if rooms.table > 2 {
		y-- // the heading
	}
	if y < rooms.rows() {
		return y
	}
	return -1
}

// Click selects what is under the mouse, at a place in the screen's own room.
func (s *Screen) Click(_, y int) tea.Cmd {
	if row := s.rowAt(y); row >= 0 {
		s.list.ClickAt(row)
		s.choose()
		s.settle()
	}
	return nil
}

// Wheel scrolls the table, upwards by less than none.
func (s *Screen) Wheel(_, _, lines int) tea.Cmd {
	s.list.Wheel(lines)
	s.choose()
	s.settle()
	return nil
}

// nextOrder sorts the metrics by something else.
func (s *Screen) nextOrder() tea.Cmd {
	s.order = (s.order + 1) % orderCount
	s.Look()
	s.list.Home()
	s.choose()
	s.settle()
	return nil
}

// showEvents filters the events by the event key of the selected row.
func (s *Screen) showEvents() tea.Cmd {
	item, _ := s.selected()
	key := item.name
	if item.metric != nil {
		key = item.keys[0]
		if slices.Contains(item.keys, item.metric.EventKey) {
			key = item.metric.EventKey
		}
	}
	return s.opt.Show(key)
}

// noEvents says why the selected row has no events to show.
func (s *Screen) noEvents() string {
	item, ok := s.selected()
	switch {
	case !ok:
		return "there is nothing in the list"
	case item.metric != nil && len(item.keys) == 0:
		return "this metric has no event key: " + stateText(&item)
	}
	return ""
}
