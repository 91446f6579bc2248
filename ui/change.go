package ui

import (
	"context"
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"segtap/capture/replay"
	"segtap/mapping/jsondoc"
	"segtap/ui/dialog"
	"segtap/ui/keymap"
)

// shellHandlers are what is done on every screen alike, and what takes a dialog.
func (m *Model) shellHandlers() keymap.Handlers {
	command := func(cmd tea.Cmd) func() tea.Cmd { return func() tea.Cmd { return cmd } }
	return keymap.Handlers{
		"back":   {Do: m.showEvents},
		"events": {Do: m.showEvents}, "metrics": {Do: m.showMetrics},
		"edit":   {Off: m.events.NoMessage, Do: m.edit},
		"editor": {Off: m.noEditor, Do: m.editOutside},
		"fix":    {Off: m.events.NoFix, Do: m.fix},
		"replay": {Off: m.events.NoMessage, Do: m.replay},
		"sample": {Do: m.sample},
		"faults": {Off: m.noFaults, Do: m.showFaults},
		"reload": {Off: m.noCatalogue, Do: m.reload}, "destination": {Off: m.oneDestination, Do: m.otherDestination},
		"copy": {Do: m.copy},
		"help": {Do: m.showHelp}, "commands": {Do: m.showPalette},
		"suspend": {Do: command(tea.Suspend)}, "quit": {Do: command(tea.Quit)},
	}
}

// dialogOptions are what dialogs work with.
func (m *Model) dialogOptions() dialog.Options {
	return dialog.Options{
		Store: m.opt.Store, Theme: m.theme, Now: m.opt.Now, NewID: m.opt.NewID, Env: m.opt.Env, Client: m.opt.Client,
		Version: m.opt.Version, Target: m.opt.Target, Failure: func() string { return m.counts.Failure },
	}
}

func (m *Model) showHelp() tea.Cmd {
	m.dialog = dialog.NewHelp(m.theme)
	return nil
}

func (m *Model) showPalette() tea.Cmd {
	palette, cmd := dialog.NewPalette(m.theme, m.whyNot)
	m.dialog = palette
	return cmd
}

func (m *Model) showFaults() tea.Cmd {
	faults, cmd := dialog.NewFaults(m.dialogOptions(), m.opt.Faults)
	m.dialog = faults
	return cmd
}

func (m *Model) noFaults() string {
	if m.opt.Faults == nil {
		return "this endpoint makes no faults"
	}
	return ""
}

// edit opens the editor with the selected message.
func (m *Model) edit() tea.Cmd {
	got, pointer := m.events.Opened()
	text := got.Message.Text
	m.dialog = dialog.NewEdit(m.dialogOptions(), dialog.Draft{Parent: got.Entry.ID, Came: text, Text: jsondoc.Indent(text), Pointer: pointer})
	return nil
}

// fix opens the editor with the selected problem's quick fix applied.
func (m *Model) fix() tea.Cmd {
	got, _ := m.events.Opened()
	problem := m.events.QuickFix()
	text, err := problem.QuickFix.Apply(got.Message.Text)
	if err != nil {
		return m.notices.Say("fix: " + err.Error())
	}
	m.dialog = dialog.NewEdit(m.dialogOptions(), dialog.Draft{
		Parent: got.Entry.ID, Came: got.Message.Text, Text: jsondoc.Indent(text), Pointer: problem.Pointer, ByFix: true,
	})
	return nil
}

// takeKept selects an entry that a draft has become.
func (m *Model) takeKept(kept dialog.KeptMsg) tea.Cmd {
	m.replayOf = 0
	if kept.Replay {
		m.replayOf = kept.ID
	}
	cmd := m.events.Select(kept.ID)
	return tea.Batch(cmd, m.look())
}

// takeUnchanged sends the entry whose copy is as it came, or says that there is nothing
// to keep.
func (m *Model) takeUnchanged(msg dialog.UnchangedMsg) tea.Cmd {
	if msg.Replay && m.events.IsOpen(msg.ID) {
		return m.replay()
	}
	return m.notices.Say("no change: nothing was kept")
}

// replay opens the dialog that sends the selected entry again.
func (m *Model) replay() tea.Cmd {
	got, _ := m.events.Opened()
	m.dialog = dialog.NewReplay(m.dialogOptions(), got, m.target)
	return nil
}

// copy copies the lines for the SDK on the start screen, else asks what of the entry.
func (m *Model) copy() tea.Cmd {
	if m.events.IsEmpty() {
		s := m.events.Snippet()
		return m.copyText("the lines for "+s.SDK, strings.Join(s.Fill(m.opt.Address), "\n")+"\n")
	}
	if reason := m.events.NoMessage(); reason != "" {
		return m.notices.Say("y: " + reason)
	}
	got, pointer := m.events.Opened()
	m.dialog = dialog.NewCopy(m.dialogOptions(), got, pointer)
	return nil
}

// The messages of copying.
type (
	copiedMsg   struct{ what string }
	uncopiedMsg struct{ what, text string } // this machine has no clipboard
)

// copyText copies to the clipboard of this machine; where there is none, it asks the
// terminal, which may or may not do it.
func (m *Model) copyText(what, text string) tea.Cmd {
	native := m.opt.Clipboard
	return func() tea.Msg {
		if native != nil && native(text) == nil {
			return copiedMsg{what}
		}
		return uncopiedMsg{what, text}
	}
}

// takeUncopied hands a text to the terminal (OSC 52).
func (m *Model) takeUncopied(msg uncopiedMsg) tea.Cmd {
	return tea.Batch(tea.SetClipboard(msg.text), m.notices.Say("copied "+msg.what+" through the terminal (OSC 52), if it allows that"))
}

// sampledMsg says why a sample was not taken.
type sampledMsg struct{ problem string }

// sample sends a Track call to this endpoint, over the network as an SDK would.
func (m *Model) sample() tea.Cmd {
	target, err := replay.Parse("here", m.opt.Env)
	if err != nil {
		return m.notices.Say("t: " + err.Error())
	}
	item := replay.Item{Message: m.sampleMessage(), WriteKey: replay.NewSecret("sample-write-key")}
	request, err := target.Request(item, replay.Options{Version: m.opt.Version, NewUUID: m.opt.NewID, Now: m.opt.Now})
	if err != nil {
		return m.notices.Say("t: " + err.Error())
	}
	client := m.opt.Client
	return func() tea.Msg {
		if attempt := client.Do(context.Background(), request, nil); attempt.Status != 200 {
			return sampledMsg{attempt.Meaning()}
		}
		return nil
	}
}

func (m *Model) sampleMessage() []byte {
	id := jsondoc.AppendString(nil, m.opt.NewID())
	return fmt.Appendf(nil, `{"type":"track","messageId":%s,"userId":"u_42","anonymousId":"anon-7f3","event":"Order Completed",`+
		`"properties":{"order_id":"A-1001","revenue":59.9,"currency":"USD"},"timestamp":%q,`+
		`"context":{"library":{"name":"segtap-sample","version":%q}}}`,
		id, m.opt.Now().UTC().Format("2006-01-02T15:04:05.000Z"), m.opt.Version)
}
