package replays

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"segtap/capture/replay"
	"segtap/capture/store"
	"segtap/mapping/query"
	"segtap/ui/filter"
	"segtap/ui/guest"
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
	Keys  *keymap.Keys
	Now   func() time.Time
	Names *filter.Names // that a filter may have
	Guest *guest.Guest  // who looks from elsewhere; nil for the person at this machine
	// Preferences have the filters before, and are where the order is remembered.
	Preferences *preferences.Preferences
	// Show has an entry shown, and Replay has it sent again.
	Show, Replay func(entry uint64) tea.Cmd
}

// Screen is the Replays screen.
type Screen struct {
	opt      Options
	theme    *theme.Theme
	attempts store.Attempts
	place    viewport.List
	line     filter.Line
	wanted   *query.Filter // nil: all
	order    order
	chosen   *choice // what is shown; nil: all, in the order of the file
	coming   *choice // takes its place when it is there
	all      int     // how many there are, as of the last look

	rows     []store.Sent // those in the window, as of the last settling
	selected store.Sent   // none has the number 0
	listed   [2]bool      // its entry and its child are
	read     readMsg      // the attempt that was read last
	below    below
	w, h     int
}

// choice are the attempts that a filter wants, in an order.
type choice struct {
	wanted  *query.Filter
	order   order
	changed uint64 // see store.Attempts.Len
	numbers []uint32
	cancel  context.CancelFunc
}

// order is what the attempts are sorted by.
type order string

const (
	byTime     order = "time"
	byResult   order = "status"
	byTarget   order = "target"
	byDuration order = "duration"
	byTries    order = "tries"
)

var orders = [...]order{byTime, byResult, byTarget, byDuration, byTries}

func (o order) compare(a, b *store.Sent) int {
	switch o {
	case byResult:
		return cmp.Or(cmp.Compare(a.Status, b.Status), cmp.Compare(a.Result, b.Result))
	case byTarget:
		return cmp.Compare(a.Target, b.Target)
	case byDuration:
		return cmp.Compare(a.Duration, b.Duration)
	case byTries:
		return cmp.Compare(a.Tries, b.Tries)
	case byTime:
	}
	return 0 // as they are
}

// The messages of the screen's commands.
type (
	// choiceMsg says that a choice has been made.
	choiceMsg struct {
		screen *Screen
		of     *choice
	}
	// readMsg brings an attempt.
	readMsg struct {
		screen  *Screen
		sent    store.Sent
		attempt replay.Attempt
		err     error
	}
)

// New returns the screen. It has no room before [Screen.SetSize].
func New(opt Options) *Screen {
	s := &Screen{opt: opt, theme: opt.Theme, attempts: store.AttemptsOf(opt.Store), line: filter.New(opt.Theme, opt.Now, opt.Names.Known), order: byTime}
	s.line.Preferences, s.line.Gather, s.line.Keyless, s.line.KeysListed = opt.Preferences, opt.Names.Gather, opt.Names.Keyless, opt.Names.KeysListed
	s.place.Follow()
	return s
}

// Look looks at the store.
func (s *Screen) Look() tea.Cmd {
	var changed uint64
	s.all, changed = s.attempts.Len()
	if by := order(s.opt.Preferences.Sort["replays"]); slices.Contains(orders[:], by) {
		s.order = by
	}
	var cmd tea.Cmd
	switch current := s.wanted == nil && s.order == byTime; {
	case current:
		s.stop()
		s.chosen = nil
	case s.coming == nil && (s.chosen == nil || s.chosen.changed != changed || s.chosen.wanted != s.wanted || s.chosen.order != s.order):
		cmd = s.choose(changed)
	}
	return tea.Batch(cmd, s.settle())
}

// stop ends a choice that is being made.
func (s *Screen) stop() {
	if s.coming != nil {
		s.coming.cancel()
		s.coming = nil
	}
}

// choose has the attempts chosen anew.
func (s *Screen) choose(changed uint64) tea.Cmd {
	ctx, cancel := context.WithCancel(context.Background())
	of := &choice{wanted: s.wanted, order: s.order, changed: changed, cancel: cancel}
	s.coming = of
	return func() tea.Msg {
		of.numbers = s.attempts.Choose(ctx, of.wanted, of.order.compare)
		return choiceMsg{s, of}
	}
}

// at returns the attempt in a row of the list.
func (s *Screen) at(i int) (store.Sent, bool) {
	if s.chosen == nil {
		return s.attempts.At(i)
	}
	if i < 0 || i >= len(s.chosen.numbers) {
		return store.Sent{}, false
	}
	sent, _, _ := s.attempts.Find(s.chosen.numbers[i])
	return sent, true // one that has gone meanwhile is empty
}

// settle keeps what is in the window, and reads the selected attempt where that is another
// one, or has ended.
func (s *Screen) settle() tea.Cmd {
	n := s.all
	if s.chosen != nil {
		n = len(s.chosen.numbers)
	}
	s.place.SetCount(n)
	s.rows = s.rows[:0]
	from, to := s.place.Window()
	for i := from; i < to; i++ {
		row, _ := s.at(i)
		s.rows = append(s.rows, row)
	}
	s.selected, _ = s.at(s.place.Cursor())
	for i, id := range [...]uint64{s.selected.Entry, s.selected.Child} {
		_, s.listed[i] = s.opt.Store.Index(id)
	}
	if s.selected == s.read.sent || s.selected.Number == 0 {
		return nil
	}
	sent := s.selected
	return func() tea.Msg {
		attempt, err := s.attempts.Read(sent.Number)
		return readMsg{s, sent, attempt, err}
	}
}

// Update takes what the screen's own commands have brought, and reports whether it was that.
func (s *Screen) Update(msg tea.Msg) (cmd tea.Cmd, mine bool) {
	switch msg := msg.(type) {
	case choiceMsg:
		if msg.screen != s {
			return nil, false
		}
		if msg.of != s.coming {
			return nil, true // of one that is over
		}
		s.coming.cancel()
		s.chosen, s.coming = msg.of, nil
		return s.Look(), true
	case readMsg:
		if msg.screen != s {
			return nil, false
		}
		if msg.sent.Number == s.selected.Number {
			s.read = msg
			s.below = below{}
		}
		return nil, true
	}
	return nil, false
}

// SetSize says how many cells the screen has.
func (s *Screen) SetSize(w, h int) {
	s.w, s.h = w, h
	b := s.boxes()
	if rows := max(b.list.H-1, 0); rows != s.place.Height() { // the heading
		s.place.SetHeight(rows)
		_ = s.settle() // what is selected stays
	}
	s.below.arrange(s, b.attempt.W)
}

// entry returns what is gone to by an attempt: the entry that was made of it to be sent, or
// else the one that was sent; 0 where none is listed.
func (s *Screen) entry() uint64 {
	switch {
	case s.listed[1]:
		return s.selected.Child
	case s.listed[0]:
		return s.selected.Entry
	}
	return 0
}

// noEntry says why no entry can be gone to.
func (s *Screen) noEntry() string {
	switch {
	case s.selected.Number == 0:
		return "no attempt is selected"
	case s.entry() == 0:
		return fmt.Sprintf("#%d, which was sent, is not listed now", s.selected.Entry)
	}
	return ""
}

// again is the entry that r sends: the one that was sent.
func (s *Screen) again() tea.Cmd {
	if s.listed[0] {
		return s.opt.Replay(s.selected.Entry)
	}
	return s.opt.Replay(s.entry())
}

// Handlers returns what the screen does, by the names of the bindings.
func (s *Screen) Handlers() keymap.Handlers {
	move := func(how func()) keymap.Handler {
		return keymap.Handler{Do: func() tea.Cmd {
			how()
			return s.settle()
		}}
	}
	return keymap.Handlers{
		"up": move(func() { s.place.Move(-1) }), "down": move(func() { s.place.Move(1) }),
		"page-up": move(func() { s.place.Page(-1) }), "page-down": move(func() { s.place.Page(1) }),
		"first": move(s.place.Home), "follow": move(s.place.End),
		"scroll-up": move(func() { s.below.scroll(-1) }), "scroll-down": move(func() { s.below.scroll(1) }),
		"open":   {Off: s.noEntry, Do: func() tea.Cmd { return s.opt.Show(s.entry()) }},
		"replay": {Off: s.noEntry, Do: s.again},
		"filter": {Do: s.line.Start}, "sort": {Do: s.nextOrder},
		"back": {Do: s.back},
	}
}

// back clears the filter.
func (s *Screen) back() tea.Cmd { return s.setFilter("") }

// nextOrder sorts the attempts by something else.
func (s *Screen) nextOrder() tea.Cmd {
	return s.sortBy(orders[(slices.Index(orders[:], s.order)+1)%len(orders)])
}

// sortBy sorts the attempts.
func (s *Screen) sortBy(by order) tea.Cmd {
	s.stop()
	s.opt.Preferences.SortBy("replays", string(by))
	return s.Look()
}

// Line returns the line in which the filter is typed.
func (s *Screen) Line() *filter.Line { return &s.line }

// Typing reports whether it is being typed: then it gets the keys.
func (s *Screen) Typing() bool { return s.line.Open() }

// FilterView draws the line while it is typed in, and gives its cursor.
func (s *Screen) FilterView(w int) (string, *tea.Cursor) {
	state := "target:segment status:>=400, or what entries are filtered by "
	if s.wanted != nil {
		state = s.state() + " "
	}
	return s.line.View(state, w)
}

// Type takes keys while the filter is typed.
func (s *Screen) Type(msg tea.Msg) tea.Cmd {
	press, cmd := s.line.Type(msg)
	switch press {
	case filter.Changed:
		return tea.Batch(cmd, s.setFilter(s.line.Text()))
	case filter.Up:
		s.place.Move(-1)
		return s.settle()
	case filter.Down:
		s.place.Move(1)
		return s.settle()
	case filter.Nothing:
	}
	return cmd
}

func (s *Screen) setFilter(text string) tea.Cmd {
	wanted, ok := s.line.Filter(text)
	if !ok {
		return nil
	}
	s.stop()
	s.wanted = wanted
	return s.Look()
}

// state says how many attempts are shown.
func (s *Screen) state() string {
	switch {
	case s.coming != nil:
		return "looking through " + count.Of(s.all, "attempt") + " " + s.theme.Ellipsis
	case s.chosen != nil && s.wanted != nil:
		return fmt.Sprintf("%s of %s", count.Number(len(s.chosen.numbers)), count.Of(s.all, "attempt"))
	}
	return count.Of(s.all, "attempt")
}

// Aside says what the attempts are filtered and sorted by, and how many there are.
func (s *Screen) Aside() (by, state string) {
	if s.wanted != nil {
		by = "filter: " + sanitize.Escape(s.wanted.String())
	}
	return by, s.state() + ", by " + string(s.order)
}

// Footer says how a binding stands in the footer, and whether it does.
func (s *Screen) Footer(b *keymap.Binding) (label string, shown bool) {
	switch b.ID {
	case "open":
		return "its entry", true
	case "replay":
		return "again", true
	}
	return b.Label(), b.Footer
}

// Hints are what the footer shows in place of the bindings.
func (s *Screen) Hints() []keymap.Hint {
	if s.line.Open() {
		return s.line.Hints()
	}
	return nil
}
