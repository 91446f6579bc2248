package metrics

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"segtap/mapping/jsondoc"
	"segtap/mapping/query"
	"segtap/ui/dialog"
	"segtap/ui/filter"
	"segtap/ui/keymap"
	"segtap/ui/widget/count"
	"segtap/ui/widget/sanitize"
)

// Aside says what the rows are filtered and sorted by.
func (s *Screen) Aside() (by, state string) {
	state = "sorted by " + string(s.order())
	if s.grouped {
		state = "by experiment, " + state
	}
	if text := s.words.Text(); text != "" {
		return "filter: " + sanitize.Escape(text), s.found() + ", " + state
	}
	return "", state
}

// found says how many rows the words find.
func (s *Screen) found() string {
	return count.Number(len(s.items)) + " of " + count.Of(s.all, "row")
}

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
		"open": {Off: s.noEvents, Do: s.showEvents}, "sort": {Do: s.nextOrder}, "filter": {Do: s.words.Start},
		"by-experiment": {Off: s.noExperiments, Do: s.group}, "back": {Do: s.back},
		"place":     {Off: join{s}.noPlace, Do: join{s}.openPlace},
		"scroll-up": {Off: view{s}.noScroll, Do: func() tea.Cmd { return view{s}.scroll(-1) }}, "scroll-down": {Off: view{s}.noScroll, Do: func() tea.Cmd { return view{s}.scroll(1) }},
	}
}

// back clears the words, else shows all metrics again, else goes back to the events.
func (s *Screen) back() tea.Cmd {
	switch {
	case s.words.Clear():
	case s.grouped:
		s.grouped = false
	default:
		return s.opt.Leave()
	}
	return s.Look()
}

// noExperiments says why the metrics cannot be grouped by experiment.
func (s *Screen) noExperiments() string {
	switch {
	case s.grouped:
		return ""
	case s.judge.Catalogue() == nil:
		return orReload(&s.opt, nothingKnown)
	case !s.known.ExperimentsKnown && len(s.known.Experiments) == 0:
		return orReload(&s.opt, experimentsUnread)
	case len(s.listed()) == 0:
		return "there is no experiment in this environment"
	}
	return ""
}

// group shows the experiments with their metrics, or all metrics again.
func (s *Screen) group() tea.Cmd {
	s.grouped = !s.grouped
	s.wanted = rowKey{}
	s.list.Home()
	return s.Look()
}

// nextOrder sorts the rows by something else.
func (s *Screen) nextOrder() tea.Cmd {
	return s.sortBy(orders[(slices.Index(orders[:], s.order())+1)%len(orders)])
}

// sortBy sorts the rows, and goes to the first.
func (s *Screen) sortBy(by order) tea.Cmd {
	s.opt.Preferences.SortBy("metrics", string(by))
	s.wanted = rowKey{}
	s.list.Home()
	return s.Look()
}

// showEvents filters the events by what the selected row is about.
func (s *Screen) showEvents() tea.Cmd {
	item, _ := s.selected()
	return s.opt.Show(filterOf(&item))
}

// filterOf is the filter that finds the events of a row.
func filterOf(item *row) string {
	switch {
	case item.isExperiment():
		return anyOf(item.keys)
	case item.metric != nil:
		return query.Exactly(mainKey(item))
	}
	return query.Exactly(item.name)
}

// mainKey is the event key of a metric, of those that feed it; empty for none.
func mainKey(item *row) string {
	switch {
	case len(item.keys) == 0:
		return ""
	case slices.Contains(item.keys, item.metric.EventKey):
		return item.metric.EventKey
	}
	return item.keys[0]
}

// noEvents says why the selected row has no events to show.
func (s *Screen) noEvents() string {
	item, ok := s.selected()
	switch {
	case !ok:
		return "there is nothing in the list"
	case item.call != nil:
		return "the name of this call could not be read: its events are not known"
	case item.isExperiment() && len(item.keys) == 0:
		return "this experiment has no metric that is fed by events"
	case item.metric != nil && len(item.keys) == 0:
		return "this metric has no event key: " + stateText(&s.opt, &item)
	case item.came()+item.seen.Made == 0:
		return "none of its events has come yet"
	}
	return ""
}

// Choices are what can be copied of the selected row.
func (s *Screen) Choices() []dialog.Choice {
	item, ok := s.selected()
	if !ok {
		return nil
	}
	if item.call != nil {
		return join{s}.placeChoices(&item)
	}
	filter := dialog.Choice{Key: "f", What: "the filter that finds its events", Text: filterOf(&item)}
	switch {
	case item.isExperiment():
		return []dialog.Choice{{Key: "x", What: "the key of the experiment", Text: item.name}, filter}
	case item.metric == nil:
		choices := []dialog.Choice{{Key: "e", What: "the event name", Text: item.name}, filter, {Key: "l", What: "a line of YAML, for a metric that counts it", Text: yamlLine(item.name, item.name, false)}}
		if item.near != "" {
			choices = append(choices, dialog.Choice{Key: "n", What: "the event key that it is near to", Text: item.near})
		}
		return slices.Concat(choices, join{s}.proposed(&item), join{s}.placeChoices(&item))
	}
	choices := []dialog.Choice{{Key: "k", What: "the key of the metric", Text: item.name}}
	if key := mainKey(&item); key != "" {
		choices = append(choices,
			dialog.Choice{Key: "e", What: "its event key", Text: key}, filter,
			dialog.Choice{Key: "l", What: "its line of YAML, as --metrics reads it", Text: yamlLine(item.name, key, item.metric.Numeric)},
		)
	}
	return append(choices, join{s}.placeChoices(&item)...)
}

// yamlLine writes a metric as it stands in a file of metrics.
func yamlLine(key, event string, numeric bool) string {
	line := append(jsondoc.AppendString(nil, key), ": "...)
	if !numeric {
		return string(jsondoc.AppendString(line, event)) + "\n"
	}
	return string(jsondoc.AppendString(append(line, "{event: "...), event)) + ", numeric: true}\n"
}

// Typing reports whether words are being typed: then they get the keys.
func (s *Screen) Typing() bool { return s.words.Open() }

// FilterView draws the line while it is typed in, and gives its cursor.
func (s *Screen) FilterView(w int) (string, *tea.Cursor) { return s.words.View(s.found(), w) }

// Type takes keys while words are typed: the list narrows as it goes.
func (s *Screen) Type(msg tea.Msg) tea.Cmd {
	press, cmd := s.words.Type(msg)
	switch press {
	case filter.Changed:
		return tea.Batch(cmd, s.Look())
	case filter.Up, filter.Down:
		s.list.Move(map[bool]int{true: -1, false: 1}[press == filter.Up])
		s.choose()
		s.settle()
	case filter.Nothing:
	}
	return cmd
}

// wideFooter is from how many cells on the footer has room for a key that can do nothing.
const wideFooter = 100

// Footer says how a binding stands in the footer, and whether it does.
func (s *Screen) Footer(b *keymap.Binding) (label string, shown bool) {
	switch {
	case b.ID == "open":
		_, place := join{s}.placeLabel()
		return "its events", s.w >= wideFooter || !place || s.noEvents() == ""
	case b.ID == "place":
		return join{s}.placeLabel()
	case b.ID == "scroll-down":
		return "scroll", view{s}.noScroll() == ""
	case b.ID == "by-experiment" && s.grouped:
		return "all metrics", true
	}
	return b.Label(), b.Footer
}

// Hints are what the footer shows in place of the bindings.
func (s *Screen) Hints() []keymap.Hint {
	if s.words.Open() {
		return s.words.Hints()
	}
	return nil
}

// Click selects what is under the mouse, at a place in the screen's own room, or sorts by
// the column whose heading it is.
func (s *Screen) Click(x, y int) tea.Cmd {
	rooms := s.rooms(s.h)
	y -= rooms.hint
	if rooms.table > 2 {
		if y == 0 {
			return clickHeading(s, x)
		}
		y--
	}
	if y < rooms.rows() && s.list.ClickAt(y) {
		s.choose()
		s.settle()
	}
	return nil
}

// DoubleClick shows the events of the row under the mouse.
func (s *Screen) DoubleClick(_, y int) tea.Cmd {
	rooms := s.rooms(s.h)
	y -= rooms.hint
	if rooms.table > 2 {
		y-- // the heading
	}
	if y < 0 || y >= min(rooms.rows(), s.list.Count()) || s.noEvents() != "" {
		return nil
	}
	return s.showEvents()
}

// clickHeading sorts by a column.
func clickHeading(s *Screen, x int) tea.Cmd {
	l := s.layout()
	if id, ok := l.At(x - margin); ok && slices.Contains(orders[:], order(id)) {
		return s.sortBy(order(id))
	}
	return nil
}

// Wheel scrolls what is under the mouse, upwards by less than none.
func (s *Screen) Wheel(_, y, lines int) tea.Cmd {
	if rooms := s.rooms(s.h); y >= rooms.hint+rooms.table && (view{s}).noScroll() == "" {
		return view{s}.scroll(lines)
	}
	s.list.Wheel(lines)
	s.choose()
	s.settle()
	return nil
}
