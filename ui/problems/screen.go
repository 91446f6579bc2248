package problems

import (
	"cmp"
	"context"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/dustin/go-humanize/english"

	"segtap/capture"
	"segtap/capture/problems"
	"segtap/capture/store"
	"segtap/capture/store/overview"
	"segtap/capture/timeline"
	"segtap/mapping/query"
	"segtap/ui/dialog"
	"segtap/ui/filter"
	"segtap/ui/keymap"
	"segtap/ui/preferences"
	"segtap/ui/theme"
	"segtap/ui/widget/count"
	"segtap/ui/widget/sanitize"
	"segtap/ui/widget/viewport"
)

// Options is what the screen is opened with.
type Options struct {
	Store *store.Store
	Theme *theme.Theme
	Now   func() time.Time
	Keys  *keymap.Keys // for sentences that name one
	// Preferences are where the order is remembered.
	Preferences *preferences.Preferences
	// Show has the events shown that a filter wants, and ShowEntry one of them.
	Show      func(filter string) tea.Cmd
	ShowEntry func(entry uint64) tea.Cmd
	// Leave goes back to the events.
	Leave func() tea.Cmd
}

// Screen is the Problems screen.
type Screen struct {
	opt    Options
	theme  *theme.Theme
	from   overview.Problems
	list   viewport.List
	words  filter.Words
	all    int              // how many groups there are
	groups []problems.Group // those that the words want, sorted
	wanted problems.Key     // the row that is selected whenever it is there
	sorted order
	axis   timeline.Axis
	trends map[problems.Key][]int // of the rows in sight, and of the selected one
	open   int                    // entries of which it is not known yet what is wrong with them
	counts store.Counts
	ends   ends
	newest struct{ looked, again bool } // looked for where they have gone; since then others may have
	fits   fits
	fix    string // what to send instead of the selected row's event name; empty where that is not its problem
	w, h   int
}

// ends are the oldest and the newest entry of a group.
type ends struct {
	of          problems.Group // as it was when they were looked for
	first, last capture.Entry
	coming      bool // others are looked for
}

// endsMsg brings those of a screen's selected group.
type endsMsg struct {
	screen *Screen
	ends   ends
}

// renewedMsg says that the newest entries of groups have been looked for.
type renewedMsg struct{ screen *Screen }

// order is what the rows are sorted by.
type order string

const (
	bySeverity order = "severity"
	byEntries  order = "entries"
	byLast     order = "last seen"
	byEvent    order = "event"
	byCode     order = "code"
)

var orders = [...]order{bySeverity, byEntries, byLast, byEvent, byCode}

// New returns the screen. It has no room before [Screen.SetSize], and nothing to show
// before [Screen.Look].
func New(opt Options) *Screen {
	return &Screen{opt: opt, theme: opt.Theme, from: store.ProblemsOf(opt.Store), words: filter.NewWords(opt.Theme, "words of the code, of what it says, or of the event name")}
}

// order returns what the rows are sorted by, as it was chosen last.
func (s *Screen) order() order {
	if by := order(s.opt.Preferences.Sort["problems"]); slices.Contains(orders[:], by) {
		return by
	}
	return bySeverity
}

// Look looks at what has been found. The selected row stays selected wherever it goes.
func (s *Screen) Look() tea.Cmd { return tea.Batch(s.refresh(), s.renew()) }

// refresh shows what is known now.
func (s *Screen) refresh() tea.Cmd {
	var groups []problems.Group
	groups, s.axis, s.open = s.from.Groups()
	s.counts = s.opt.Store.Counts()
	s.all, s.sorted = len(groups), s.order()
	s.groups = slices.DeleteFunc(groups, func(g problems.Group) bool {
		info := g.Code.Info()
		return !s.words.Wants(info.Name, info.What, g.Severity().String(), eventName(&g.Key))
	})
	slices.SortFunc(s.groups, s.compare)
	s.fits = measure(s.groups)
	s.list.SetCount(len(s.groups))
	if s.wanted == (problems.Key{}) {
		s.choose()
	} else if i := slices.IndexFunc(s.groups, func(g problems.Group) bool { return g.Key == s.wanted }); i >= 0 {
		s.list.Select(i)
	}
	return s.settle()
}

// renew has the newest entries looked for of groups whose newest has gone.
func (s *Screen) renew() tea.Cmd {
	if !slices.ContainsFunc(s.groups, func(g problems.Group) bool { return g.Sought }) {
		return nil
	}
	if s.newest.looked {
		s.newest.again = true
		return nil
	}
	s.newest.looked = true
	return func() tea.Msg {
		for s.from.Renew() {
		}
		return renewedMsg{s}
	}
}

// compare puts what matters most first.
func (s *Screen) compare(a, b problems.Group) int {
	entries, severity := cmp.Compare(b.Entries(), a.Entries()), cmp.Compare(b.Severity(), a.Severity())
	by := 0
	switch s.sorted {
	case bySeverity:
		by = cmp.Or(severity, entries)
	case byEntries:
		by = cmp.Or(entries, severity)
	case byLast:
		by = cmp.Compare(b.Last, a.Last)
	case byEvent:
		by = cmp.Or(cmp.Compare(eventName(&a.Key), eventName(&b.Key)), severity, entries)
	case byCode:
		by = cmp.Or(cmp.Compare(a.Code.String(), b.Code.String()), entries)
	}
	return cmp.Or(by, cmp.Compare(a.Code, b.Code), cmp.Compare(eventName(&a.Key), eventName(&b.Key)))
}

// look looks at what is known of the rows in sight, and of the selected one.
func (s *Screen) look() {
	s.trends = make(map[problems.Key][]int)
	from, to := s.list.Window()
	for i := from; i < to; i++ {
		s.trends[s.groups[i].Key] = s.from.Over(s.groups[i].Key, s.axis)
	}
	if g, ok := s.selected(); ok && s.trends[g.Key] == nil {
		s.trends[g.Key] = s.from.Over(g.Key, s.axis)
	}
}

// settle looks, and asks for what has to be searched for.
func (s *Screen) settle() tea.Cmd {
	s.look()
	g, ok := s.selected()
	s.fix = ""
	if ok && !g.Others {
		if match := s.opt.Store.Judge().Match(g.Event); match.Code == g.Code {
			s.fix = match.Instead()
		}
	}
	if !ok || s.ends.coming || s.ends.of == g {
		return nil
	}
	s.ends.coming = true
	return func() tea.Msg {
		found := ends{of: g}
		first, last := s.from.Ends(context.Background(), g.Key)
		found.first, _ = s.opt.Store.Entry(first)
		found.last, _ = s.opt.Store.Entry(last)
		return endsMsg{s, found}
	}
}

// Update takes what the screen's own command has brought, and reports whether it was that.
func (s *Screen) Update(msg tea.Msg) (cmd tea.Cmd, mine bool) {
	switch found := msg.(type) {
	case endsMsg:
		if found.screen == s {
			s.ends = found.ends
			return s.settle(), true // for the row that is selected by now
		}
	case renewedMsg:
		if found.screen == s {
			again := s.newest.again
			s.newest.looked, s.newest.again = false, false
			if again {
				return s.Look(), true
			}
			return s.refresh(), true
		}
	}
	return nil, false
}

// choose takes down which row is selected, when a person has moved.
func (s *Screen) choose() {
	if g, ok := s.selected(); ok {
		s.wanted = g.Key
	}
}

// selected gives the row under the cursor.
func (s *Screen) selected() (problems.Group, bool) {
	if i := s.list.Cursor(); i >= 0 && i < len(s.groups) {
		return s.groups[i], true
	}
	return problems.Group{}, false
}

// SetSize says how many cells the screen has.
func (s *Screen) SetSize(w, h int) {
	s.w, s.h = w, h
	if rows := s.rooms(h).rows(); rows != s.list.Height() {
		s.list.SetHeight(rows)
		s.look() // what is selected stays
	}
}

// kinds says how many rows there are: each is one problem of one event name, which many
// entries may have.
func kinds(n int) string {
	return count.Number(n) + " " + english.PluralWord(n, "kind", "kinds") + " of problem"
}

// Aside says what the rows are filtered and sorted by.
func (s *Screen) Aside() (by, state string) {
	state = kinds(s.all)
	if text := s.words.Text(); text != "" {
		by, state = "filter: "+sanitize.Escape(text), count.Number(len(s.groups))+" of "+state
	}
	return by, state + ", by " + string(s.order())
}

// Handlers returns what the screen does, by the names of the bindings.
func (s *Screen) Handlers() keymap.Handlers {
	move := func(how func()) keymap.Handler {
		return keymap.Handler{Do: func() tea.Cmd {
			how()
			s.choose()
			return s.settle()
		}}
	}
	return keymap.Handlers{
		"up": move(func() { s.list.Move(-1) }), "down": move(func() { s.list.Move(1) }),
		"page-up": move(func() { s.list.Page(-1) }), "page-down": move(func() { s.list.Page(1) }),
		"first": move(s.list.Home), "follow": move(func() { s.list.Select(len(s.groups) - 1) }),
		"open": {Off: s.noEvents, Do: s.showEvents}, "example": {Off: s.noExample, Do: s.showExample},
		"sort": {Do: s.nextOrder}, "filter": {Do: s.words.Start}, "back": {Do: s.back},
	}
}

// back clears the words, else goes back to the events.
func (s *Screen) back() tea.Cmd {
	if !s.words.Clear() {
		return s.opt.Leave()
	}
	return s.Look()
}

// nextOrder sorts the rows by something else.
func (s *Screen) nextOrder() tea.Cmd {
	return s.sortBy(orders[(slices.Index(orders[:], s.order())+1)%len(orders)])
}

// sortBy sorts the rows, and goes to the first.
func (s *Screen) sortBy(by order) tea.Cmd {
	s.opt.Preferences.SortBy("problems", string(by))
	s.wanted = problems.Key{}
	s.list.Home()
	return s.Look()
}

// showEvents filters the events by the selected row.
func (s *Screen) showEvents() tea.Cmd {
	g, _ := s.selected()
	return s.opt.Show(query.WithCode(g.Code, g.Event))
}

// noEvents says why the selected row has no events to show.
func (s *Screen) noEvents() string {
	switch g, ok := s.selected(); {
	case !ok:
		return "there is nothing in the list"
	case g.Others:
		return "these are many event names together: filter the events by code:" + g.Code.String()
	}
	return ""
}

// noExample says why no entry of the selected row can be shown.
func (s *Screen) noExample() string {
	switch g, ok := s.selected(); {
	case !ok:
		return "there is nothing in the list"
	case s.ends.of.Key != g.Key || s.ends.last.ID == 0:
		return "its newest entry is still being looked for"
	}
	return ""
}

// showExample shows the newest entry of the selected row.
func (s *Screen) showExample() tea.Cmd { return s.opt.ShowEntry(s.ends.last.ID) }

// Choices are what can be copied of the selected row.
func (s *Screen) Choices() []dialog.Choice {
	g, ok := s.selected()
	if !ok {
		return nil
	}
	info := g.Code.Info()
	choices := []dialog.Choice{
		{Key: "c", What: "the code", Text: info.Name},
		{Key: "x", What: "what it means and how to fix it", Text: info.Name + ": " + info.What + "\n" + info.Why + "\n" + info.Fix + "\n" + info.Source + "\n"},
	}
	if !g.Others {
		choices = append(choices,
			dialog.Choice{Key: "f", What: "the filter that finds its entries", Text: query.WithCode(g.Code, g.Event)},
			dialog.Choice{Key: "e", What: "the event name", Text: g.Event},
		)
	}
	return choices
}

// Typing reports whether words are being typed: then they get the keys.
func (s *Screen) Typing() bool { return s.words.Open() }

// FilterView draws the line while it is typed in, and gives its cursor.
func (s *Screen) FilterView(w int) (string, *tea.Cursor) {
	return s.words.View(count.Number(len(s.groups))+" of "+kinds(s.all), w)
}

// Type takes keys while words are typed: the list narrows as it goes.
func (s *Screen) Type(msg tea.Msg) tea.Cmd {
	press, cmd := s.words.Type(msg)
	switch press {
	case filter.Changed:
		return tea.Batch(cmd, s.Look())
	case filter.Up, filter.Down:
		s.list.Move(map[bool]int{true: -1, false: 1}[press == filter.Up])
		s.choose()
		return s.settle()
	case filter.Nothing:
	}
	return cmd
}

// Footer says how a binding stands in the footer, and whether it does.
func (s *Screen) Footer(b *keymap.Binding) (label string, shown bool) {
	if b.ID == "open" {
		return "its events", true
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
			return s.clickHeading(x)
		}
		y--
	}
	if y < rooms.rows() && s.list.ClickAt(y) {
		s.choose()
	}
	return s.settle()
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
func (s *Screen) clickHeading(x int) tea.Cmd {
	l := s.layout()
	if id, ok := l.At(x - margin); ok && slices.Contains(orders[:], order(id)) {
		return s.sortBy(order(id))
	}
	return nil
}

// Wheel scrolls the table, upwards by less than none.
func (s *Screen) Wheel(_, _, lines int) tea.Cmd {
	s.list.Wheel(lines)
	s.choose()
	return s.settle()
}
