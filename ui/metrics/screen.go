package metrics

import (
	"cmp"
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"segtap/capture/coverage"
	"segtap/capture/store"
	"segtap/capture/timeline"
	"segtap/mapping"
	"segtap/mapping/catalogue"
	"segtap/mapping/origin"
	"segtap/ui/filter"
	"segtap/ui/guest"
	"segtap/ui/keymap"
	"segtap/ui/metrics/names"
	"segtap/ui/preferences"
	"segtap/ui/theme"
	"segtap/ui/widget/count"
	"segtap/ui/widget/viewport"
)

// Options is what the screen is opened with.
type Options struct {
	Store *store.Store
	Theme *theme.Theme
	Keys  *keymap.Keys // for sentences that name one
	Guest *guest.Guest // who looks from elsewhere; nil for the person at this machine
	Now   func() time.Time
	// Preferences are where the order is remembered.
	Preferences *preferences.Preferences
	// Show has the events shown that a filter wants.
	Show func(filter string) tea.Cmd
	// Leave goes back to the events.
	Leave func() tea.Cmd
	// Names is the table of the names of plans and code; nil where none were given.
	Names *names.Board
	// Missing says what of plans, code or metrics could not be read; empty for nothing.
	Missing func() string
	// Open opens a place in an editor outside; NoEditor says why it cannot.
	Open     func(origin.Place) tea.Cmd
	NoEditor func() string
}

// Screen shows the metrics of the catalogue with what has been seen of them, and the
// event names that no metric has; or the experiments, each with its metrics.
type Screen struct {
	opt     Options
	store   *store.Store
	theme   *theme.Theme
	list    viewport.List
	words   filter.Words
	all     int // how many rows there are without the words
	items   []row
	wanted  rowKey // the row that is selected whenever it is there
	grouped bool   // by experiment
	sorted  order
	judge   *mapping.Judge // the one that all below is of
	known   *catalogue.Catalogue
	running map[string][]*catalogue.Experiment
	fed     map[string]bool   // the event keys that feed a metric
	nears   map[string]string // what the event names are near to, as far as it has been asked
	hint    string            // what is missing to say more; empty for nothing
	notices []string          // what has to be known besides of the numbers, a line each
	axis    timeline.Axis
	byKey   map[string]coverage.Sighting // what was seen, without values and contexts
	fits    fits
	chosen  chosen
	below   below
	w, h    int
}

// chosen is what the store knows of the selected row, as of the last change.
type chosen struct {
	seen    []coverage.Sighting // of each of its event keys that was seen
	nearest string              // what an event name is near to, in a sentence
	instead string              // what to send instead of it; empty where that is not evident
}

// New returns the screen. It has no room before [Screen.SetSize], and nothing to show
// before [Screen.Look].
func New(opt Options) *Screen {
	return &Screen{opt: opt, store: opt.Store, theme: opt.Theme, words: filter.NewWords(opt.Theme, "words of a name, key, event key, state or experiment")}
}

// order is what the rows are sorted by.
type order string

const (
	byNeed order = "need"
	byName order = "name"
	bySeen order = "times seen"
	byLast order = "last seen"
)

var orders = [...]order{byNeed, byName, bySeen, byLast}

// order returns what the rows are sorted by, as it was chosen last.
func (s *Screen) order() order {
	if by := order(s.opt.Preferences.Sort["metrics"]); slices.Contains(orders[:], by) {
		return by
	}
	return byNeed
}

// row is one row of the table: a metric, an event name that no metric has, or an
// experiment.
type row struct {
	metric     *catalogue.Metric     // nil for an event name
	experiment *catalogue.Experiment // under which the row stands; nil where they are not grouped
	name       string                // key of the metric or of the experiment, or the event name
	keys       []string              // the event keys that feed the metric; of an experiment, all event names that concern it
	state      state
	seen       coverage.Sighting // of all keys, without values and contexts
	tally      coverage.Tally
	toward     int               // events that count in the experiment under which it stands
	why        []coverage.Reason // why events do not count
	running    []*catalogue.Experiment
	near       string         // the event key that an event name was probably meant to be
	misses     []string       // event names that were probably meant for the metric
	answer     answer         // of an experiment, whether it is getting what it needs
	says       string         // the same in a line
	written    written        // what plans and code say
	call       *origin.Unread // a call whose name could not be read; nil for all others
	trend      []int          // while it is in sight
}

// isExperiment reports whether the row is an experiment itself.
func (i *row) isExperiment() bool { return i.experiment != nil && i.metric == nil }

// rowKey tells a row from all others.
type rowKey struct {
	name       string
	metric     bool
	experiment string
}

func (i *row) key() rowKey {
	k := rowKey{name: i.name, metric: i.metric != nil}
	if i.experiment != nil {
		k.experiment = i.experiment.Key
	}
	return k
}

// came is how many events came that were meant for it, the lost ones included.
func (i *row) came() int { return i.seen.Sent + i.seen.Lost }

// learn takes over what the judge knows.
func (s *Screen) learn(judge *mapping.Judge) {
	if s.judge == judge {
		return
	}
	s.judge, s.known, s.hint = judge, judge.Catalogue(), missingHint(&s.opt, judge)
	if s.known == nil {
		s.known = new(catalogue.Catalogue)
	}
	s.running, s.fed, s.nears = s.known.Running(), make(map[string]bool), make(map[string]string)
	for _, feed := range judge.Feeds() {
		for _, key := range feed.EventKeys {
			s.fed[key] = true
		}
	}
}

// lookMsg has a screen look again: there were too many new event names for one look.
type lookMsg struct{ screen *Screen }

// namesAtOnce is of how many new event names one look asks what they are near to.
const namesAtOnce = 500

// Look looks at the catalogue and at what has been seen. The selected row stays selected
// wherever it goes, and when it has gone for a while: an event name is not there until an
// event with it has been judged anew.
func (s *Screen) Look() tea.Cmd {
	s.learn(s.store.Judge())
	s.sorted, s.axis = s.order(), s.store.Coverage().Axis()
	var refresh tea.Cmd
	if s.opt.Names != nil {
		refresh = s.opt.Names.Refresh("")
	}
	metrics, unfed, more := s.collect()
	if s.grouped {
		s.items = s.experiments(metrics)
	} else {
		s.items = append(s.sort(metrics), s.sort(unfed)...)
		if s.sorted == byNeed {
			s.items = s.sort(s.items)
		}
		s.items = append(s.items, join{s}.calls()...)
	}
	s.notices = notices(&s.opt, s.grouped, s.hint, s.byKey, s.store.Counts())
	s.all = len(s.items)
	s.items = s.wantedRows(s.items)
	s.list.SetCount(len(s.items))
	s.fits = measure(s.items)
	s.keepSelected()
	s.settle()
	if more {
		return tea.Batch(refresh, func() tea.Msg { return lookMsg{s} })
	}
	return refresh
}

// notices says what has to be known of the numbers: which part of the catalogue is missing, what
// is not in them, and what is, though the list has it no more.
func notices(opt *Options, grouped bool, hint string, byKey map[string]coverage.Sighting, c store.Counts) (lines []string) {
	var parts []string
	add := func(text string) {
		if text != "" {
			parts = append(parts, text)
		}
	}
	if opt.Missing != nil {
		add(opt.Missing())
	}
	add(hint)
	if opt.Names != nil {
		add(unreadText(opt, grouped))
	}
	if c.Cleared > 0 {
		add(count.Of(c.Cleared, "cleared entry") + " not counted: " + opt.Keys.Of("unclear") + " on the screen " + opt.Keys.Screen(keymap.Events) + " lists them again")
	}
	counted := 0
	for _, seen := range byKey {
		counted += seen.Sent + seen.Lost + seen.Made
	}
	if len(parts) > 0 {
		lines = []string{strings.Join(parts, "; ")}
	}
	if c.Evicted > 0 && counted > c.Entries {
		text := "counted: " + count.Of(counted, "event")
		if c.Gone > 0 {
			text += ", with what has gone since the start"
		}
		lines = append(lines, text+"; listed, and counted in Problems, are the newest "+count.Number(c.Entries))
	}
	return lines
}

// Update takes what the screen's own command has brought, and reports whether it was that.
func (s *Screen) Update(msg tea.Msg) (cmd tea.Cmd, mine bool) {
	if look, ok := msg.(lookMsg); ok && look.screen == s {
		return s.Look(), true
	}
	return nil, false
}

// collect makes the rows of the metrics, and of the event names that no metric has. More
// says that it has not been asked of all names what they are near to.
func (s *Screen) collect() (metrics, unfed []row, more bool) {
	seen := s.store.Coverage()
	tallies, byKey, misses := seen.Tallies(), make(map[string]coverage.Sighting), make(map[string][]string)
	s.byKey = byKey
	left := namesAtOnce
	for _, sighting := range seen.EventKeys() {
		key := sighting.EventKey
		byKey[key] = sighting
		if s.fed[key] || sighting.Sent+sighting.Lost == 0 {
			continue
		}
		near, asked := s.nears[key]
		switch {
		case !asked && left == 0:
			more = true
		case !asked:
			near = s.nearest(key)
			s.nears[key] = near
			left--
		}
		if near != "" {
			misses[near] = append(misses[near], key)
		}
		unfed = append(unfed, row{name: key, state: s.unfedState(near), seen: sighting, near: near})
	}
	unfed = join{s}.withWritten(unfed, misses)
	for _, feed := range s.judge.Feeds() {
		item := row{
			metric: feed.Metric, name: feed.Metric.Key, keys: feed.EventKeys,
			tally: tallies[feed.Metric.Key], running: s.running[feed.Metric.Key], written: join{s}.ofMetric(feed.Metric.Key),
		}
		for _, key := range feed.EventKeys {
			item.see(byKey[key])
			item.misses = append(item.misses, misses[key]...)
		}
		slices.Sort(item.misses)
		if _, any := tallies[item.name]; any {
			item.why = seen.Reasons(item.name)
		}
		item.state = s.stateOf(&item)
		metrics = append(metrics, item)
	}
	return metrics, unfed, more
}

// wantedRows are the rows that have the words; an experiment stays with any of its rows.
func (s *Screen) wantedRows(rows []row) []row {
	if s.words.Text() == "" {
		return rows
	}
	var wanted []row
	var above *row // the experiment of the row, while it has not been taken
	for i := range rows {
		item := &rows[i]
		texts := []string{item.written.known().Words, item.name, shortState(item), item.near}
		if item.metric != nil {
			texts = append(append(texts, item.metric.Name), item.keys...)
		}
		for _, e := range item.running {
			texts = append(texts, e.Key, e.Name)
		}
		if item.call != nil {
			texts = []string{item.name, item.call.Why, unreadCall}
		}
		if item.experiment != nil {
			texts = append(texts, item.experiment.Key, item.experiment.Name)
		}
		switch {
		case s.words.Wants(texts...):
			if above != nil && item.experiment == above.experiment && !item.isExperiment() {
				wanted = append(wanted, *above)
			}
			above = nil
			wanted = append(wanted, *item)
		case item.isExperiment():
			above = item
		}
	}
	return wanted
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

// settle asks for what is known of the selected row, and of the rows in sight.
func (s *Screen) settle() {
	seen := s.store.Coverage()
	from, to := s.list.Window()
	for i := from; i < to; i++ {
		s.items[i].trend = seen.Over(eventKeys(&s.items[i]), s.axis)
	}
	s.chosen = chosen{}
	item, ok := s.selected()
	if s.below.of != item.key() {
		s.below = below{of: item.key()}
	}
	if !ok || item.call != nil {
		return
	}
	if item.metric == nil && !item.isExperiment() && s.known.Metrics != nil {
		match := s.judge.Match(item.name)
		s.chosen.nearest, s.chosen.instead = match.Sentence, match.Instead()
	}
	for _, key := range eventKeys(&item) {
		if sighting, ok := seen.Sighting(key); ok {
			s.chosen.seen = append(s.chosen.seen, sighting)
		}
	}
}

// eventKeys are those of which a row tells.
func eventKeys(item *row) []string {
	switch {
	case item.isExperiment(), item.call != nil:
		return nil
	case item.metric != nil:
		return item.keys
	}
	return []string{item.name}
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

// sort puts rows in the order that was chosen. What needs a person is by its state; where
// that is the same, metrics are by their names, and event names by how often they came.
func (s *Screen) sort(rows []row) []row {
	slices.SortFunc(rows, func(a, b row) int {
		by := 0
		switch s.sorted {
		case byNeed:
			by = join{s}.compareNeed(&a, &b)
		case bySeen:
			by = cmp.Compare(b.came(), a.came())
		case byLast:
			by = b.seen.Last.Compare(a.seen.Last)
		case byName:
		}
		return cmp.Or(by, cmp.Compare(a.name, b.name))
	})
	return rows
}

// selected gives the row under the cursor.
func (s *Screen) selected() (row, bool) {
	if i := s.list.Cursor(); i >= 0 && i < len(s.items) {
		return s.items[i], true
	}
	return row{}, false
}
