package plans

import (
	"slices"
	"strings"

	"segtap/capture/plans/schema"
	"segtap/mapping/jsondoc"
	"segtap/mapping/origin"
	"segtap/mapping/prose"
)

// take takes a row: an event, a property of one, or both. Where it names no event it is
// of the one above.
func (t *table) take() {
	event, property, call := t.cell(t.columns.event), t.cell(t.columns.property), strings.ToUpper(t.cell(t.columns.call))
	if event == "" && property == "" {
		return
	}
	if call != "" && call != "TRACK" {
		t.other(call, event)
		return
	}
	if event == "" {
		event = t.current
	}
	if event == "" {
		if t.otherAbove() {
			return
		}
		t.fail(t.columns.property, prose.Quoted(property)+" is a property of no event", "name the event in the same row, or in one above")
		return
	}
	t.current = event
	at, known := t.of[event]
	if !known {
		start := t.at(t.columns.event)
		at = len(t.names)
		t.of[event] = at
		t.rules++
		t.names = append(t.names, origin.Name{Event: event, Kind: origin.Plan, Place: t.places.at(start)})
		t.spaced(t.columns.event)
	}
	if property != "" {
		t.property(at, property)
	}
}

// other counts what is of no Track call; the rows below that name no event are of it.
func (t *table) other(call, event string) {
	t.current = ""
	if key := call + "\x00" + event; !t.others[key] {
		t.others[key] = true
		t.rules++
		t.calls[call]++
	}
}

func (t *table) otherAbove() bool { return len(t.others) > 0 }

// spaced notes white space around a name, which is left out.
func (t *table) spaced(column int) {
	if cell := t.row[column]; strings.TrimSpace(cell) != cell {
		t.spaces = append(t.spaces, t.places.at(t.at(column)))
	}
}

// property takes a property.
func (t *table) property(of int, name string) {
	n := &t.names[of]
	pointer, ok := pointerOf(name)
	if !ok {
		return // of what stands in a list nothing is said
	}
	if len(pointer) > maxPointer || t.properties >= maxProperties {
		t.left++
		return
	}
	p := origin.Property{Pointer: pointer, Types: t.types(), Required: t.required(), Place: t.places.at(t.at(t.columns.property))}
	if t.err != nil {
		return
	}
	// The same again, as for another platform: what is said holds of both.
	key := said{of, pointer}
	if i, known := t.said[key]; known {
		had := &n.Properties[i]
		had.Types = schema.Of(had.Types, p.Types).Names()
		had.Required = had.Required && p.Required
		return
	}
	t.spaced(t.columns.property)
	t.properties++
	t.said[key] = len(n.Properties)
	n.Properties = append(n.Properties, p)
}

// pointerOf gives the place in a message that a property of a table is; ok is false
// for one in a list. A dot leads into an object.
func pointerOf(name string) (pointer string, ok bool) {
	if strings.Contains(name, "[") || strings.Contains(name, ".$") {
		return "", false
	}
	parts := strings.Split(name, ".")
	if slices.Contains(parts, "") { // no path: a name with a dot at its end
		parts = []string{name}
	}
	if len(parts) == 1 || !slices.Contains([]string{"properties", "context", "traits"}, parts[0]) {
		pointer = "/properties"
	}
	for _, part := range parts {
		pointer += "/" + jsondoc.EscapePointer(part)
	}
	return pointer, true
}

// typeNames are the types that tables have beside those of JSON Schema.
var typeNames = map[string]schema.Types{
	"text": schema.String, "str": schema.String, "varchar": schema.String, "uuid": schema.String, "url": schema.String,
	"date": schema.String, "datetime": schema.String, "timestamp": schema.String,
	"int": schema.Integer, "long": schema.Integer, "bigint": schema.Integer,
	"float": schema.Number, "double": schema.Number, "decimal": schema.Number, "numeric": schema.Number,
	"bool": schema.Boolean, "list": schema.Array, "map": schema.Object, "json": schema.Object,
	"enum": schema.Any,
}

// types reads the types of a property: one, or several as in string|null.
func (t *table) types() []origin.Type {
	text := t.cell(t.columns.typ)
	if text == "" {
		return nil
	}
	all := schema.None
	for word := range strings.FieldsFuncSeq(strings.ReplaceAll(strings.ToLower(text), " or ", "|"), func(r rune) bool { return strings.ContainsRune("|,/", r) }) {
		word = plainName(word)
		types, known := schema.Named(word)
		if !known {
			types, known = typeNames[word]
		}
		if strings.HasPrefix(word, "array") || strings.HasPrefix(word, "list") || strings.HasPrefix(word, "[") {
			types, known = schema.Array, true
		}
		if !known {
			t.untyped = append(t.untyped, text)
			types = schema.Any
		}
		all |= types
	}
	return all.Names()
}

// required reads whether each such event has a property.
func (t *table) required() bool {
	switch text := strings.ToLower(t.cell(t.columns.required)); text {
	case "yes", "y", "true", "1", "x", "✓", "✔", "required", "mandatory", "always":
		return true
	case "", "no", "n", "false", "0", "-", "optional", "never", "sometimes":
		return false
	default:
		if !t.isStatus { // a status may be that of the work on it
			t.fail(t.columns.required, prose.Quoted(t.cell(t.columns.required))+" does not say whether the property is required", "write yes or no")
		}
		return false
	}
}
