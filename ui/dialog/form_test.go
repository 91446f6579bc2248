package dialog

import (
	"encoding/json"
	"fmt"
	"maps"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"pgregory.net/rapid"

	"segtap/capture"
	"segtap/capture/journal/file"
	"segtap/capture/store"
	"segtap/mapping"
	"segtap/mapping/destination"
	"segtap/mapping/jsondoc"
	"segtap/ui/theme"
)

// A form changes the field that it was used on, to what was typed, and no other byte.
func TestTheFormChangesItsFieldAlone(t *testing.T) {
	engine, err := destination.NewEngine(destination.Actions(), destination.EngineOptions{})
	if err != nil {
		t.Fatal(err)
	}
	entries, err := store.New(mapping.NewJudge(engine), file.Memory(), capture.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	opt := Options{Store: entries, Theme: theme.New(false), Now: time.Now}
	rapid.Check(t, func(t *rapid.T) {
		text := formMessage(t)
		d := NewEdit(opt, Draft{Came: []byte(text), Text: []byte(text)})
		d.SetSize(120, 36)
		d.toggleForm()
		if d.form == nil {
			t.Fatalf("no form of %s: %v", text, d.err)
		}
		d.form.goTo(rapid.IntRange(0, formMessageID).Draw(t, "field"))
		field := d.form.rows[d.form.at]
		for range rapid.IntRange(1, 6).Draw(t, "steps") {
			before := d.edit.Value()
			switch what := rapid.SampledFrom([]string{"text", "digit", "backspace", "ctrl+l", "ctrl+g"}).Draw(t, "key"); what {
			case "text":
				d.form.typeIn(tea.PasteMsg{Content: rapid.StringMatching(`["\\a-z注é{}, ]{1,4}`).Draw(t, "typed")})
			case "digit":
				d.form.typeIn(tea.PasteMsg{Content: rapid.StringMatching(`-?[0-9]{1,3}(\.[0-9])?`).Draw(t, "typed")})
			case "backspace":
				d.Update(tea.KeyPressMsg{Code: tea.KeyBackspace})
			default:
				d.Update(tea.KeyPressMsg{Code: rune(what[len(what)-1]), Mod: tea.ModCtrl})
			}
			d.Judge()
			checkAlone(t, before, d.edit.Value(), field.pointer)
			checkShown(t, d)
		}
		for range 10 {
			d.Update(tea.KeyPressMsg{Code: 'z', Mod: tea.ModCtrl})
		}
		if d.edit.Value() != text {
			t.Fatalf("taken back it is\n%s\nand was\n%s", d.edit.Value(), text)
		}
	})
}

// checkAlone compares what is around the field, and everything else that the two hold.
func checkAlone(t *rapid.T, before, after, pointer string) {
	was, now := leaves(t, before, pointer), leaves(t, after, pointer)
	if !maps.Equal(was, now) {
		t.Fatalf("besides %s this has changed:\n%s\nto\n%s", pointer, before, after)
	}
	if around(before, pointer) != "" && around(after, pointer) != "" && around(before, pointer) != around(after, pointer) {
		t.Fatalf("around %s this has changed:\n%s\nto\n%s", pointer, before, after)
	}
}

// checkShown reads the draft with another parser: the line has what the draft has.
func checkShown(t *rapid.T, d *Edit) {
	f := d.form
	row := f.rows[f.at]
	var v any
	if err := json.Unmarshal([]byte(d.edit.Value()), &v); err != nil {
		t.Fatalf("not JSON any more: %v\n%s", err, d.edit.Value())
	}
	for _, name := range strings.Split(row.pointer[1:], "/") {
		object, _ := v.(map[string]any)
		v = object[name]
	}
	text, isText := v.(string)
	switch {
	case f.pending, row.locked != "":
	case row.kind == jsondoc.String != isText, isText && f.in.Value() != text,
		row.kind == jsondoc.Number && f.in.Value() != row.text, row.kind <= jsondoc.Null && (v != nil || f.in.Value() != ""):
		t.Fatalf("%s is shown as %s %q in\n%s", row.pointer, row.kind, f.in.Value(), d.edit.Value())
	}
}

// around returns the text without the value at a place; "" when there is none.
func around(text, pointer string) string {
	root, err := formRoot(text)
	if err != nil {
		return ""
	}
	start, end := root.Lookup(pointer).Span()
	if end == 0 {
		return ""
	}
	return text[:start] + "\x00" + text[end:]
}

// leaves returns what stands at each place but one, as it is written.
func leaves(t *rapid.T, text, but string) map[string]string {
	root, err := formRoot(text)
	if err != nil {
		t.Fatal(err)
	}
	all := make(map[string]string)
	var walk func(v jsondoc.Value)
	walk = func(v jsondoc.Value) {
		switch pointer := v.Pointer(); {
		case pointer == but:
		case v.Kind() == jsondoc.Object && v.Len() > 0:
			for member := range v.Members() {
				walk(member)
			}
		case strings.HasPrefix(but, pointer+"/"): // empty, and the field goes into it
		default:
			all[pointer] += string(v.NameRaw()) + ":" + string(v.Raw())
		}
	}
	walk(root)
	return all
}

// formMessage draws a message that a form is of, written in one of many ways.
func formMessage(t *rapid.T) string {
	var members []string
	add := func(name string, values ...string) {
		if value := rapid.SampledFrom(append(values, "")).Draw(t, name); value != "" {
			members = append(members, fmt.Sprintf("%q%s:%s%s", name, rapid.SampledFrom([]string{"", " "}).Draw(t, "space"), rapid.SampledFrom([]string{"", "\n "}).Draw(t, "break"), value))
		}
	}
	members = append(members, `"type":"track"`)
	add("event", `"Order \u0043ompleted"`, `null`, `""`, `"注文"`)
	add("userId", `"u"`, `7`, `null`, `1.50`, `true`)
	add("anonymousId", `"a\/b"`, `{"x":1e2}`)
	add("properties", `{"revenue":"$59.9","big":12345678901234567890.10}`, `{ "revenue" : 59.90 }`, `{"value":1}`, `{}`, `{"a":[1, 2,{"revenue":3}]}`)
	add("timestamp", `"2026-08-18T12:00:02.000Z"`, `5`)
	add("messageId", `"m\t"`, `"m"`)
	add("context", `{"e":"\u00e9","n":1.0e+2, "l":[ ]}`)
	return "{" + strings.Join(rapid.Permutation(members).Draw(t, "order"), " ,\n") + "}"
}
