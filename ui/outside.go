package ui

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"segtap/capture/store"
	"segtap/mapping/jsondoc"
	"segtap/mapping/message"
	"segtap/ui/dialog"
	"segtap/ui/outside"
)

// copyOutside is a copy of a message in $VISUAL or $EDITOR.
type copyOutside struct {
	parent uint64
	came   []byte // the message that it is a copy of
	draft  []byte // as it was given to the editor
	// resumed is when it was kept as an unfinished draft; zero for a copy as it came.
	resumed time.Time
	path    string
}

// draftedMsg says that the draft has been written, or why not.
type draftedMsg struct {
	copyOutside
	err error
}

// editedMsg says that the editor outside has ended, and what it left.
type editedMsg struct {
	copyOutside
	text []byte
	err  error
}

func (o *opener) noEditor() string {
	if reason := o.detail.NoMessage(); reason != "" {
		return reason
	}
	if len(o.opt.Editor) == 0 {
		return "neither $VISUAL nor $EDITOR is set, and there is no vi"
	}
	return ""
}

// editOutside opens a copy of the message in $VISUAL or $EDITOR. Capture goes on
// meanwhile.
func (o *opener) editOutside() tea.Cmd {
	got, _ := o.detail.Opened()
	came := got.Message.Text
	c := copyOutside{parent: got.Entry.ID, came: came, draft: slices.Concat(jsondoc.Indent(came), []byte{'\n'})}
	of, resumes := store.DraftsOf(o.opt.Store), o.hasDraft(c.parent)
	return func() tea.Msg {
		if resumes {
			kept, there, err := of.Read(c.parent)
			if err != nil {
				return draftedMsg{c, err}
			}
			if there {
				c.draft, c.resumed = slices.Concat(kept.Text, []byte{'\n'}), kept.At
			}
		}
		var err error
		c.path, err = o.drafts.Write(fmt.Sprintf("segtap-%d.json", c.parent), c.draft)
		return draftedMsg{c, err}
	}
}

// takeDrafted runs the editor, unless something else has been opened meanwhile.
func (o *opener) takeDrafted(msg draftedMsg, covered bool) tea.Cmd {
	if msg.err != nil {
		return o.notices.Wrong("cannot give the draft to the editor: " + msg.err.Error())
	}
	c, drafts := msg.copyOutside, &o.drafts
	if covered {
		return func() tea.Msg {
			_, _ = drafts.Take(c.path)
			return nil
		}
	}
	ended := func(err error) tea.Msg {
		text, failed := drafts.Take(c.path)
		return editedMsg{c, text, errors.Join(err, failed)}
	}
	cmd, err := outside.Command(o.opt.Editor, c.path, o.opt.Terminal)
	if err != nil { // it is not there: no need to leave the screen
		return func() tea.Msg { return ended(err) }
	}
	return tea.Exec(cmd, ended)
}

// takeEdited looks at what the editor left. Unchanged, nothing happens; changed, it
// becomes an entry. What cannot become one, since it is not JSON, the editor failed or
// there is no room to keep it, goes on in the editor here.
func (o *opener) takeEdited(msg editedMsg) (dialog.Dialog, tea.Cmd) {
	text := bytes.TrimSpace(msg.text)
	unchanged := bytes.Equal(text, bytes.TrimSpace(msg.draft))
	switch {
	case msg.err != nil && (unchanged || len(text) == 0):
		return nil, o.notices.Wrong(fmt.Sprintf("%s: %v: nothing was kept", o.opt.Editor[0], msg.err))
	case unchanged && !msg.resumed.IsZero():
		return nil, o.notices.Say(fmt.Sprintf("no change: the draft of #%d is left for later", msg.parent))
	case unchanged:
		return nil, o.notices.Say("no change: nothing was kept")
	case len(text) == 0:
		return nil, o.notices.Say("the draft was left empty: nothing was kept")
	}
	draft := dialog.Draft{Parent: msg.parent, Came: msg.came, Text: text, Stands: !msg.resumed.IsZero()}
	if msg.err != nil {
		draft.Err = fmt.Errorf("%s: %w", o.opt.Editor[0], msg.err)
	}
	d := dialog.NewEdit(o.options(), draft)
	if msg.err != nil || message.Parse(text).Syntax != nil {
		return d, d.Typed()
	}
	return d, d.Keep()
}
