package ui

import (
	"context"
	"fmt"
	"slices"

	tea "charm.land/bubbletea/v2"

	"segtap/capture/replay"
	"segtap/capture/store"
	"segtap/mapping/destination/date"
	"segtap/mapping/jsondoc"
	"segtap/ui/bringing"
	"segtap/ui/compare"
	"segtap/ui/dialog"
	"segtap/ui/dialog/finding"
	"segtap/ui/dialog/sending"
	"segtap/ui/events"
	"segtap/ui/events/columns"
	"segtap/ui/events/detail"
	"segtap/ui/filter"
	"segtap/ui/keymap"
	"segtap/ui/notice"
	"segtap/ui/outside"
	"segtap/ui/theme"
)

// opener makes what a person changes and sends with: the dialogs, the editor outside, the
// clipboard, the sample.
type opener struct {
	opt     *Options
	theme   *theme.Theme
	notices *notice.Box
	keys    *keymap.Keys
	detail  *detail.Detail // the selected entry
	failure func() string  // why nothing can be kept now
	target  string         // the replay target that was chosen last
	drafts  outside.Drafts // in editors outside
}

// options are what dialogs work with.
func (o *opener) options() dialog.Options {
	return dialog.Options{
		Store: o.opt.Store, Theme: o.theme, Now: o.opt.Now, NewID: o.opt.NewID, Env: o.opt.Env, Client: o.opt.Client,
		Version: o.opt.Version, Target: o.opt.Target, Failure: o.failure, Keys: o.keys, Guest: o.opt.Guest,
	}
}

// targets are those that can be sent to by name.
func (o *opener) targets() []string {
	names := []string{"here", string(replay.LaunchDarkly), string(replay.LaunchDarklyImport), string(replay.Segment)}
	for i := range o.opt.Env.Named {
		names = append(names, o.opt.Env.Named[i].Name)
	}
	return names
}

// edit opens the editor with the selected message.
func (o *opener) edit() (dialog.Dialog, tea.Cmd) {
	got, pointer := o.detail.Opened()
	text := got.Message.Text
	if o.hasDraft(got.Entry.ID) {
		return nil, o.resume(dialog.Draft{Parent: got.Entry.ID, From: got.Record.From, Came: text, Pointer: pointer})
	}
	return o.editor(dialog.Draft{Parent: got.Entry.ID, From: got.Record.From, Came: text, Text: jsondoc.Indent(text), Pointer: pointer}), nil
}

// fix opens the editor with the selected problem's quick fix applied; an unfinished draft
// where it stands, so that nothing of it is lost.
func (o *opener) fix() (dialog.Dialog, tea.Cmd) {
	got, _ := o.detail.Opened()
	problem := o.detail.QuickFix()
	if o.hasDraft(got.Entry.ID) {
		return nil, o.resume(dialog.Draft{Parent: got.Entry.ID, From: got.Record.From, Came: got.Message.Text, Pointer: problem.Pointer})
	}
	text, err := problem.QuickFix.Apply(got.Message.Text)
	if err != nil {
		return nil, o.notices.Wrong("fix: " + err.Error())
	}
	return o.editor(dialog.Draft{
		Parent: got.Entry.ID, From: got.Record.From, Came: got.Message.Text, Text: jsondoc.Indent(text), Pointer: problem.Pointer, ByFix: problem.QuickFix,
	}), nil
}

// replay opens the dialog that sends the selected entry again.
func (o *opener) replay() (dialog.Dialog, tea.Cmd) {
	got, _ := o.detail.Opened()
	return sending.NewReplay(o.options(), got, o.target), nil
}

// replaySeveral opens the dialog that sends many entries of a source: those that are
// marked, or all that are shown, and where there are both it asks.
func (o *opener) replaySeveral(of *source) (dialog.Dialog, tea.Cmd) {
	marked := events.Marked(of.events)
	shown, filtered := events.Shown(of.events)
	groups := []sending.Group{{What: "marked", Find: marked}, {What: "shown", Find: func() []uint64 {
		ids := shown()
		if some := marked(); len(some) > 0 && (!filtered || slices.Equal(some, ids)) {
			return nil // who has marked some without a filter means these
		}
		return ids
	}}}
	var file *sending.File
	if of.opened != nil {
		file = &sending.File{Store: of.store, Bring: func(ctx context.Context, ids []uint64) ([]uint64, error) {
			return bringing.Copies(ctx, o.opt.Store, of.store, of.opened.Place, ids)
		}}
	}
	return sending.NewSeveral(o.options(), groups, file, o.target)
}

// compare opens the dialog that says in what two entries of a store differ.
func (o *opener) compare(of *store.Store, pair [2]uint64) (dialog.Dialog, tea.Cmd) {
	return compare.New(of, o.theme, pair[0], pair[1])
}

// copyEntry asks what of the selected entry to copy.
func (o *opener) copyEntry() (dialog.Dialog, tea.Cmd) {
	if reason := o.detail.NoMessage(); reason != "" {
		return nil, o.notices.Say(o.keys.Of("copy") + ": " + reason)
	}
	got, pointer := o.detail.Opened()
	return dialog.NewCopy(o.options(), got, pointer), nil
}

func (o *opener) faults() (dialog.Dialog, tea.Cmd) {
	return dialog.NewFaults(o.options(), o.opt.Faults)
}

func (o *opener) noFaults() string {
	if o.opt.Faults == nil {
		return "this endpoint makes no faults"
	}
	return ""
}

// The messages of copying.
type (
	copiedMsg   struct{ what string }
	uncopiedMsg struct{ what, text string } // this machine has no clipboard
)

// copyText copies to the clipboard of this machine; where there is none, it asks the
// terminal, which may or may not do it.
func (o *opener) copyText(what, text string) tea.Cmd {
	native := o.opt.Clipboard
	return func() tea.Msg {
		if native != nil && native(text) == nil {
			return copiedMsg{what}
		}
		return uncopiedMsg{what, text}
	}
}

// sampledMsg says why a sample was not taken.
type sampledMsg struct{ problem string }

// sample sends a Track call to this endpoint, over the network as an SDK would.
func (o *opener) sample() tea.Cmd {
	target, err := replay.Parse("here", o.opt.Env)
	if err != nil {
		return o.notices.Wrong(o.keys.Of("sample") + ": " + err.Error())
	}
	item := replay.Item{Message: o.sampleMessage(), WriteKey: replay.NewSecret("sample-write-key")}
	request, err := target.Request(item, replay.Options{Version: o.opt.Version, NewUUID: o.opt.NewID, Now: o.opt.Now})
	if err != nil {
		return o.notices.Wrong(o.keys.Of("sample") + ": " + err.Error())
	}
	client := o.opt.Client
	return func() tea.Msg {
		if attempt := client.Do(context.Background(), request, nil); attempt.Status != 200 {
			return sampledMsg{attempt.Meaning()}
		}
		return nil
	}
}

func (o *opener) sampleMessage() []byte {
	id := jsondoc.AppendString(nil, o.opt.NewID())
	return fmt.Appendf(nil, `{"type":"track","messageId":%s,"userId":"u_42","anonymousId":"anon-7f3","event":"Order Completed",`+
		`"properties":{"order_id":"A-1001","revenue":59.9,"currency":"USD"},"timestamp":%q,`+
		`"context":{"library":{"name":"segtap-sample","version":%q}}}`,
		id, date.ISO(o.opt.Now().UnixMilli()), o.opt.Version)
}

// copyable is a screen with a table: it says what can be copied of the selected row.
type copyable interface{ Choices() []dialog.Choice }

// nothingToCopy says why nothing of a table can be copied.
func (m *Model) nothingToCopy() string {
	if table, ok := m.screen().(copyable); ok && len(table.Choices()) == 0 {
		return "there is nothing in the list"
	}
	if m.opt.Watching && m.opened == nil && m.open == keymap.Events && m.events.IsEmpty() {
		return "nothing has come yet"
	}
	return ""
}

// unsampled says why no sample can be sent: nothing listens here.
func (o *opener) unsampled() string {
	if o.opt.Watching {
		return "this screen captures nothing: SDKs send to the address of a `segtap serve`"
	}
	return ""
}

// copy copies the lines for the SDK on the start screen, else asks what of the entry, or
// of the row of a table.
func (m *Model) copy() tea.Cmd {
	if table, ok := m.screen().(copyable); ok {
		return m.show(dialog.NewChoices(m.opener.options(), table.Choices()), nil)
	}
	if m.events.IsEmpty() && m.opened == nil {
		return m.opener.copyText(m.events.CopyableLines())
	}
	return m.show(m.opener.copyEntry())
}

// Sections are the keys of all dialogs, and of the filter line.
func Sections() []keymap.Section {
	all := append([]keymap.Section{filter.Section()}, dialog.Sections()...)
	all = append(all, sending.Sections()...)
	return append(all, compare.Section(), columns.Section(), finding.PaletteSection(), finding.HelpSection())
}

// openHelp opens the help over what is open.
func openHelp(m *Model) (dialog.Dialog, tea.Cmd) {
	var over *keymap.Section
	typist := m.typing(m.open)
	if of, ok := m.dialog.(dialog.Helped); ok {
		s := of.Section()
		over = &s
	} else if typist != nil && lineOf(typist) != nil {
		s := filter.Section()
		over = &s
	}
	return finding.NewHelp(m.theme, finding.Contents(m.theme, m.keys, m.open, m.whyNot, over, Sections(), m.notices.Told()), m.dialog)
}

// wantsHelp says that a key asks for help where keys are typed in: F1 always, ? where it is no
// text.
func wantsHelp(m *Model, msg tea.Msg) bool {
	press, ok := msg.(tea.KeyPressMsg)
	if _, helps := m.dialog.(*finding.Help); !ok || helps {
		return false
	}
	if of, ok := m.dialog.(dialog.Untyped); ok && press.String() == "?" {
		return !of.Typing()
	}
	return press.String() == "f1" && (m.dialog != nil || m.typing(m.open) != nil)
}

// draftOf returns the editor that a dialog is, or was opened over; nil for none.
func draftOf(d dialog.Dialog) *dialog.Edit {
	if help, ok := d.(*finding.Help); ok {
		d = help.Under()
	}
	draft, _ := d.(*dialog.Edit)
	return draft
}
