package ui

import (
	"sync"
	"time"

	tea "charm.land/bubbletea/v2"

	"segtap/ui/notice"
	"segtap/ui/preferences"
)

// keepAfter is how long a choice waits to be kept: a divider that is dragged is one choice.
const keepAfter = 300 * time.Millisecond

// keeping has what a person has chosen for the screen kept, soon after it has changed and
// when the program ends.
type keeping struct {
	keep    func(preferences.Preferences) error // nil: nothing is kept
	notices *notice.Box
	chosen  *preferences.Preferences // as the screens have it
	kept    preferences.Preferences  // as it was kept last, or is being kept
	writes  *writes
	waiting bool // a command is on its way
	failed  string
}

// writes sees to it that what was chosen earlier is never kept last.
type writes struct {
	mu   sync.Mutex
	last int
}

// The messages of keeping.
type (
	keepMsg struct{}
	keptMsg struct{ err error }
)

// changed has what was chosen kept in a moment, if it is not.
func (k *keeping) changed() tea.Cmd {
	if k.keep == nil || k.waiting || k.chosen.Equal(&k.kept) {
		return nil
	}
	k.waiting = true
	return tea.Tick(keepAfter, func(time.Time) tea.Msg { return keepMsg{} })
}

// update goes on with what is kept: the time has come, or it has been written.
func (k *keeping) update(msg tea.Msg) tea.Cmd {
	if kept, ok := msg.(keptMsg); ok {
		return k.take(kept.err)
	}
	return k.start()
}

// start keeps what is chosen by now.
func (k *keeping) start() tea.Cmd {
	write := k.write()
	return func() tea.Msg { return keptMsg{write()} }
}

// take says why nothing could be kept, once.
func (k *keeping) take(err error) tea.Cmd {
	k.waiting = false
	switch {
	case err == nil:
		k.failed = ""
	case err.Error() != k.failed:
		k.failed = err.Error()
		return k.notices.Wrong("what you choose for the screen is not remembered: " + k.failed)
	}
	return nil
}

// end keeps what is chosen when the program ends.
func (k *keeping) end() {
	if k.keep != nil && (k.waiting || !k.chosen.Equal(&k.kept)) {
		_ = k.write()() // who keeps it knows, and the screen is gone
	}
}

// write returns what keeps what is chosen now.
func (k *keeping) write() func() error {
	k.writes.mu.Lock()
	k.writes.last++
	number := k.writes.last
	k.writes.mu.Unlock()
	k.kept = k.chosen.Clone()
	chosen, keep, writes := k.kept, k.keep, k.writes
	return func() error {
		writes.mu.Lock()
		defer writes.mu.Unlock()
		if number < writes.last {
			return nil // there is a newer one
		}
		return keep(chosen)
	}
}
