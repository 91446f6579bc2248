package dialog

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"segtap/capture/replay"
	"segtap/capture/replay/plan"
	"segtap/capture/store"
	"segtap/ui/guest"
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

// Helped is a dialog that has keys to tell of.
type Helped interface{ Section() keymap.Section }

// Untyped is a dialog in which letters are keys as long as nothing is typed.
type Untyped interface{ Typing() bool }

// Busy is a dialog that does something, or waits for an answer.
type Busy interface{ Status() Status }

// Status is what a dialog is about.
type Status uint8

// What it can be.
const (
	Quiet       Status = iota
	Working            // something is sent or prepared
	Asking             // for a yes, without which nothing goes out
	Questioning        // something else is to be answered
)

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
	// ShowEntryMsg goes to an entry of what is captured.
	ShowEntryMsg struct{ ID uint64 }
	// KeptMsg says that a draft has become an entry, which is to be sent or not.
	KeptMsg struct {
		ID     uint64
		Replay bool
	}
	// ResumeMsg goes back to the dialog that the help was opened over; nil for none.
	ResumeMsg struct{ Dialog Dialog }
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
	Keys    *keymap.Keys // of the screens
	Now     func() time.Time
	NewID   func() string // fresh UUIDs
	Env     replay.Env
	Client  *replay.Client
	Version string // of segtap
	Target  string // the replay target offered first; empty for none
	// Failure says why nothing can be kept now; empty when it can.
	Failure func() string
	Guest   *guest.Guest // who looks from elsewhere; nil for the person at this machine
}

// Sending is what a request needs to know.
func (o *Options) Sending() replay.Options {
	return replay.Options{Version: o.Version, NewUUID: o.NewID, Now: o.Now}
}

// Environment is what the catalogue knows of the LaunchDarkly environment.
func (o *Options) Environment() replay.Environment {
	return plan.EnvironmentOf(o.Store.Judge())
}

// Staying says where it goes what is sent without being asked for.
func (o *Options) Staying(target *replay.Target) string {
	return plan.Staying(&o.Env, target, o.Guest != nil)
}

// Source is where what is made new before it is sent comes from.
func (o *Options) Source() plan.Source {
	return plan.Source{Store: o.Store, NewID: o.NewID, Now: o.Now}
}

// Size is how many cells a dialog has.
type Size struct{ W, H int }

// SetSize says how many cells the dialog has.
func (s *Size) SetSize(w, h int) { s.W, s.H = w, h }
