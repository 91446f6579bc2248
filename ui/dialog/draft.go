package dialog

import (
	"fmt"
	"sync"
	"time"

	tea "charm.land/bubbletea/v2"

	"segtap/capture/store"
)

const (
	// draftPause is how long nothing is typed before a draft is kept.
	draftPause = 700 * time.Millisecond
	// draftWait is how long it waits for that at most.
	draftWait = 5 * time.Second
)

// unfinished keeps the draft of one entry in the capture file while it is edited, so that
// it survives the end of the program. Its methods run in commands, several at a time.
type unfinished struct {
	drafts store.Drafts
	entry  uint64
	stood  bool // the capture file had it before

	mu      sync.Mutex
	written int    // the last version that was written
	stands  bool   // the capture file has a draft that is not ended
	over    bool   // it has been kept or thrown away, or is another screen's: nothing is written any more
	told    func() // that there is a draft; nil when it has been called
}

// keep writes a version of the draft, unless a later one has been; without a text, that
// there is none.
func (u *unfinished) keep(version int, text []byte, at time.Time) error {
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.over || version <= u.written {
		return nil
	}
	if text == nil {
		return u.end(version, at)
	}
	if err := u.drafts.Keep(u.entry, text, at); err != nil {
		return err
	}
	if u.told != nil {
		u.told()
		u.told = nil
	}
	u.written, u.stands = version, true
	return nil
}

// finish says that the draft has been kept or thrown away.
func (u *unfinished) finish(at time.Time) error {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.over = true
	return u.end(u.written, at)
}

// end takes the draft back that the capture file has. The caller holds mu.
func (u *unfinished) end(version int, at time.Time) error {
	if u.stands {
		if err := u.drafts.End(u.entry, at); err != nil {
			return err
		}
	}
	u.written, u.stands = version, false
	return nil
}

// The messages of keeping drafts.
type (
	// pausedMsg says that a moment has passed since a version of the draft.
	pausedMsg struct{ version int }
	// draftMsg says what became of keeping a draft.
	draftMsg struct{ err error }
	// droppedMsg says what became of throwing it away.
	droppedMsg struct{ err error }
)

// Typed notes that the draft is another one now, and has it kept in a while.
func (d *Edit) Typed() tea.Cmd {
	d.version++
	if d.waiting || d.shared {
		return nil
	}
	d.waiting, d.since = true, d.opt.Now()
	return d.waitForPause()
}

func (d *Edit) waitForPause() tea.Cmd {
	msg := Reply{d, pausedMsg{d.version}}
	return tea.Tick(draftPause, func(time.Time) tea.Msg { return msg })
}

// paused keeps the draft once nothing has been typed for a moment, or for long enough.
func (d *Edit) paused(msg pausedMsg) tea.Cmd {
	if msg.version != d.version && d.opt.Now().Sub(d.since) < draftWait {
		return d.waitForPause()
	}
	d.waiting = false
	keep := d.keepDraft()
	return func() tea.Msg { return Reply{d, draftMsg{keep()}} }
}

// keepDraft returns what keeps the draft as it is now.
func (d *Edit) keepDraft() func() error {
	draft, version, now := d.draft, d.version, d.opt.Now()
	var text []byte
	if d.changed() {
		text = []byte(d.edit.Value())
	}
	return func() error { return draft.keep(version, text, now) }
}

// Flush keeps the draft as it is now. It is for when the program has ended.
func (d *Edit) Flush() error { return d.keepDraft()() }

// later leaves the draft for another time.
func (d *Edit) later() Answer {
	keep := d.keepDraft()
	return Answer{
		Closed: true, Say: fmt.Sprintf("the draft of #%d is left for later: %s opens it", d.parent, d.opt.Keys.Of("edit")),
		Cmd: func() tea.Msg { return Reply{d, draftMsg{keep()}} },
	}
}

// drop throws the draft away.
func (d *Edit) drop() Answer {
	draft, now := d.draft, d.opt.Now()
	return Answer{Closed: true, Cmd: func() tea.Msg { return Reply{d, droppedMsg{draft.finish(now)}} }}
}

// takeDraft takes what became of keeping the draft. What is said is for when the dialog is
// closed; while it is open, it shows it.
func (d *Edit) takeDraft(err error) Answer {
	if d.unkept = err; err != nil {
		d.unkept = fmt.Errorf("the draft is not kept: %w", err)
		return Answer{Say: d.unkept.Error()}
	}
	return Answer{}
}

// takeDropped says where a draft that was thrown away will be offered again.
func (d *Edit) takeDropped(err error) Answer {
	if err == nil {
		return Answer{}
	}
	return Answer{Say: fmt.Sprintf("the draft of #%d was thrown away, but that could not be kept: it will be offered again: %v", d.parent, err)}
}

// startAnew starts anew from the message as it came. It can be undone.
func startAnew(d *Edit) {
	d.edit.SetValue(indented(d.came))
	d.resumed = time.Time{}
}
