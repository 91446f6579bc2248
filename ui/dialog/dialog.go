package dialog

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"segtap/capture/replay"
	"segtap/capture/store"
	"segtap/ui/keymap"
	"segtap/ui/theme"
)

// Dialog covers the screen and takes the keys. The place of the mouse is told it in its
// own coordinates.
type Dialog interface {
	Update(msg tea.Msg) Answer
	// SetSize says how many cells it has.
	SetSize(w, h int)
	// View draws into all of them, and may place the cursor.
	View() ([]string, *tea.Cursor)
	// Hints are what the footer shows.
	Hints() []keymap.Hint
}

// Answer is what a dialog makes of a message.
type Answer struct {
	Cmd    tea.Cmd
	Closed bool    // the dialog is over
	Say    string  // what a person has to be told
	Next   tea.Msg // for who opened the dialog, at once: one of those below
}

// What a dialog wants done by who opened it.
type (
	// PerformMsg does what a binding is for.
	PerformMsg struct{ ID string }
	// CopyMsg copies a text.
	CopyMsg struct{ What, Text string }
	// KeptMsg says that a draft has become an entry, which is to be sent or not.
	KeptMsg struct {
		ID     uint64
		Replay bool
	}
	// UnchangedMsg says that the copy of an entry is as it came, and is to be sent or not.
	UnchangedMsg struct {
		ID     uint64
		Replay bool
	}
)

// Reply brings what a dialog's own command has found, also when the dialog is no longer
// there.
type Reply struct {
	Of  Dialog
	msg tea.Msg
}

// NewReply returns what brings a dialog what its own command has found.
func NewReply(of Dialog, msg tea.Msg) Reply { return Reply{of, msg} }

// Take hands the dialog what its command has found.
func (r Reply) Take() Answer { return r.Of.Update(r.msg) }

// Options are what dialogs work with.
type Options struct {
	Store   *store.Store
	Theme   *theme.Theme
	Now     func() time.Time
	NewID   func() string // fresh UUIDs
	Env     replay.Env
	Client  *replay.Client
	Version string // of segtap
	Target  string // the replay target offered first; empty for none
	// Failure says why nothing can be kept now; empty when it can.
	Failure func() string
}

// size is how many cells a dialog has.
type size struct{ w, h int }

// SetSize says how many cells the dialog has.
func (s *size) SetSize(w, h int) { s.w, s.h = w, h }

// pageLines is how many lines a page is.
const pageLines = 10

// scrolling is what a binding scrolls, in lines; 0 when it scrolls nothing.
func scrolling(press tea.KeyPressMsg) int {
	switch {
	case keys.up.is(press):
		return -1
	case keys.down.is(press):
		return 1
	case keys.pageUp.is(press):
		return -pageLines
	case keys.pageDown.is(press):
		return pageLines
	}
	return 0
}
