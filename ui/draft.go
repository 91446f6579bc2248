package ui

import (
	"fmt"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"segtap/capture/store"
	"segtap/mapping/jsondoc"
	"segtap/ui/dialog"
	"segtap/ui/widget/count"
)

// Left is an unfinished draft that the capture file of an earlier run has.
type Left struct {
	File    string // as a shell reads it
	Entries []uint64
}

// The messages of unfinished drafts.
type (
	// resumedMsg brings one that has been read.
	resumedMsg struct {
		draft dialog.Draft
		err   error
	}
	// leftMsg brings those that an earlier run has left.
	leftMsg struct{ left Left }
)

// hasDraft reports whether an entry has an unfinished draft.
func (o *opener) hasDraft(id uint64) bool {
	entry, _ := o.opt.Store.Entry(id)
	return entry.Draft
}

// resume reads the unfinished draft of an entry and opens the editor with it.
func (o *opener) resume(draft dialog.Draft) tea.Cmd {
	of := store.DraftsOf(o.opt.Store)
	return func() tea.Msg {
		kept, there, err := of.Read(draft.Parent)
		if draft.Text = kept.Text; there {
			draft.Resumed = kept.At
		} else {
			draft.Text = jsondoc.Indent(draft.Came)
		}
		return resumedMsg{draft, err}
	}
}

// takeResumed opens the editor with a draft that has been read, unless something else has
// been opened meanwhile.
func (o *opener) takeResumed(msg resumedMsg, covered bool) (dialog.Dialog, tea.Cmd) {
	switch {
	case covered:
		return nil, nil
	case msg.err != nil:
		return nil, o.notices.Wrong(fmt.Sprintf("the draft of #%d cannot be read: %v", msg.draft.Parent, msg.err))
	}
	return o.editor(msg.draft), nil
}

// editor opens the editor. Where somebody else has that of the entry open, their draft is theirs.
func (o *opener) editor(draft dialog.Draft) dialog.Dialog {
	if !o.opt.Guest.Edits(draft.Parent) {
		if draft.Shared = true; !draft.Resumed.IsZero() {
			draft.Text, draft.Resumed = jsondoc.Indent(draft.Came), time.Time{}
		}
	}
	return dialog.NewEdit(o.options(), draft)
}

// offer says which drafts are unfinished in a store.
func (s *sources) offer(of *store.Store) tea.Cmd {
	ids := store.DraftsOf(of).Entries()
	if len(ids) == 0 {
		return nil
	}
	return s.notices.Add(fmt.Sprintf("%s: %s of %s; %s on the entry opens it, and is:draft finds it",
		count.Of(len(ids), "unfinished draft"), s.theme.Draft, entryList(ids), s.keys.Of("edit")))
}

// takeLeft says what drafts an earlier run has left, and how to get at them.
func (s *sources) takeLeft(left Left) tea.Cmd {
	if len(left.Entries) == 0 {
		return nil
	}
	return s.notices.Add(fmt.Sprintf("the last run has left %s, of %s: segtap --file %s opens it",
		count.Of(len(left.Entries), "unfinished draft"), entryList(left.Entries), left.File))
}

// entryList names the first of some entries.
func entryList(ids []uint64) string {
	const most = 5
	var names []string
	for _, id := range ids[:min(len(ids), most)] {
		names = append(names, fmt.Sprintf("#%d", id))
	}
	if rest := len(ids) - most; rest > 0 {
		names = append(names, fmt.Sprintf("%d more", rest))
	}
	return strings.Join(names, ", ")
}

// lookForDrafts looks for drafts that an earlier run has left.
func (m *Model) lookForDrafts() tea.Cmd {
	look := m.opt.Left
	if look == nil {
		return nil
	}
	return func() tea.Msg { return leftMsg{look()} }
}

// flush keeps the draft that is open when the program ends.
func (m *Model) flush() error {
	if draft := draftOf(m.dialog); draft != nil {
		return draft.Flush()
	}
	return nil
}
