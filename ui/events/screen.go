package events

import (
	"fmt"
	"time"

	tea "charm.land/bubbletea/v2"

	"segtap/capture/store"
	"segtap/mapping"
	"segtap/mapping/query"
	"segtap/ui/events/columns"
	"segtap/ui/events/detail"
	"segtap/ui/events/listing"
	"segtap/ui/filter"
	"segtap/ui/guest"
	"segtap/ui/keymap"
	"segtap/ui/layout"
	"segtap/ui/notice"
	"segtap/ui/preferences"
	"segtap/ui/theme"
	"segtap/ui/widget/sanitize"
	"segtap/ui/widget/styled"
)

// Options is what the screen is opened with.
type Options struct {
	Store    *store.Store
	Theme    *theme.Theme
	Notices  *notice.Box
	Keys     *keymap.Keys
	Names    *filter.Names // that a filter may have
	Now      func() time.Time
	Address  string // base URL of the capture endpoint, such as http://127.0.0.1:8910
	Watching bool   // another segtap captures
	OneKey   bool   // what is shown is one write key of a stream
	// Preferences are what was chosen for all screens of events: it is read and written.
	Preferences *preferences.Preferences
	Columns     *columns.Choice
	// Written says what becomes of the names of plans and code, and whether a person should look; empty for nothing.
	Written func() (text string, wrong bool)
	Guest   *guest.Guest // who looks from elsewhere; nil for the person at this machine
	Opened  string       // the name of the file that is shown, safe to show; empty for what is captured
}

// Screen is the Events screen: the list of entries, and the selected one beside the event
// that it becomes. Before the first entry it says how to point an SDK here.
type Screen struct {
	opt    Options
	theme  *theme.Theme
	list   *listing.Listing
	detail *detail.Detail
	filter filter.Line
	walk   walk
	fold   fold
	now    time.Time // as of the last look
	start  start
	judge  *mapping.Judge // as of the last look
	w, h   int
	boxes  layout.Panes // where everything stands, as of the last change

	arrangement arrangement
	needs       columns.Needs // of the rows that have been in sight, as of the last change
	needsBy     *query.Filter // by which they were listed
}

// New returns the screen. It has no room before [Screen.SetSize].
func New(opt Options) *Screen {
	s := &Screen{
		opt: opt, theme: opt.Theme, list: listing.New(opt.Store), detail: detail.New(opt.Store, opt.Theme, opt.Keys, opt.Opened, opt.Now, opt.Guest), filter: filter.New(opt.Theme, opt.Now, opt.Names.Known),
		start: start{theme: opt.Theme, keys: opt.Keys, watching: opt.Watching, oneKey: opt.OneKey, guest: opt.Guest, opened: opt.Opened, written: opt.Written},
	}
	s.start.address, s.start.reached = opt.Guest.Reaches(opt.Address)
	s.arrangement.chosen = opt.Preferences
	s.filter.Preferences, s.filter.Gather, s.filter.Keyless, s.filter.KeysListed = opt.Preferences, opt.Names.Gather, opt.Names.Keyless, opt.Names.KeysListed
	s.walk = walk{store: opt.Store, list: s.list}
	s.Look()
	return s
}

// Judge returns the judge that the screen goes by, as of the last look.
func (s *Screen) Judge() *mapping.Judge { return s.judge }

// Detail returns the selected entry, laid open.
func (s *Screen) Detail() *detail.Detail { return s.detail }

// IsEmpty reports whether there is nothing to show yet: the screen says how to point an
// SDK here.
func (s *Screen) IsEmpty() bool { return s.list.Total() == 0 && s.list.Counts().Cleared == 0 }

// CopyableLines returns the lines that point an SDK here, while the screen is empty.
func (s *Screen) CopyableLines() (what, text string) { return s.start.copyable() }

// Look looks at the store, and reads the selected entry where it is not the one that is
// open, or not as it is now.
func (s *Screen) Look() tea.Cmd {
	s.judge, s.now = s.opt.Store.Judge(), s.opt.Now()
	s.list.Look()
	return s.openSelected()
}

// List returns the list of entries.
func (s *Screen) List() *listing.Listing { return s.list }

// openSelected lays the selected entry open, if it is not.
func (s *Screen) openSelected() tea.Cmd {
	s.walk.settle()
	return s.detail.Open(s.list.Selected(), s.judge)
}

// Update takes what the screen's own commands have brought, and reports whether it was
// that: other messages are none of its concern.
func (s *Screen) Update(msg tea.Msg) (cmd tea.Cmd, mine bool) {
	switch msg := msg.(type) {
	case detail.ReadMsg:
		if !s.detail.Wants(msg) {
			return nil, false
		}
		s.list.Refresh() // reading an entry brings its row up to date
		return s.detail.Take(msg, s.list.Selected()), true
	case unmarkedMsg:
		return tea.Batch(s.Look(), s.opt.Notices.Say(msg.text())), true
	case markedMsg:
		return tea.Batch(s.Look(), s.opt.Notices.Say(msg.text(s.theme, s.list.Counts().Shared))), true
	}
	if cmd, mine := s.list.Update(msg); mine {
		return tea.Batch(cmd, s.openSelected()), true
	}
	return nil, false
}

// SetSize says how many cells the screen has, and gives everything its place in them. It is
// to be called after every change.
func (s *Screen) SetSize(w, h int) {
	s.w, s.h = w, h
	s.detail.Search().SetWords(s.list.Words())
	s.boxes = s.arrangement.divide(w, h, s.detail.Focus() != detail.List)
	if b := s.boxes.Detail; !b.Empty() {
		s.detail.SetSize(b.W, b.H)
	}
	if rows := s.boxes.List.H; rows > 0 {
		if rows > 2 {
			rows-- // the heading
		}
		if hasNews(s.list, s.boxes.List.H) {
			rows--
		}
		s.list.SetHeight(rows)
	}
	measure(s)
}

// Show shows all entries that a filter wants, whatever was shown before: a list that is
// held goes on.
func (s *Screen) Show(filter string) tea.Cmd {
	s.detail.SetFocus(detail.List)
	var cmd tea.Cmd
	if s.list.Paused() {
		cmd = s.list.Pause()
	}
	return tea.Batch(cmd, s.Look(), s.setFilter(filter))
}

// Select selects an entry, wherever it stands.
func (s *Screen) Select(id uint64) tea.Cmd {
	s.filter.Set("")
	s.list.Select(id)
	return s.openSelected()
}

// View draws the screen, in the room that it has.
func (s *Screen) View() []string {
	switch b := &s.boxes; {
	case s.IsEmpty():
		return s.start.view(s.list.Counts(), s.w, s.h)
	case b.Detail.Empty():
		return listView(s, b.List.W, b.List.H)
	case b.List.Empty():
		return s.detail.View()
	case b.Edge.H == 1 && b.Edge.W == s.w: // they stand one above the other
		lines := append(styled.Fill(listView(s, b.List.W, b.List.H), b.List.H), s.theme.Rule(s.w))
		return append(lines, s.detail.View()...)
	default:
		return styled.Beside(listView(s, b.List.W, b.List.H), s.detail.View(), b.List.W, s.h, s.theme.Divider())
	}
}

// FollowView says whether the list follows, for the status line.
func (s *Screen) FollowView() string {
	t := s.theme
	switch {
	case s.list.Paused():
		return t.Labels.Warned.Text(fmt.Sprintf("%s paused, %d new", t.Paused, s.list.Counts().Entries-s.list.Total()))
	case s.list.Following():
		return t.Labels.Good.Text(t.Following + " following")
	}
	return t.Labels.Quiet.Text("press " + s.opt.Keys.Of("follow") + " to follow")
}

// Aside returns the filter in force, safe to show, and how much it finds; empty where
// there is none.
func (s *Screen) Aside() (by, state string) {
	asked := s.list.Asked()
	if asked.Filter == nil {
		return "", ""
	}
	state = fmt.Sprintf("searching, %d so far", asked.Found)
	if asked.Done {
		state = fmt.Sprintf("%d of %d", s.list.Len(), s.list.Total())
	}
	return "filter: " + sanitize.Escape(asked.Filter.String()), state
}

// Hints are what the footer shows in place of the bindings; nil when it shows those.
func (s *Screen) Hints() []keymap.Hint {
	switch {
	case s.detail.Search().Typing():
		return s.detail.Search().Hints()
	case s.filter.Open():
		return s.filter.Hints()
	case s.IsEmpty():
		return s.start.hints()
	}
	return nil
}

// Footer says how a binding stands in the footer, and whether it does.
func (s *Screen) Footer(b *keymap.Binding) (label string, shown bool) {
	inPane := s.detail.Focus() != detail.List
	switch {
	case b.ID == "back":
		return b.Label(), inPane
	case b.ID == "open":
		return b.Label(), !inPane
	case b.ID == "search":
		return b.Label(), inPane
	case b.ID == "next-problem" && s.detail.Search().Active():
		return "match", true
	case b.ID == "pause" && s.list.Paused():
		return "resume", true
	}
	return b.Label(), b.Footer
}
