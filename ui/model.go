package ui

import (
	"context"
	"maps"
	"os"
	"time"

	tea "charm.land/bubbletea/v2"

	"segtap/capture"
	"segtap/capture/forward"
	"segtap/capture/ingest"
	"segtap/capture/replay"
	"segtap/mapping"
	"segtap/ui/dialog"
	"segtap/ui/events"
	"segtap/ui/keymap"
	"segtap/ui/metrics"
	"segtap/ui/notice"
	"segtap/ui/outside"
	"segtap/ui/theme"
)

// Options is what the screen is opened with.
type Options struct {
	Store   *capture.Store
	Address string // base URL of the capture endpoint, such as http://127.0.0.1:8910
	// Watching says that another segtap captures: nothing listens here, and
	// nothing can be kept.
	Watching    bool
	File        string // the capture file, as shown; empty when there is none
	Notice      string // what has to be said at the start, such as a recovered file
	Destination string // actions or classic
	// Judge gives a judge for a destination, from the mapping and settings as
	// they are now, without a catalogue; nil when there is only the store's.
	Judge func(destination string) (*mapping.Judge, error)
	// Catalogue reads the catalogue anew and tells how far it has come; the
	// notes have to be said. It is called when a person asks for it, and may
	// use the network; see ReadAtStart. Nil when there is nothing to read one from.
	Catalogue func(ctx context.Context, tell func(string)) (*mapping.Catalogue, []string, error)
	Env       replay.Env
	Target    string // the target offered first; empty for none
	Client    *replay.Client
	Faults    *ingest.Faults     // what the endpoint does wrong on purpose; nil: nothing, ever
	Forward   *forward.Forwarder // passes requests on; nil for none
	Editor    []string           // $VISUAL or $EDITOR with its arguments; empty when unset
	Terminal  *os.File           // what an editor is to read keys from; nil: whatever Bubble Tea reads
	ASCII     bool
	NoMouse   bool
	Now       func() time.Time
	NewID     func() string // fresh UUIDs
	Version   string        // of segtap
	// Clipboard copies to the clipboard of this machine; nil when there is
	// none, and the terminal is asked instead.
	Clipboard func(text string) error
	// ReadAtStart has Catalogue called at the start as well.
	ReadAtStart bool
}

// screen is one of the screens that the number keys choose: it is told what happens in
// its own coordinates, and draws itself.
type screen interface {
	SetSize(w, h int)
	View() []string
	Click(x, y int) tea.Cmd
	Wheel(x, y, lines int) tea.Cmd
	Handlers() keymap.Handlers
	Footer(b *keymap.Binding) (label string, shown bool)
}

// Model is the Bubble Tea model of segtap, one for the whole program: the shell that
// routes what happens to the open screen or the dialog over it, and draws the frame around
// them.
type Model struct {
	opt      Options
	theme    *theme.Theme
	bindings []keymap.Binding
	handlers map[keymap.Screen]keymap.Handlers // what each screen can do, and the shell on all of them
	open     keymap.Screen
	events   *events.Screen
	metrics  *metrics.Screen
	dialog   dialog.Dialog // at most one covers the screen and gets the keys; nil for none
	notices  *notice.Box
	reading  *reading       // the catalogue, while it is being read; nil when it is not
	drafts   outside.Drafts // in editors outside

	width, height int
	now           time.Time
	counts        capture.Counts // as of the last look
	wire          wire           // as of the last update
	said          notice.Lines   // as of the last update
	target        string         // the replay target that was chosen last
	replayOf      uint64         // the entry whose replay opens as soon as it is read; 0 for none
}

// New returns the model. It does nothing before Init.
func New(opt Options) *Model {
	m := &Model{opt: opt, theme: theme.New(opt.ASCII), bindings: keymap.Table(), notices: &notice.Box{Now: opt.Now}, now: opt.Now()}
	m.events = events.New(events.Options{
		Store: opt.Store, Theme: m.theme, Notices: m.notices, Now: opt.Now, Address: opt.Address, Watching: opt.Watching,
	})
	m.metrics = metrics.New(metrics.Options{Store: opt.Store, Theme: m.theme, Now: opt.Now, Show: m.showEventsOf})
	m.handlers = make(map[keymap.Screen]keymap.Handlers)
	for _, s := range keymap.Screens() {
		m.handlers[s] = m.shellHandlers()
		maps.Copy(m.handlers[s], m.screenOf(s).Handlers())
	}
	m.counts = m.events.Counts()
	return m
}

// Init starts waiting for the store, and reads the catalogue where that is asked for.
func (m *Model) Init() tea.Cmd {
	cmds := []tea.Cmd{m.waitForChange(), m.look()}
	if m.opt.Notice != "" {
		cmds = append(cmds, m.notices.Say(m.opt.Notice))
	}
	if m.opt.ReadAtStart && m.opt.Catalogue != nil {
		cmds = append(cmds, m.reload())
	}
	return tea.Batch(cmds...)
}

// Close removes what is left of drafts that an editor outside was given. It is for when
// the program has ended.
func (m *Model) Close() error { return m.drafts.Close() }

// screen returns the screen that is open.
func (m *Model) screen() screen { return m.screenOf(m.open) }

func (m *Model) screenOf(s keymap.Screen) screen {
	if s == keymap.Metrics {
		return m.metrics
	}
	return m.events
}

// showEventsOf shows the entries of an event key.
func (m *Model) showEventsOf(eventKey string) tea.Cmd {
	m.open = keymap.Events
	return m.events.Show(eventKey)
}

func (m *Model) showEvents() tea.Cmd {
	m.open = keymap.Events
	return m.look()
}

func (m *Model) showMetrics() tea.Cmd {
	m.open = keymap.Metrics
	return m.look()
}
