package reading

import (
	"context"
	"errors"
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"segtap/mapping/naming"
)

// NamesReader reads the names that stand in the tracking plans and the source code that were given: all of them, or with
// changed what stands in these files again. It tells how far it has come; the notes have to be said.
type NamesReader func(ctx context.Context, changed []string, tell func(string)) (from naming.Sources, notes []string, err error)

// Names reads the names of plans and code.
type Names struct {
	desk Desk
	read NamesReader
	// taken is told that what is known is another one, and why; of the first reading there is no why.
	taken func(because string) tea.Cmd

	from    naming.Sources
	times   int      // how many readings have come to something
	broken  string   // why the newest one has not; empty where it has
	reading *task    // nil when nothing is being read
	changed []string // files that have changed since the last reading that came to something, or while one goes on
	waits   bool     // files have changed while one goes on
}

// NewNames returns what reads the names when it is told to. There is nothing to read where read is nil.
func NewNames(desk Desk, read NamesReader, taken func(because string) tea.Cmd) *Names {
	return &Names{desk: desk, read: read, taken: taken}
}

// Given reports whether there are plans or code to read.
func (n *Names) Given() bool { return n.read != nil }

// Read returns what was read last, and how often something was read: 0 before the first time.
func (n *Names) Read() (from naming.Sources, times int) { return n.from, n.times }

// Broken says why the newest reading has come to nothing, so that what is known is older; empty for nothing.
func (n *Names) Broken() string { return n.broken }

// Reading reports whether names are being read.
func (n *Names) Reading() bool { return n.reading != nil }

// Stop ends a reading.
func (n *Names) Stop() {
	if n.reading != nil {
		n.waits = false
		n.reading.cancel()
	}
}

// Reload reads all names.
func (n *Names) Reload() tea.Cmd {
	if n.read == nil || n.reading != nil {
		return nil
	}
	n.changed = nil
	return n.again()
}

// Changed reads the names again that stand in files.
func (n *Names) Changed(files []string) tea.Cmd {
	if n.read == nil || len(files) == 0 {
		return nil
	}
	n.changed = append(n.changed, files...)
	if n.reading != nil {
		n.waits = true
		return nil
	}
	return n.again()
}

// again reads what has changed, or all while nothing is known.
func (n *Names) again() tea.Cmd {
	changed := n.changed
	if n.times == 0 {
		changed = nil
	}
	t, ctx, tell, end := n.desk.begin("names", "reading the names in plans and code")
	n.reading, n.waits = t, false
	return tea.Batch(readNames(ctx, t, n.read, changed, len(n.changed), tell, end), t.waitForProgress())
}

// namesMsg brings what came of a reading.
type namesMsg struct {
	of    *task
	took  int // of the changed files, those that it knew of
	from  naming.Sources
	notes []string
	err   error
}

// readNames reads the names.
func readNames(ctx context.Context, t *task, read NamesReader, changed []string, took int, tell func(string), end func()) tea.Cmd {
	return func() tea.Msg {
		defer end()
		from, notes, err := read(ctx, changed, tell)
		if err != nil && ctx.Err() != nil {
			err = ctx.Err() // a person has stopped it
		}
		return namesMsg{t, took, from, notes, err}
	}
}

// Update takes what a reading has brought, and reports whether it was that.
func (n *Names) Update(msg tea.Msg) (cmd tea.Cmd, mine bool) {
	if msg, ok := msg.(namesMsg); ok {
		return n.take(msg), true
	}
	return nil, false
}

func (n *Names) take(msg namesMsg) tea.Cmd {
	if msg.of != n.reading {
		return nil
	}
	n.reading.done()
	n.reading = nil
	var cmd tea.Cmd
	switch {
	case errors.Is(msg.err, context.Canceled):
		cmd = n.desk.Notices.Say("reading the names was stopped: " + n.stays())
	case msg.err != nil:
		n.broken = msg.err.Error()
		cmd = tea.Batch(n.desk.Notices.SayWhy(fmt.Errorf("%w: %s", msg.err, n.stays())), n.taken(""))
	default:
		because := Because(n.changed[:msg.took])
		n.from, n.broken, n.changed = msg.from, "", n.changed[msg.took:]
		n.times++
		notes := msg.notes
		if because != "" { // in what the names are others now, the table says
			notes = append([]string{because + ": read again"}, notes...)
		}
		if len(notes) > 0 {
			cmd = n.desk.Notices.Say(strings.Join(notes, "; "))
		}
		cmd = tea.Batch(cmd, n.taken(because))
	}
	if n.waits {
		cmd = tea.Batch(cmd, n.again())
	}
	return cmd
}

// stays says what is known after a reading that came to nothing.
func (n *Names) stays() string {
	if n.times == 0 {
		return "no names of plans and code are known"
	}
	return "the names that were read before stay"
}
