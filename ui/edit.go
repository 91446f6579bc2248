package ui

import (
	"bytes"
	"fmt"

	tea "charm.land/bubbletea/v2"

	"segtap/capture"
	"segtap/mapping"
	"segtap/mapping/jsondoc"
	"segtap/ui/widget/editor"
	"segtap/ui/widget/jsontree"
	"segtap/ui/widget/sanitize"
)

// editDialog edits a copy of a message. What the copy becomes stands beside it
// and follows every keystroke; the captured message never changes.
type editDialog struct {
	parent    uint64
	came      []byte // the message that it is a copy of
	made      string // the draft as a quick fix made it; empty when a person did
	edit      *editor.Editor
	judgement mapping.Judgement
	event     *jsontree.Tree // nil when nothing would be sent
	leaving   bool           // esc was pressed on a draft with a person's work in it
	thenSend  bool           // the replay opens once the draft is kept
	keeping   bool           // the draft is on its way into the store
	err       error          // why it could not be kept, or comes from outside unfinished
}

// keptMsg says that a draft has become an entry.
type keptMsg struct {
	of  *editDialog
	id  uint64
	err error
}

// edit opens the editor with the selected message.
func (m *Model) edit() tea.Cmd {
	text := m.detail.got.Message.Text
	m.openEditor(m.detail.id, text, jsondoc.Indent(text), m.detail.pointer())
	return nil
}

// fix opens the editor with the selected problem's quick fix applied.
func (m *Model) fix() tea.Cmd {
	d, _ := m.detail.quickFix()
	text, err := d.QuickFix.Apply(m.detail.got.Message.Text)
	if err != nil {
		m.say("fix: " + err.Error())
		return m.forgetNotice()
	}
	draft := m.openEditor(m.detail.id, m.detail.got.Message.Text, jsondoc.Indent(text), d.Pointer)
	draft.made = draft.edit.Value()
	return nil
}

// openEditor opens the editor with a draft of the message that came as an
// entry, the cursor at a place of it.
func (m *Model) openEditor(parent uint64, came, draft []byte, pointer string) *editDialog {
	d := &editDialog{parent: parent, came: came, edit: editor.New(string(draft))}
	d.edit.Styles, d.edit.Glyphs = m.theme.editor, m.theme.editorGlyphs
	d.edit.GoToPointer(pointer)
	d.judge(m)
	m.dialog = d
	return d
}

// judge looks at the draft as it is now.
func (d *editDialog) judge(m *Model) {
	text := compact(d.edit.Value(), d.came) // as it would be kept
	in := mapping.TakeIn(mapping.Posted{Raw: text, At: m.opt.Now().UnixMilli(), Unreceived: true})
	message := in.Message(0)
	d.judgement = m.opt.Store.Judge().Message(&message, in.Arrival(0))
	d.event = nil
	if d.judgement.Event != nil {
		d.event = jsontree.New(d.judgement.Event.AppendJSON(nil))
	}
}

// changed reports whether the draft is another message than the one that came.
func (d *editDialog) changed() bool { return d.edit.Value() != string(jsondoc.Indent(d.came)) }

// isWork reports whether the draft has something in it that would be lost: what a
// quick fix made is made again by the same key.
func (d *editDialog) isWork() bool { return d.changed() && d.edit.Value() != d.made }

func (d *editDialog) update(m *Model, msg tea.Msg) tea.Cmd {
	if d.keeping {
		return nil
	}
	if mouse, ok := msg.(tea.MouseMsg); ok {
		msg = d.mouse(m, mouse)
	}
	key, isKey := msg.(tea.KeyPressMsg)
	if d.leaving { // nothing reaches the draft while the question stands
		if isKey {
			d.leave(m, key.String())
		}
		return nil
	}
	if isKey {
		switch key.String() {
		case "ctrl+c", "esc":
			if d.isWork() {
				d.leaving = true
			} else {
				m.dialog = nil
			}
			return nil
		case "ctrl+s", "ctrl+r":
			return d.done(m, key.String() == "ctrl+r")
		}
	}
	before := d.edit.Value()
	cmd := d.edit.Update(msg)
	if d.edit.Value() != before {
		d.err = nil // of a draft that is no more
		d.judge(m)
	}
	return cmd
}

// done keeps a changed draft. One that is as it came makes no entry: there is
// one already.
func (d *editDialog) done(m *Model, thenSend bool) tea.Cmd {
	if d.changed() {
		d.thenSend = thenSend
		return d.keep(m)
	}
	m.dialog = nil
	if thenSend && m.loaded() && m.detail.id == d.parent {
		return m.replay()
	}
	m.say("no change: nothing was kept")
	return m.forgetNotice()
}

// leave takes the answer to what becomes of the draft. Another esc is none: who
// presses it twice to get out would type into the draft.
func (d *editDialog) leave(m *Model, key string) {
	switch key {
	case "y":
		m.dialog = nil
	case "n":
		d.leaving = false
	}
}

// keep makes the draft an entry of its own. A draft that is not JSON can be
// kept too: to see what an endpoint does with it is a test as well.
func (d *editDialog) keep(m *Model) tea.Cmd {
	text := compact(d.edit.Value(), d.came)
	store, now, parent := m.opt.Store, m.opt.Now(), d.parent
	d.keeping = true
	return func() tea.Msg {
		id, err := store.Add(text, capture.Edited, parent, now)
		return keptMsg{d, id, err}
	}
}

// compact takes the white space of the editor out again when the message came
// without any, so that what is sent looks like what came.
func compact(text string, like []byte) []byte {
	if bytes.ContainsRune(like, '\n') {
		return []byte(text)
	}
	return jsondoc.Compact([]byte(text))
}

// takeKept closes the editor and selects the new entry.
func (m *Model) takeKept(msg keptMsg) tea.Cmd {
	if msg.err != nil {
		msg.of.err, msg.of.thenSend, msg.of.keeping = fmt.Errorf("not kept: %w", msg.err), false, false
		return nil
	}
	m.detail.replayOf = 0
	if msg.of.thenSend {
		m.detail.replayOf = msg.id
	}
	if m.dialog == msg.of {
		m.dialog = nil
	}
	m.say(fmt.Sprintf("kept as #%d: r sends it", msg.id))
	m.paused = false
	cmd := m.setFilter("")
	m.refresh()
	if i, ok := m.opt.Store.Index(msg.id); ok {
		m.list.Select(i - m.counts.First)
	}
	return tea.Batch(cmd, m.loadSelected(), m.forgetNotice())
}

func (d *editDialog) keys(*Model) []hint {
	if d.leaving {
		return []hint{{"y", "throw the draft away", ""}, {"n", "go on editing", ""}}
	}
	return []hint{
		{"ctrl+s", "keep", ""},
		{"ctrl+r", "keep and replay", ""},
		{"ctrl+z", "undo", ""},
		{"ctrl+y", "redo", ""},
		{"esc", "leave", ""},
	}
}

// editBoxes say where everything of the dialog stands in the room it has.
type editBoxes struct{ head, edit, beside, foot rect }

// boxes arranges the dialog: what the draft becomes stands beside it, on a narrow
// screen below, on a low one nowhere.
func (d *editDialog) boxes(w, h int) editBoxes {
	const head, foot = 2, 2
	b := editBoxes{head: rect{0, 0, w, head}}
	body := rect{0, head, w, max(h-head-foot, 1)}
	b.foot = rect{0, body.y + body.h, w, foot}
	b.edit = body
	switch {
	case w >= wideScreen:
		b.edit.w = w * 55 / 100
		b.beside = rect{b.edit.w + 1, body.y, w - b.edit.w - 1, body.h}
	case body.h >= roomForTabs:
		b.edit.h -= body.h / 2
		b.beside = rect{0, body.y + b.edit.h, w, body.h - b.edit.h}
	}
	return b
}

// mouse gives what the mouse does in the coordinates of the editor; nil where
// that is none of its concern. The wheel scrolls what it is over.
func (d *editDialog) mouse(m *Model, msg tea.MouseMsg) tea.Msg {
	body := m.layout().body
	at, b := msg.Mouse(), d.boxes(body.w, body.h)
	x, y := at.X-body.x, at.Y-body.y
	inside := b.edit.contains(x, y)
	at.X, at.Y = x-b.edit.x, y-b.edit.y
	switch msg.(type) {
	case tea.MouseClickMsg:
		if inside {
			return tea.MouseClickMsg(at)
		}
	case tea.MouseWheelMsg:
		if inside {
			return tea.MouseWheelMsg(at)
		}
		if d.event != nil && b.beside.contains(x, y) {
			d.event.Wheel(wheelStep(at.Button))
		}
	case tea.MouseMotionMsg:
		return tea.MouseMotionMsg(at)
	case tea.MouseReleaseMsg:
		return tea.MouseReleaseMsg(at)
	}
	return nil
}

func (d *editDialog) view(m *Model, w, h int) ([]string, *tea.Cursor) {
	b := d.boxes(w, h)
	lines := []string{m.between(
		" "+m.theme.title.text(fmt.Sprintf("Edit a copy of #%d", d.parent)),
		m.headlineText(&d.judgement, w/2)+" ", w), m.gatesLine(d.judgement.Verdict.Gates, w)}
	var beside []string
	if !b.beside.empty() {
		beside = append(d.besideLines(m, b.beside.w, b.beside.h), make([]string, b.beside.h)...)[:b.beside.h]
	}
	text := d.edit.View(b.edit.w, b.edit.h)
	if b.beside.y == b.edit.y && beside != nil {
		for i := range text {
			text[i] = pad(text[i], b.edit.w) + m.theme.dim.text(m.theme.bar) + beside[i]
		}
		beside = nil
	}
	lines = append(append(lines, text...), beside...)
	cursor := d.edit.Cursor()
	if cursor != nil {
		cursor.X, cursor.Y = cursor.X+b.edit.x, cursor.Y+b.edit.y
	}
	return append(lines, d.footLines(m, w)...), cursor
}

// footLines say where the text is not JSON, else what the worst problem is.
func (d *editDialog) footLines(m *Model, w int) []string {
	line := " " + m.theme.good.text(m.theme.ok) + " well-formed JSON"
	switch {
	case d.leaving:
		line = " " + m.theme.warned.text("Throw the draft away? y/n")
	case d.err != nil:
		line = " " + m.theme.bad.text(sanitize.Cut(m.theme.err+" "+sanitize.Escape(d.err.Error()), w-2))
	case d.edit.Err() != nil:
		line = " " + m.theme.bad.text(sanitize.Cut(m.theme.err+" "+sanitize.Escape(d.edit.Status()), w-2))
	case len(d.judgement.Diagnostics) > 0 && w < wideScreen:
		line = " " + m.diagnosticLine(worst(d.judgement.Diagnostics), w-2)
	case d.judgement.Verdict.Headline == mapping.Rejected:
		line = " " + m.theme.bad.text(m.theme.err+" "+d.judgement.Verdict.Headline.String())
	}
	return []string{m.rule(w), line}
}

// besideLines are the custom event and the problems of the draft.
func (d *editDialog) besideLines(m *Model, w, h int) []string {
	lines := []string{m.paneTitle(eventTitle(&d.judgement), w, false)}
	problems := m.problemBlock(d.judgement.Diagnostics, -1, w)
	room := max(h-len(lines)-min(len(problems), h/2), 1)
	if d.event != nil {
		lines = append(lines, d.event.View(w, room, m.treeOptions(false))...)
	} else {
		lines = append(lines, m.notSent(&d.judgement, w, room)...)
	}
	return append(lines, problems...)
}

// worst gives the first diagnostic of the highest severity.
func worst(list []mapping.Diagnostic) mapping.Diagnostic {
	w := list[0]
	for _, d := range list {
		if d.Severity > w.Severity {
			w = d
		}
	}
	return w
}
