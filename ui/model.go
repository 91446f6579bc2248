package ui

import (
	"errors"
	"os"
	"time"

	tea "charm.land/bubbletea/v2"

	"segtap/capture/forward"
	"segtap/capture/ingest"
	"segtap/capture/replay"
	"segtap/capture/store"
	"segtap/mapping"
	"segtap/ui/dialog"
	"segtap/ui/dialog/finding"
	"segtap/ui/events"
	"segtap/ui/events/columns"
	"segtap/ui/events/detail"
	"segtap/ui/guest"
	"segtap/ui/header"
	"segtap/ui/keymap"
	"segtap/ui/notice"
	"segtap/ui/preferences"
	"segtap/ui/reading"
	"segtap/ui/theme"
	"segtap/ui/theme/palette"
)

// Options is what the screen is opened with.
type Options struct {
	Store   *store.Store
	Opened  []Opened // the files shown beside it; the first is shown at the start
	Address string   // base URL of the capture endpoint, such as http://127.0.0.1:8910
	// Watching says that another segtap captures: nothing listens here, and nothing can be
	// kept but in a stream.
	Watching bool
	Stream   bool     // it is kept in a stream, which others write too
	OneKey   bool     // one write key of a stream is shown, to read only
	File     string   // the capture file or the stream, as shown; empty when there is none
	Notices  []string // what has to be said at the start, such as a recovered file
	// Mistakes are those of the configuration: they stay until a person puts them away. One may
	// have the way out, as Hint.
	Mistakes    []error
	Destination string // actions or classic
	// Judge gives a judge for a destination, from the mapping and settings as
	// they are now, without a catalogue; nil when there is only the store's.
	Judge func(destination string) (*mapping.Judge, error)
	// Catalogue reads the catalogue anew and tells how far it has come; the
	// notes have to be said. It is called when a person asks for it, and may
	// use the network; see ReadAtStart. Nil when there is nothing to read one from.
	Catalogue reading.Reader
	// MetricsFiles reads the files of the catalogue alone again; nil where there are none.
	MetricsFiles reading.Reader
	// Names reads the names in tracking plans and source code; nil where none were given. It is called at the start, and
	// when a person asks for it.
	Names reading.NamesReader
	// Changed waits until files with metrics, plans or code have changed, and reports false when there will be no more
	// of it; nil: they are not watched.
	Changed  func() (reading.Change, bool)
	Env      replay.Env
	Target   string // the target offered first; empty for none
	Client   *replay.Client
	Faults   *ingest.Faults     // what the endpoint does wrong on purpose; nil: nothing, ever
	Forward  *forward.Forwarder // passes requests on; nil for none
	Editor   []string           // $VISUAL or $EDITOR with its arguments, or vi; empty when there is none
	Terminal *os.File           // what an editor is to read keys from; nil: whatever Bubble Tea reads
	ASCII    bool
	Theme    palette.Theme   // the zero value is that of the terminal's background
	Themes   []palette.Theme // that can be chosen on the screen
	// ThemeTyped is the flag or variable that names the theme: it goes before the one that was
	// chosen on the screen. Empty where a configuration does, or nothing.
	ThemeTyped string
	NoMouse    bool
	// ReducedMotion has nothing move by itself: nothing blinks, and what arrives is shown
	// once a second.
	ReducedMotion bool
	Now           func() time.Time
	NewID         func() string // fresh UUIDs
	Version       string        // of segtap
	// Left looks for unfinished drafts that an earlier run has left in a capture file of
	// its own; nil where there is none to look into.
	Left func() Left
	// Stopped waits until nothing listens any more, and says why; nil where that is not known.
	Stopped func() error
	// Keys are the keys that a person wants other actions to have.
	Keys []keymap.Change
	// Clipboard copies to the clipboard of this machine; nil when there is
	// none, and the terminal is asked instead.
	Clipboard func(text string) error
	// Preferences are what was chosen for the screen before; Keep keeps what is chosen now.
	// Nil: nothing is kept.
	Preferences preferences.Preferences
	Keep        func(preferences.Preferences) error
	// Columns of the list of events that the command line or a configuration has, none for
	// all of them; typed, they go before those that were chosen before.
	Columns      []columns.Column
	ColumnsTyped bool
	// ReadAtStart has Catalogue called at the start as well.
	ReadAtStart bool
	Guest       *guest.Guest // who looks from elsewhere; nil for the person at this machine
}

// unkept says that nothing can be kept: another segtap writes the file, or it is one write key.
func (o *Options) unkept() bool { return o.Watching && (!o.Stream || o.OneKey) }

// screen is one of the screens that the number keys choose: it is told what happens in
// its own coordinates, and draws itself.
type screen interface {
	Look() tea.Cmd // at the store, which has something new
	SetSize(w, h int)
	View() []string
	// Aside is what it goes by, such as a filter, and how that stands: it is shown behind
	// the names of the screens and at the right of them. Both may be empty.
	Aside() (by, state string)
	Click(x, y int) tea.Cmd
	Wheel(x, y, lines int) tea.Cmd
	Handlers() keymap.Handlers
	Footer(b *keymap.Binding) (label string, shown bool)
	Hints() []keymap.Hint // in place of the bindings; nil when the footer shows those
}

// Model is the Bubble Tea model of segtap, one for the whole program: the shell that
// routes what happens to the open screen or the dialog over it, and draws the frame around
// them.
type Model struct {
	opt     Options
	theme   *theme.Theme // which all parts share
	styling styling
	keys    *keymap.Keys
	pointer pointer
	tells   bool // the terminal shows a program status
	sources      // what was captured here, and the files that were opened
	open    keymap.Screen
	dialog  dialog.Dialog // at most one covers the screen and gets the keys; nil for none
	opener  opener
	metrics *reading.Metrics // what events are checked against
	names   *reading.Names   // those of plans and code
	watch   *reading.Watch
	notices *notice.Box
	keeping keeping
	columns *columns.Choice // of all lists of events

	width, height int
	now           time.Time
	header        header.Header      // as of the last update
	status        *tea.ProgramStatus // what the tab tells, as of the last update
	hinted        []keymap.Hint      // the keys of the footer, as of the last update
	said          notice.Lines       // as of the last update
	next          next
}

// next is what is done with an entry as soon as it has been read; with none, where entry
// is 0.
type next struct {
	entry   uint64
	binding string         // such as replay
	like    *detail.Detail // the problem that is selected in it is to be selected; nil for none
}

// New returns the model. It does nothing before Init.
func New(opt Options) *Model {
	worn, gone := started(&opt)
	t := theme.Make(worn, theme.Look{ASCII: opt.ASCII})
	m := &Model{opt: opt, theme: t, styling: styling{t, worn}, notices: &notice.Box{Now: opt.Now}, now: opt.Now()}
	var wrong []error
	m.keys, wrong = keymap.NewKeys(opt.Keys)
	for _, mistake := range append(wrong, opt.Mistakes...) {
		m.notices.Stand(notice.Whole(mistake))
	}
	if gone != "" {
		m.notices.Stand("the theme " + gone + ", which was chosen here, is not there any more: " + m.keys.Of("theme") + " chooses another")
	}
	m.opener = opener{keys: m.keys, opt: &m.opt, theme: m.theme, notices: m.notices, failure: func() string { return m.live().counts.Failure }}
	chosen := opt.Preferences.Bounded()
	m.keeping = keeping{keep: opt.Keep, notices: m.notices, chosen: &chosen, kept: chosen.Clone(), writes: new(writes)}
	m.columns = columns.NewChoice(&chosen, opt.Columns, opt.ColumnsTyped)
	desk := reading.Desk{Keys: m.keys, Theme: m.theme, Notices: m.notices}
	m.metrics = reading.NewMetrics(reading.Options{
		Desk: desk, Destination: opt.Destination, Judge: opt.Judge, Catalogue: opt.Catalogue, Files: opt.MetricsFiles, InForce: opt.Store.Judge, SetJudge: m.setJudge, Stays: m.look,
	})
	m.names = reading.NewNames(desk, opt.Names, rereading{m}.named)
	m.watch = reading.NewWatch(opt.Changed, m.metrics, m.names)
	m.sources = sources{keys: m.keys, theme: m.theme, notices: m.notices, watching: opt.unkept(), oneKey: opt.OneKey, guest: opt.Guest, all: []*source{m.newSource(nil, opt.Store)}}
	for i := range opt.Opened {
		m.all = append(m.all, m.newSource(&opt.Opened[i], opt.Opened[i].Store))
	}
	m.turnTo(min(1, len(m.all)-1))
	return m
}

// Init starts waiting for the stores, and reads the catalogue where that is asked for.
func (m *Model) Init() tea.Cmd {
	cmds := []tea.Cmd{m.look(), tea.RequestBackgroundColor, waitForStop(m.opt.Stopped)}
	for _, s := range m.all {
		cmds = append(cmds, m.waitForChange(s))
	}
	for _, text := range m.opt.Notices {
		cmds = append(cmds, m.notices.Add(text))
	}
	if c := m.live().counts; c.Loading == 1 && m.offers() {
		cmds = append(cmds, m.offer(m.opt.Store))
	}
	cmds = append(cmds, m.lookForDrafts())
	if m.opt.ReadAtStart && m.opt.Catalogue != nil {
		cmds = append(cmds, m.metrics.Reload())
	}
	cmds = append(cmds, m.names.Reload(), m.watch.Start())
	return tea.Batch(cmds...)
}

// Close keeps the draft that is open and what was chosen for the screen, and removes what
// is left of the drafts that an editor outside was given. It is for when the program has
// ended.
func (m *Model) Close() error {
	m.keeping.end()
	return errors.Join(m.flush(), m.opener.drafts.Close())
}

// screen returns the screen that is open.
func (m *Model) screen() screen { return m.screens[m.open] }

// turnTo shows another source, as it was left.
func (m *Model) turnTo(number int) tea.Cmd {
	if m.source != nil {
		m.known = m.came()
	}
	m.source = m.all[number]
	m.opener.detail = m.events.Detail()
	m.next = next{}
	return tea.Batch(m.look(), m.events.List().Continue())
}

// look looks at the source that is shown.
func (m *Model) look() tea.Cmd { return m.lookAt(m.source, m.open) }

// openScreen opens another screen.
func (m *Model) openScreen(s keymap.Screen) tea.Cmd {
	m.open = s
	return m.look()
}

// shellHandlers are what is done on every screen of a source alike, and what takes a
// dialog.
func (m *Model) shellHandlers(s *source) keymap.Handlers {
	o, d := &m.opener, s.events.Detail()
	open := func(off func() string, how func() (dialog.Dialog, tea.Cmd)) keymap.Handler {
		return keymap.Handler{Off: off, Do: func() tea.Cmd { return m.show(how()) }}
	}
	handlers := keymap.Handlers{
		"back":           {Do: func() tea.Cmd { return m.openScreen(keymap.Events) }},
		"edit":           open(d.NoMessage, o.edit),
		"editor":         {Off: o.noEditor, Do: o.editOutside},
		"fix":            open(d.NoFix, o.fix),
		"replay":         open(d.NoMessage, o.replay),
		"replay-several": {Off: s.nothingToSend, Do: func() tea.Cmd { return m.show(o.replaySeveral(s)) }},
		"sample":         {Off: o.unsampled, Do: o.sample},
		"faults":         open(o.noFaults, o.faults),
		"copy":           {Off: m.nothingToCopy, Do: m.copy},
		"compare":        open(s.events.NoParent, func() (dialog.Dialog, tea.Cmd) { return o.compare(s.store, s.events.Parent()) }),
		"compare-marked": open(s.noPair, func() (dialog.Dialog, tea.Cmd) { return o.compare(s.store, s.pair()) }),
		"columns": open(nil, func() (dialog.Dialog, tea.Cmd) {
			return columns.NewDialog(m.theme, m.columns, func(of []columns.Column) ([]columns.Column, bool) { return events.Fitting(s.events, of) }), nil
		}),
		"theme": open(m.noThemes, func() (dialog.Dialog, tea.Cmd) {
			return dialog.NewThemes(m.theme, m.opt.Themes, m.styling.of, m.opt.ThemeTyped), nil
		}),
		"help":            open(nil, func() (dialog.Dialog, tea.Cmd) { return openHelp(m) }),
		"commands":        open(nil, func() (dialog.Dialog, tea.Cmd) { return finding.NewPalette(m.theme, m.keys, m.whyNot) }),
		"reload":          {Off: rereading{m}.nothingToRead, Do: rereading{m}.readAgain},
		"destination":     {Off: m.metrics.OneDestination, Do: m.metrics.OtherDestination},
		"sources":         open(m.one, m.choose),
		"next-source":     {Off: m.one, Do: func() tea.Cmd { return m.turnTo(m.beside(1)) }},
		"previous-source": {Off: m.one, Do: func() tea.Cmd { return m.turnTo(m.beside(-1)) }},
		"suspend":         {Do: func() tea.Cmd { return tea.Suspend }},
		"quit":            {Do: func() tea.Cmd { return tea.Quit }},
	}
	for _, s := range keymap.Screens() {
		handlers[s.ID()] = keymap.Handler{Do: func() tea.Cmd { return m.openScreen(s) }}
	}
	return handlers
}

// takeKept selects an entry that a draft has become.
func (m *Model) takeKept(kept dialog.KeptMsg) tea.Cmd {
	m.next = next{}
	if kept.Replay {
		m.next = next{entry: kept.ID, binding: "replay"}
	}
	return tea.Batch(m.events.Select(kept.ID), m.look())
}

// takeUnchanged sends the entry whose copy is as it came, or says that there is nothing to
// keep.
func (m *Model) takeUnchanged(msg dialog.UnchangedMsg) tea.Cmd {
	if msg.Replay && m.events.Detail().IsOpen(msg.ID) {
		return m.show(m.opener.replay())
	}
	return m.notices.Say("no change: nothing was kept")
}
