package events

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"segtap/capture"
	"segtap/mapping"
	"segtap/mapping/query"
	"segtap/ui/events/listing"
	"segtap/ui/keymap"
	"segtap/ui/notice"
	"segtap/ui/snippet"
	"segtap/ui/theme"
)

// pane is a part of the screen that keys can go to.
type pane uint8

const (
	paneList pane = iota
	paneMessage
	paneEvent
)

// Options is what the screen is opened with.
type Options struct {
	Store    *capture.Store
	Theme    *theme.Theme
	Notices  *notice.Box
	Now      func() time.Time
	Address  string // base URL of the capture endpoint, such as http://127.0.0.1:8910
	Watching bool   // another segtap captures
}

// Screen is the Events screen: the list of entries, and the selected one beside the event
// that it becomes. Before the first entry it says how to point an SDK here.
type Screen struct {
	opt     Options
	store   *capture.Store
	theme   *theme.Theme
	list    *listing.Listing
	filter  filterLine
	detail  detail
	judge   *mapping.Judge // as of the last look
	focus   pane
	split   int // share of the list, in percent
	snippet int // which SDK the start screen shows
	wrap    bool
	w, h    int
	boxes   boxes // where everything stands, as of the last change
}

// New returns the screen. It has no room before [Screen.SetSize].
func New(opt Options) *Screen {
	s := &Screen{opt: opt, store: opt.Store, theme: opt.Theme, list: listing.New(opt.Store), filter: newFilterLine(), split: 42}
	s.Look()
	return s
}

// Counts returns what the store had at the last look.
func (s *Screen) Counts() capture.Counts { return s.list.Counts() }

// Judge returns the judge that the screen goes by, as of the last look.
func (s *Screen) Judge() *mapping.Judge { return s.judge }

// Rush reports whether so much arrives that the list is another one at each look.
func (s *Screen) Rush() bool { return s.list.Rush() }

// Look looks at the store, and reads the selected entry where it is not the one that is
// open, or not as it is now.
func (s *Screen) Look() tea.Cmd {
	s.judge = s.store.Judge()
	s.list.Look()
	return s.loadSelected()
}

// Continue goes on with the search in what has come.
func (s *Screen) Continue() tea.Cmd { return s.list.Continue() }

// SetSize says how many cells the screen has, and gives everything its place in them. It is
// to be called after every change.
func (s *Screen) SetSize(w, h int) {
	s.w, s.h = w, h
	s.fit()
}

// Update takes what the screen's own commands have brought, and reports whether it was
// that: other messages are none of its concern.
func (s *Screen) Update(msg tea.Msg) (cmd tea.Cmd, mine bool) {
	switch msg := msg.(type) {
	case loadedMsg:
		s.list.Refresh() // reading an entry brings its row up to date
		return s.take(msg), true
	case markedMsg:
		return s.takeMarked(msg), true
	}
	if cmd, mine := s.list.Update(msg); mine {
		return tea.Batch(cmd, s.loadSelected()), true
	}
	return nil, false
}

// Opened returns the selected entry, laid open, and the place in its message that is looked
// at. There is one unless [Screen.NoMessage] says why not.
func (s *Screen) Opened() (got *capture.Captured, pointer string) {
	return s.detail.got, s.detail.pointer()
}

// IsOpen reports whether an entry is selected, and read as it is now.
func (s *Screen) IsOpen(id uint64) bool { return s.detail.id == id && s.NoMessage() == "" }

// QuickFix returns the problem whose repair is at hand. There is one unless [Screen.NoFix]
// says why not.
func (s *Screen) QuickFix() mapping.Diagnostic {
	d, _ := s.detail.quickFix()
	return d
}

// fit gives everything its place in the room there is.
func (s *Screen) fit() {
	s.boxes = arrange(s.w, s.h, s.split, s.focus, func(w int) int { return len(s.lowerLines(w)) })
	if rows := s.boxes.list.H; rows > 0 {
		if rows > 2 {
			rows-- // the heading
		}
		s.list.SetHeight(rows)
	}
}

// Show has a filter show the entries of an event key, whatever was shown before.
func (s *Screen) Show(eventKey string) tea.Cmd {
	s.focus = paneList
	return tea.Batch(s.Look(), s.setFilter(query.Exactly(eventKey)))
}

// Select selects an entry, wherever it stands.
func (s *Screen) Select(id uint64) tea.Cmd {
	s.filter.set("")
	s.list.Select(id)
	return s.loadSelected()
}

// IsEmpty reports whether there is nothing to show yet: the screen says how to point an
// SDK here.
func (s *Screen) IsEmpty() bool { return s.list.Total() == 0 }

// Snippet returns the SDK whose lines are shown while the screen is empty.
func (s *Screen) Snippet() snippet.Snippet { return snippet.All()[s.snippet] }

// Handlers returns what the screen does, by the names of the bindings.
func (s *Screen) Handlers() keymap.Handlers {
	return keymap.Handlers{
		"up": {Do: s.up}, "down": {Do: s.down}, "page-up": {Do: s.pageUp}, "page-down": {Do: s.pageDown},
		"first": {Do: s.first}, "follow": {Do: s.follow},
		"next-pane": {Do: s.nextPane}, "previous-pane": {Do: s.previousPane},
		"open": {Off: s.NoEntry, Do: s.open}, "back": {Do: s.back},
		"mark": {Off: s.NoEntry, Do: s.mark}, "filter": {Do: s.startFilter}, "pause": {Off: s.noList, Do: s.pause},
		"next-problem": {Off: s.noProblem, Do: s.nextProblem}, "previous-problem": {Off: s.noProblem, Do: s.previousProblem},
		"fold": {Do: s.fold}, "unfold": {Do: s.unfold},
		"fold-all": {Off: s.NoEntry, Do: s.foldAll}, "unfold-all": {Off: s.NoEntry, Do: s.unfoldAll},
		"wrap": {Do: s.toggleWrap}, "scroll-left": {Do: s.scrollLeft}, "scroll-right": {Do: s.scrollRight},
		"narrower": {Off: s.notWide, Do: s.narrower}, "wider": {Off: s.notWide, Do: s.wider},
	}
}

// Footer says how a binding stands in the footer, and whether it does.
func (s *Screen) Footer(b *keymap.Binding) (label string, shown bool) {
	inPane := s.focus != paneList
	switch {
	case b.ID == "back":
		return b.Label(), inPane
	case b.ID == "open":
		return b.Label(), !inPane
	case b.ID == "pause" && s.list.Paused():
		return "resume", true
	}
	return b.Label(), b.Footer
}
