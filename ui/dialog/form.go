package dialog

import (
	"errors"
	"fmt"
	"strings"

	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"segtap/mapping/jsondoc"
	"segtap/mapping/verdict"
	"segtap/ui/dialog/keys"
	"segtap/ui/widget/editor"
	"segtap/ui/widget/input"
)

// form shows the common fields of a draft, a line each. What is typed in one changes that
// field in the text of the draft, and no other byte of it.
type form struct {
	text   *editor.Editor // of the draft
	place  string         // where the destination takes the value from
	rows   []formRow
	at     int
	in     textinput.Model // of the field at
	loaded string          // what of the draft stands in it
	say    string          // what the last key did not do, or did besides
	// pending says that what stands in the line is no number, so that the draft has still
	// what it had.
	pending bool
}

// formRow is one field as it is in the draft.
type formRow struct {
	label, pointer string
	kind           jsondoc.Kind
	text           string // of a string what it says, of other values as they are written
	locked         string // why nothing can be typed there
}

// The fields of a form.
const (
	formEvent = iota
	formUser
	formAnonymous
	formValue
	formTimestamp
	formMessageID
)

var formKeys = struct{ kind, absent, before, after, paste keys.Binding }{
	kind:   keys.Bind("ctrl+l", "string or number", "ctrl+l"),
	absent: keys.Bind("ctrl+g", "absent or null", "ctrl+g"),
	before: keys.Bind("↑", "field before", "up", "shift+tab"), after: keys.Bind("↓", "next field", "down", "tab", "enter"),
	paste: keys.Bind("ctrl+v", "paste", "ctrl+v"),
}

// inText is the key that shows the text in the place of the form.
func inText() string { return editKeys.form.Shown() }

// toggleForm goes from the text to the form and back; both are the same draft.
func (d *Edit) toggleForm() {
	if d.form != nil {
		if !d.form.isPending() {
			d.edit.GoToPointer(d.form.rows[d.form.at].pointer)
			d.form = nil
		}
		return
	}
	d.form = &form{text: d.edit, rows: make([]formRow, formMessageID+1), in: input.New("")}
	d.form.in.KeyMap.Paste.SetEnabled(false) // the terminal's clipboard is asked
	d.form.in.Focus()
	d.err = nil
	d.readForm()
	if d.form != nil {
		d.form.at = max(d.form.faultRow(1, d.faultAt), 0)
		d.form.load()
	}
}

// readForm looks at the fields anew. A draft that no form can show is shown as text.
func (d *Edit) readForm() {
	if d.form == nil {
		return
	}
	root, err := formRoot(d.edit.Value())
	if err != nil {
		d.form, d.err = nil, fmt.Errorf("no form of this draft: %w", err)
		return
	}
	d.form.read(root, d.judgement.ValuePlace())
}

// formRoot returns the object that a form is of.
func formRoot(text string) (jsondoc.Value, error) {
	doc, err := jsondoc.Parse([]byte(text))
	if err != nil {
		return jsondoc.Value{}, err
	}
	if root := doc.Root(); root.Kind() != jsondoc.Object {
		return jsondoc.Value{}, errors.New("a message is an object, and this is: " + root.Kind().String())
	}
	return doc.Root(), nil
}

// read takes the fields of a draft. The value stays the one that is being typed in even
// where the mapping takes another one now.
func (f *form) read(root jsondoc.Value, valueAt string) {
	f.place = valueAt
	event := "event"
	if kind := root.Member("type"); kind.TextIs("page") || kind.TextIs("screen") {
		event = "name"
	}
	if pinned := f.rows[formValue].pointer; f.at == formValue && pinned != "" {
		valueAt = pinned
	}
	for i, row := range [...]formRow{
		formEvent: {label: event, pointer: "/" + event}, formUser: {label: "userId", pointer: "/userId"},
		formAnonymous: {label: "anonymousId", pointer: "/anonymousId"}, formValue: {label: "value", pointer: valueAt},
		formTimestamp: {label: "timestamp", pointer: "/timestamp"}, formMessageID: {label: "messageId", pointer: "/messageId"},
	} {
		row.read(root)
		f.rows[i] = row
	}
	if !f.pending && f.rows[f.at].text != f.loaded {
		f.load()
	}
}

// read takes the field from the draft.
func (r *formRow) read(root jsondoc.Value) {
	r.text, r.locked = "", ""
	if r.pointer == "" {
		r.locked = "the mapping takes no value from this message"
		return
	}
	const longest = 4096 // of what is typed in a line
	v := root.Lookup(r.pointer)
	r.kind = v.Kind()
	switch r.kind {
	case jsondoc.Absent, jsondoc.Null:
		return
	case jsondoc.String:
		r.text = v.Text()
	case jsondoc.Number:
		r.text = string(v.Raw())
	case jsondoc.Bool, jsondoc.Object, jsondoc.Array:
		r.text = string(jsondoc.Compact(v.Raw()))
		r.locked = fmt.Sprintf("the %s is edited in the text: %s", r.kind, inText())
	}
	switch line := input.New(""); {
	case r.locked != "":
	case len(r.text) > longest:
		r.locked = "too long for a line, so it is edited in the text: " + inText()
	default:
		if line.SetValue(r.text); line.Value() != r.text {
			r.locked = "it has what a line cannot show, so it is edited in the text: " + inText()
		}
	}
}

// load puts the field of the draft into the line that is typed in.
func (f *form) load() {
	row := &f.rows[f.at]
	f.loaded, f.pending = row.text, false
	f.in.Reset()
	if row.locked == "" {
		f.in.SetValue(row.text)
		f.in.CursorEnd()
	}
}

// isPending reports whether something stands in the line that is not in the draft, and
// has it said: nothing is to be lost of it.
func (f *form) isPending() bool {
	if f == nil || !f.pending {
		return false
	}
	f.say = "no number, so the draft has not taken it: " + formKeys.kind.Shown() + " makes it a string, " + editKeys.undo.Shown() + " leaves it"
	return true
}

// settle gives up what is not in the draft.
func (f *form) settle() {
	if f != nil {
		f.say = ""
		f.load()
	}
}

// updateForm takes keys and the mouse for the form.
func (d *Edit) updateForm(msg tea.Msg, press tea.KeyPressMsg, isKey bool) tea.Cmd {
	f := d.form
	switch msg := msg.(type) {
	case tea.ClipboardMsg:
		return f.typeIn(tea.PasteMsg{Content: msg.Content})
	case tea.PasteMsg:
		return f.typeIn(msg)
	case tea.MouseClickMsg:
		if row := f.from(d.boxes().edit.H) + msg.Y; row < len(f.rows) {
			f.goTo(row)
		}
	}
	switch {
	case !isKey:
	case f.pending && editKeys.undo.Is(press):
		f.settle()
	case editKeys.undo.Is(press), editKeys.redo.Is(press):
		f.settle()
		return d.edit.Update(press)
	case formKeys.before.Is(press):
		f.goTo(max(f.at-1, 0))
	case formKeys.after.Is(press):
		f.goTo(min(f.at+1, len(f.rows)-1))
	case editKeys.next.Is(press), editKeys.previous.Is(press):
		by := 1
		if editKeys.previous.Is(press) {
			by = -1
		}
		if row := f.faultRow(by, d.faultAt); row >= 0 {
			f.goTo(row)
		} else if len(d.faults) > 0 {
			f.say = "what is at fault is not among these fields: " + inText() + " shows it in the text"
		}
	case formKeys.kind.Is(press):
		f.changeKind()
	case formKeys.absent.Is(press):
		to := ""
		if f.rows[f.at].kind == jsondoc.Absent {
			to = "null"
		}
		f.set(to)
	case formKeys.paste.Is(press):
		return tea.ReadClipboard
	default:
		return f.typeIn(press)
	}
	return nil
}

// goTo goes to another field.
func (f *form) goTo(row int) {
	if f.isPending() {
		return
	}
	f.at, f.say = row, ""
	if root, err := formRoot(f.text.Value()); err == nil {
		f.read(root, f.place)
	}
	f.load()
}

// faultRow returns the next field at fault from the one that is gone to, or by -1 the one
// before, itself the last; -1 for none.
func (f *form) faultRow(by int, faultAt func(pointer string) int) int {
	n := len(f.rows)
	for i := 1; i <= n; i++ {
		row := (f.at + i*by + n) % n
		if pointer := f.rows[row].pointer; pointer != "" && faultAt(pointer) >= 0 {
			return row
		}
	}
	return -1
}

// typeIn takes what is typed into the field.
func (f *form) typeIn(msg tea.Msg) (cmd tea.Cmd) {
	row, before := &f.rows[f.at], f.in.Value()
	changed, cmd := f.in.Update(msg)
	if changed.Value() != before && row.locked != "" {
		f.say = row.locked
		return nil
	}
	f.in = changed
	typed := f.in.Value()
	if typed == before {
		return cmd
	}
	switch number := row.kind == jsondoc.Number || f.at == formValue && row.kind <= jsondoc.Null && looksLikeNumber(typed); {
	case !number:
		f.set(string(jsondoc.AppendString(nil, typed)))
	case isNumber(typed):
		f.set(typed)
	default:
		f.pending = true
		f.isPending()
	}
	return cmd
}

// changeKind makes a string of a number and a number of a string that is one.
func (f *form) changeKind() {
	row := &f.rows[f.at]
	text := row.text
	if f.pending {
		text = f.in.Value()
	}
	switch {
	case row.locked != "" && row.kind != jsondoc.Bool:
		f.say = row.locked
	case row.kind != jsondoc.String || f.pending:
		f.set(string(jsondoc.AppendString(nil, text)))
	case isNumber(text):
		f.set(text)
	default:
		f.say = "this text is no number: " + text
	}
}

// set puts a JSON value into the field of the draft, or takes the field out: "".
func (f *form) set(value string) {
	row := &f.rows[f.at]
	changed, err := setMember(f.text.Value(), row.pointer, value)
	if err != nil {
		f.load()
		f.say = err.Error()
		return
	}
	f.say, f.pending = "", false
	f.text.SetValue(changed)
	if root, err := formRoot(changed); err == nil {
		row.read(root)
		if f.loaded = row.text; row.text != f.in.Value() {
			f.load()
		}
	}
}

// setMember puts a JSON value at a place of a message, with the objects around it that are
// not there, or takes away what is there: "". All other bytes stay.
func setMember(text, pointer, value string) (string, error) {
	root, err := formRoot(text)
	if err != nil {
		return "", err
	}
	if pointer == "" {
		return "", errors.New("the mapping takes no value from this message")
	}
	var patch verdict.Patch
	end := strings.LastIndexByte(pointer, '/')
	there := root.Lookup(pointer).Kind() != jsondoc.Absent
	switch {
	case there && value != "":
		patch = verdict.Patch{{Op: "replace", Path: pointer, Value: value}}
	case value == "" && !there:
		return text, nil
	case value == "" && root.Lookup(pointer[:end]).Kind() != jsondoc.Object:
		return "", errors.New("an element of an array is taken out in the text: " + inText())
	case value == "":
		patch = verdict.Patch{{Op: "remove", Path: pointer}}
	default:
		for i := 1; i <= end; i++ {
			if i < end && pointer[i] != '/' {
				continue
			}
			switch parent := root.Lookup(pointer[:i]); parent.Kind() {
			case jsondoc.Object:
			case jsondoc.Absent:
				patch = append(patch, verdict.PatchOp{Op: "add", Path: pointer[:i], Value: "{}"})
			default:
				return "", fmt.Errorf("there is no place for %s: %s is no object but: %s", pointer, pointer[:i], parent.Kind())
			}
		}
		patch = append(patch, verdict.PatchOp{Op: "add", Path: pointer, Value: value})
	}
	changed, err := patch.Apply([]byte(text))
	return string(changed), err
}

// isNumber reports whether a text is a JSON number and nothing else.
func isNumber(text string) bool {
	doc, err := jsondoc.Parse([]byte(text))
	return err == nil && doc.Root().Kind() == jsondoc.Number && string(doc.Root().Raw()) == text
}

// looksLikeNumber reports whether a text begins as a number does.
func looksLikeNumber(text string) bool {
	return strings.IndexAny(text, "-0123456789") == 0
}
