package dialog

import (
	"bytes"
	"fmt"
	"strconv"
	"time"

	tea "charm.land/bubbletea/v2"

	"segtap/capture"
	"segtap/capture/store"
	"segtap/mapping"
	"segtap/mapping/jsondoc"
	"segtap/mapping/message"
	"segtap/mapping/verdict"
	"segtap/ui/dialog/keys"
	"segtap/ui/keymap"
	"segtap/ui/widget/editor"
	"segtap/ui/widget/jsontree"
)

// Edit edits a copy of a message. What the copy becomes stands beside it and follows
// every keystroke; the captured message never changes.
type Edit struct {
	Size
	opt       Options
	parent    uint64
	from      string
	came      []byte // the message that it is a copy of
	made      string // the draft as it was opened, by a quick fix or from the capture file; empty: as it came
	edit      *editor.Editor
	form      *form // that the draft is edited in; nil while it is its text
	judgement mapping.Judgement
	find      *find                // what is searched for in the text; nil for nothing
	found     string               // what was searched for last
	fixed     fixed                // what the last quick fix has changed
	event     *jsontree.Tree       // nil when nothing would be sent
	faults    []verdict.Diagnostic // that are marked in the text, the worst first
	leaving   bool                 // esc was pressed on a draft with a person's work in it
	thenSend  bool                 // the replay opens once the draft is kept
	keeping   bool                 // the draft is on its way into the store
	err       error                // why it could not be kept, or comes from outside unfinished

	// What is kept of the draft until it is finished.
	draft   *unfinished
	version int       // how often the draft has changed
	waiting bool      // for a pause
	since   time.Time // when it began to
	resumed time.Time // when the draft was kept that goes on here; zero for another one
	unkept  error     // why the draft is not kept now
	shared  bool      // another screen edits the entry: nothing of this draft is kept until it is finished
}

// keptMsg says that a draft has become an entry.
type keptMsg struct {
	id  uint64
	err error
}

// Draft is what the editor is opened with.
type Draft struct {
	Parent  uint64        // the entry whose message it is a copy of
	From    string        // where that one was brought from, a file and its place; empty for one that came here
	Came    []byte        // that message
	Text    []byte        // as it is edited; see [jsondoc.Indent]
	Pointer string        // the place in it where the cursor is to stand
	ByFix   verdict.Patch // the quick fix that has made it: no person's work is in it yet; nil for none
	// Resumed is when Text was kept as a draft that is unfinished; zero for another text.
	Resumed time.Time
	Stands  bool  // the entry has an unfinished draft that this one takes the place of
	Shared  bool  // another screen edits the entry: the unfinished draft is that one's
	Err     error // why it is not kept yet
}

// NewEdit opens the editor.
func NewEdit(opt Options, draft Draft) *Edit {
	d := &Edit{
		opt: opt, parent: draft.Parent, from: draft.From, came: draft.Came, err: draft.Err, edit: editor.New(string(draft.Text)),
		resumed: draft.Resumed, draft: &unfinished{drafts: store.DraftsOf(opt.Store), entry: draft.Parent, stood: !draft.Resumed.IsZero(), stands: draft.Stands || !draft.Resumed.IsZero(), over: draft.Shared, told: func() { opt.Guest.Did("draft", "entry", draft.Parent) }},
	}
	if d.shared = draft.Shared; d.shared {
		d.unkept = fmt.Errorf("another screen edits #%d: this draft is kept by %s only", draft.Parent, editKeys.keep.Shown())
	}
	d.edit.GoToPointer(draft.Pointer)
	if draft.ByFix != nil || !draft.Resumed.IsZero() {
		d.made = d.edit.Value()
	}
	d.fixed = newFixed(draft.Came, draft.ByFix, d.edit.Value())
	d.Judge()
	return d
}

// Judge looks at the draft as it is now, by the judge and in the theme there is now.
func (d *Edit) Judge() {
	d.edit.Styles, d.edit.Glyphs = d.opt.Theme.Editor, d.opt.Theme.EditorGlyphs
	text := compact(d.edit.Value(), d.came) // as it would be kept
	in := message.TakeIn(message.Posted{Raw: text, At: d.opt.Now().UnixMilli(), Unreceived: true})
	message := in.Message(0)
	d.judgement = d.opt.Store.Judge().Message(&message, in.Arrival(0))
	d.event = nil
	if d.judgement.Event != nil {
		d.event = jsontree.New(d.judgement.Event.AppendJSON(nil))
	}
	d.markFaults()
	d.readForm()
}

// changed reports whether the draft is another message than the one that came.
func (d *Edit) changed() bool { return d.edit.Value() != indented(d.came) }

// indented returns a message as it is edited.
func indented(message []byte) string { return string(jsondoc.Indent(message)) }

// isWork reports whether the draft has something in it that would be lost: what a
// quick fix made is made again by the same key, and what was opened from the capture file
// stays there.
func (d *Edit) isWork() bool {
	if d.made != "" {
		return d.edit.Value() != d.made && (d.changed() || d.draft.stood)
	}
	return d.changed()
}

// editKeys are those of the editor; all others are for the text.
var editKeys = struct{ keep, send, undo, redo, next, previous, fix, form, original, leave, yes, no, later keys.Binding }{
	keep: keys.Bind("ctrl+s", "keep", "ctrl+s"), send: keys.Bind("ctrl+r", "keep and replay", "ctrl+r"),
	undo: keys.Bind("ctrl+z", "undo", "ctrl+z"), redo: keys.Bind("ctrl+y", "redo", "ctrl+y"),
	next: keys.Bind("ctrl+n", "next fault", "ctrl+n", "alt+n"), previous: keys.Bind("ctrl+p", "fault before", "ctrl+p", "alt+p"),
	fix: keys.Bind("ctrl+x", "fix", "ctrl+x"), form: keys.Bind("ctrl+t", "form", "ctrl+t"),
	original: keys.Bind("ctrl+o", "start from the original", "ctrl+o"), leave: keys.Bind("esc", "leave", "esc", "ctrl+c"),
	yes: keys.Bind("y", "throw the draft away", "y"), no: keys.Bind("n", "go on editing", "n"),
	later: keys.Bind("l", "leave it for later", "l"),
}

// editorKeys are those that the help lists.
func editorSection() keymap.Section {
	k, f, in := &editKeys, &formKeys, &findKeys
	return keymap.SectionOf("Editor",
		k.keep.Binding, k.send.Binding, k.next.Binding, k.previous.Binding, k.fix.Binding, k.form.As("form or text"),
		f.kind.As("in the form: string or number"), f.absent.As("in the form: absent or null"),
		in.open.Binding, in.next.As("in the search: next"), in.previous.As("in the search: the one before"),
		k.undo.Binding, k.redo.Binding, k.original.Binding, k.leave.Binding)
}

// Status says whether it waits for what becomes of the draft.
func (d *Edit) Status() Status {
	if d.leaving {
		return Questioning
	}
	return Quiet
}

// Section are the keys of the editor.
func (d *Edit) Section() keymap.Section { return editorSection() }

// Update takes keys and the mouse.
func (d *Edit) Update(msg tea.Msg) Answer {
	switch msg := msg.(type) {
	case keptMsg:
		return d.takeKept(msg)
	case pausedMsg:
		return Answer{Cmd: d.paused(msg)}
	case draftMsg:
		return d.takeDraft(msg.err)
	case droppedMsg:
		return d.takeDropped(msg.err)
	}
	if d.keeping {
		return Answer{}
	}
	if again, ok := msg.(keys.DoubleClickMsg); ok {
		msg = tea.MouseClickMsg(again)
	}
	if mouse, ok := msg.(tea.MouseMsg); ok {
		msg = d.mouse(mouse)
	}
	press, isKey := msg.(tea.KeyPressMsg)
	switch {
	case d.leaving: // nothing reaches the draft while the question stands
		return d.leave(press, isKey)
	case d.find != nil && !(isKey && (editKeys.keep.Is(press) || editKeys.send.Is(press))):
		return Answer{Cmd: d.search(msg)}
	case isKey && findKeys.open.Is(press):
		return Answer{Cmd: d.search(msg)}
	case isKey && editKeys.leave.Is(press):
		return d.esc()
	case isKey && (editKeys.keep.Is(press) || editKeys.send.Is(press)):
		if d.form.isPending() {
			return Answer{}
		}
		d.find = nil
		return d.done(editKeys.send.Is(press))
	}
	before := d.edit.Value()
	cmd := d.change(msg, press, isKey)
	if d.edit.Value() != before {
		d.err = nil // of a draft that is no more
		d.Judge()
		cmd = tea.Batch(cmd, d.Typed())
	}
	return Answer{Cmd: cmd}
}

// search takes what is for the search in the text, which the first key opens.
func (d *Edit) search(msg tea.Msg) tea.Cmd {
	if d.form != nil {
		d.toggleForm() // the search is in the text
	}
	switch msg.(type) {
	case tea.MouseClickMsg, tea.MouseMotionMsg, tea.MouseReleaseMsg, tea.MouseWheelMsg:
		return d.edit.Update(msg)
	}
	if d.find == nil {
		if d.form == nil { // else something is typed there that would be lost
			d.find = newFind(d.edit, d.found)
		}
		return nil
	}
	cmd, over := d.find.update(msg)
	if typed := d.find.in.Value(); typed != "" {
		d.found = typed
	}
	if over {
		d.find = nil
	}
	return cmd
}

// change takes what is for the draft itself.
func (d *Edit) change(msg tea.Msg, press tea.KeyPressMsg, isKey bool) tea.Cmd {
	switch {
	case isKey && editKeys.form.Is(press):
		d.toggleForm()
	case isKey && editKeys.original.Is(press):
		d.form.settle()
		startAnew(d)
	case isKey && editKeys.fix.Is(press):
		d.form.settle()
		d.fix()
	case d.form != nil:
		return d.updateForm(msg, press, isKey)
	case isKey && editKeys.next.Is(press):
		d.edit.GoToMark(1)
	case isKey && editKeys.previous.Is(press):
		d.edit.GoToMark(-1)
	default:
		return d.edit.Update(msg)
	}
	return nil
}

// done keeps a changed draft. One that is as it came makes no entry: there is one
// already.
func (d *Edit) done(thenSend bool) Answer {
	if d.changed() {
		d.thenSend = thenSend
		return Answer{Cmd: d.Keep()}
	}
	a := d.drop()
	a.Next = UnchangedMsg{d.parent, thenSend}
	return a
}

// esc leaves a draft that nothing is lost of, and asks what becomes of another.
func (d *Edit) esc() Answer {
	switch {
	case d.isWork():
		d.leaving = true
		return Answer{}
	case d.draft.stood && d.edit.Value() == d.made:
		return d.later() // as it was found
	}
	a := d.drop()
	if d.made != "" && d.changed() && !d.draft.stood {
		a.Say = "nothing was kept: the fix of #" + strconv.FormatUint(d.parent, 10) + " was not, and " + d.opt.Keys.Of("fix") + " makes it again"
	}
	return a
}

// leave takes the answer to what becomes of the draft. Another esc is none: who presses
// it twice to get out would type into the draft.
func (d *Edit) leave(press tea.KeyPressMsg, isKey bool) Answer {
	switch {
	case isKey && editKeys.yes.Is(press):
		return d.drop()
	case isKey && editKeys.later.Is(press) && !d.shared:
		return d.later()
	case isKey && editKeys.no.Is(press):
		d.leaving = false
	}
	return Answer{}
}

// Keep makes the draft an entry of its own. A draft that is not JSON can be kept too: to
// see what an endpoint does with it is a test as well.
func (d *Edit) Keep() tea.Cmd {
	text := compact(d.edit.Value(), d.came)
	store, now, parent, draft := d.opt.Store, d.opt.Now(), d.parent, d.draft
	d.keeping = true
	return func() tea.Msg {
		id, err := store.Add(text, capture.Edited, parent, now)
		if err == nil {
			_ = draft.finish(now) // else it is offered again: nothing is lost by that
		}
		return Reply{d, keptMsg{id, err}}
	}
}

// compact takes the white space of the editor out again when the message came without
// any, so that what is sent looks like what came.
func compact(text string, like []byte) []byte {
	if bytes.ContainsRune(like, '\n') {
		return []byte(text)
	}
	return jsondoc.Compact([]byte(text))
}

func (d *Edit) takeKept(msg keptMsg) Answer {
	if msg.err != nil {
		d.err, d.thenSend, d.keeping = fmt.Errorf("not kept: %w", msg.err), false, false
		return Answer{}
	}
	said := fmt.Sprintf("kept as #%d", msg.id)
	if !d.thenSend {
		said += ": " + d.opt.Keys.Of("replay") + " sends it"
	}
	return Answer{Closed: true, Say: said, Next: KeptMsg{msg.id, d.thenSend}}
}

// Hints are what the footer shows.
func (d *Edit) Hints() []keymap.Hint {
	if d.leaving && d.shared {
		return keymap.Hints(editKeys.yes.Binding, editKeys.no.Binding)
	}
	if d.leaving {
		return keymap.Hints(editKeys.yes.Binding, editKeys.no.Binding, editKeys.later.Binding)
	}
	if d.find != nil {
		return d.find.hints()
	}
	hints := keymap.Hints(editKeys.keep.Binding, editKeys.leave.Binding, editKeys.form.Binding)
	if d.form != nil {
		hints[2] = keymap.Hints(editKeys.form.As("text"))[0]
		hints = append(hints, keymap.Hints(formKeys.kind.Binding, formKeys.absent.Binding)...)
	}
	if !d.resumed.IsZero() {
		hints = append(hints, keymap.Hints(editKeys.original.Binding)...)
	}
	if len(d.faults) > 0 {
		fix := keymap.Hints(editKeys.fix.Binding, editKeys.next.Binding)
		fix[0].Off = d.noFix()
		hints = append(hints, fix...)
	}
	return append(hints, keymap.Hints(editKeys.send.Binding, findKeys.open.Binding, editKeys.undo.Binding, editKeys.redo.Binding)...)
}
