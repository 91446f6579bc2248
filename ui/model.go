package ui

import (
	"context"
	"os"
	"time"

	tea "charm.land/bubbletea/v2"

	"segtap/capture"
	"segtap/capture/forward"
	"segtap/capture/ingest"
	"segtap/capture/replay"
	"segtap/mapping"
	"segtap/ui/widget/viewport"
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

// pane is a part of the Events screen that keys can go to.
type pane uint8

const (
	paneList pane = iota
	paneMessage
	paneEvent
)

// Model is the Bubble Tea model of segtap: one for the whole program.
type Model struct {
	opt     Options
	theme   theme
	actions []action

	screen        screen
	metrics       metricsScreen
	reloading     *reloading // nil when nothing is being read
	width, height int
	split         int // share of the list, in percent
	focus         pane
	snippet       int // which SDK the start screen shows
	wrap          bool

	total   int // entries in the store, as of the last look
	counts  capture.Counts
	rush    bool   // the last look found more new entries than the list has rows
	paused  bool   // the list is held; capture goes on
	heldAt  uint64 // the newest entry of the held list
	list    viewport.List
	matches *matches // the filtered list; nil when there is no filter
	coming  *matches // takes its place with the first that it finds, for another filter
	renewal *matches // takes its place when it is done; nil when it need not be renewed
	filter  filterLine
	detail  detail
	drafts  drafts // in editors outside

	// At most one of these is open; it gets the keys.
	dialog dialog

	lastTarget string // the target chosen last

	notice notice
	saying int // how many lines there are to say, as of the last message
	now    time.Time
}

// dialog is something that covers the screen and takes the keys: the editor,
// the replay, help, the palette.
type dialog interface {
	update(m *Model, msg tea.Msg) tea.Cmd
	// view draws into the whole screen and may place the cursor.
	view(m *Model, w, h int) ([]string, *tea.Cursor)
	// keys are what the footer shows.
	keys(m *Model) []hint
}

// New gives the model. It does nothing before Init.
func New(opt Options) *Model {
	m := &Model{opt: opt, theme: newTheme(opt.ASCII), actions: actionTable(), split: 42}
	m.list.Follow()
	m.filter = newFilterLine()
	m.refresh()
	if opt.Notice != "" {
		m.say(opt.Notice)
	}
	return m
}

// Init starts waiting for the store, and reads the catalogue where that is asked
// for.
func (m *Model) Init() tea.Cmd {
	cmds := []tea.Cmd{m.waitForChange(), m.loadSelected()}
	if m.opt.ReadAtStart && m.opt.Catalogue != nil {
		cmds = append(cmds, m.reload())
	}
	return tea.Batch(cmds...)
}
