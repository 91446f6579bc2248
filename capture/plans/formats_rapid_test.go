package plans

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"pgregory.net/rapid"

	"segtap/mapping/jsondoc"
)

// planned is an event of a plan that is written out in each format.
type planned struct {
	name       string
	properties []plannedProperty
}

type plannedProperty struct {
	name     string
	types    []string
	required bool
}

func (e *planned) schema() map[string]any {
	properties, required := map[string]any{}, []string{}
	for _, p := range e.properties {
		s := map[string]any{}
		switch len(p.types) {
		case 0:
		case 1:
			s["type"] = p.types[0]
		default:
			s["type"] = p.types
		}
		properties[p.name] = s
		if p.required {
			required = append(required, p.name)
		}
	}
	return map[string]any{"type": "object", "properties": properties, "required": required}
}

func (e *planned) message() map[string]any {
	return map[string]any{"type": "object", "properties": map[string]any{"context": map[string]any{}, "properties": e.schema()}}
}

func list[T any](events []planned, of func(*planned) T) []T {
	var all []T
	for i := range events {
		all = append(all, of(&events[i]))
	}
	return all
}

type object = map[string]any

// writers write a plan out in each format, as those do who have it.
var writers = map[string]func(events []planned) []byte{
	"Public API": func(events []planned) []byte {
		return inJSON(object{"data": object{"rules": list(events, func(e *planned) object {
			return object{"type": "TRACK", "key": e.name, "version": 1, "jsonSchema": e.message()}
		}), "pagination": object{"current": "MA==", "totalEntries": len(events)}}})
	},
	"Typewriter 9": func(events []planned) []byte {
		return inJSON(object{"name": "", "rules": list(events, func(e *planned) object {
			s := e.schema()
			s["eventMetadata"] = object{"name": e.name, "type": "TRACK"}
			return object{"type": "TRACK", "key": strings.Replace(e.name, "#", "", 1), "version": 1, "jsonSchema": s}
		})})
	},
	"Typewriter 7": func(events []planned) []byte {
		return inJSON(object{"display_name": "", "rules": object{"events": list(events, func(e *planned) object {
			return object{"name": e.name, "version": 1, "rules": e.message()}
		})}})
	},
	"RudderTyper": func(events []planned) []byte {
		return inJSON(object{"creationType": "Data catalog", "rules": object{"events": list(events, func(e *planned) object {
			return object{"name": e.name, "eventType": "track", "rules": e.message()}
		})}})
	},
	"comma": func(events []planned) []byte { return inTable(events, ',', false) },
	"semicolon, CRLF": func(events []planned) []byte {
		return append([]byte("\ufeff"), inTable(events, ';', true)...)
	},
	"tab, UTF-16": func(events []planned) []byte {
		text := []byte{0xff, 0xfe}
		for _, u := range utf16.Encode([]rune(string(inTable(events, '\t', false)))) {
			text = append(text, byte(u), byte(u>>8))
		}
		return text
	},
}

func inJSON(v any) []byte {
	text, err := json.MarshalIndent(v, "", "\t")
	if err != nil {
		panic(err)
	}
	return text
}

func inTable(events []planned, delimiter rune, crlf bool) []byte {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	w.Comma, w.UseCRLF = delimiter, crlf
	_ = w.Write([]string{"Required", "Event", "Property", "Type"})
	for _, e := range events {
		_ = w.Write([]string{"", e.name, "", ""})
		for _, p := range e.properties {
			required := "no"
			if p.required {
				required = "yes"
			}
			_ = w.Write([]string{required, "", p.name, strings.Join(p.types, "|")})
		}
	}
	w.Flush()
	return b.Bytes()
}

// summary is what was found, without places and in one order.
func summary(p *Plans) []string {
	var all []string
	for _, n := range p.Found.Names {
		all = append(all, fmt.Sprintf("%q", n.Event))
		for _, p := range n.Properties {
			all = append(all, fmt.Sprintf("%q %q %v %v", n.Event, p.Pointer, p.Types, p.Required))
		}
	}
	slices.Sort(all)
	return all
}

func TestAPlanIsTheSameInEachFormat(t *testing.T) {
	// Of a table white space around names is left out, and a dot leads into an object.
	word := rapid.StringMatching(`[#A-Za-z0-9,;"'/~é😀<{\[-][#A-Za-z0-9 ,;"'/~\t\n{}é😀-]{0,8}`).Filter(func(s string) bool { return strings.TrimSpace(s) == s })
	inProperty := rapid.StringMatching(`[#A-Za-z0-9_,;"'/~é😀$ -]{1,8}`).Filter(func(s string) bool { return strings.TrimSpace(s) == s && s != "" })
	rapid.Check(t, func(t *rapid.T) {
		var events []planned
		for _, name := range rapid.SliceOfNDistinct(word, 1, 5, rapid.ID).Draw(t, "events") {
			e := planned{name: name}
			for _, p := range rapid.SliceOfNDistinct(inProperty, 0, 4, rapid.ID).Draw(t, "properties") {
				e.properties = append(e.properties, plannedProperty{
					name: p, required: rapid.Bool().Draw(t, "required"),
					types: rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"string", "number", "boolean", "object", "array", "null"}), 0, 3, rapid.ID).Draw(t, "types"),
				})
			}
			events = append(events, e)
		}
		var first []string
		for _, format := range []string{"Public API", "Typewriter 9", "Typewriter 7", "RudderTyper", "comma", "semicolon, CRLF", "tab, UTF-16"} {
			text := writers[format](events)
			p, err := ReadText("p", text)
			if err != nil {
				t.Fatalf("%s: %v\n%s", format, err, text)
			}
			if len(p.Warnings)+len(p.Notes) > 0 {
				t.Fatalf("%s: %q %q\n%s", format, p.Warnings, p.Notes, text)
			}
			got := summary(p)
			if first == nil {
				first = got
			}
			if !slices.Equal(got, first) {
				t.Fatalf("%s gives\n%s\nwant\n%s\nof\n%s", format, strings.Join(got, "\n"), strings.Join(first, "\n"), text)
			}
		}
		if len(first) < len(events) {
			t.Fatalf("%d events give %q", len(events), first)
		}
	})
}

// Whatever stands in a file, what is found stands in it, and an error is safe to print.
func FuzzReadText(f *testing.F) {
	some := []planned{{"Order #1", []plannedProperty{{"revenue", []string{"number", "null"}, true}, {"a b", nil, false}}}, {"B", nil}}
	for _, write := range writers {
		f.Add(write(some))
	}
	f.Add([]byte(`{"data":[{"name":"A","eventType":"track"}],"total":2,"currentPage":1,"pageSize":1}`))
	f.Add([]byte(`{"errors":[{"message":"x"}]}`))
	f.Add([]byte("sep=;\nEvent;Property;Status\nA;context.b;live\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		p, err := ReadText("p", text)
		if err != nil {
			if strings.ContainsFunc(err.Error(), func(r rune) bool { return r < ' ' || r == 0x7f }) {
				t.Fatalf("%q", err)
			}
			return
		}
		read := unwrapped(text)
		lines := bytes.Count(read, []byte{'\n'}) + 1
		for _, n := range p.Found.Names {
			if n.Event == "" || n.Place.Line < 1 || n.Place.Line > lines || n.Place.Column < 1 {
				t.Fatalf("%+v", n)
			}
			seen := map[string]bool{}
			for _, p := range n.Properties {
				if p.Place.Line < 1 || p.Place.Line > lines || p.Place.Column < 1 || seen[p.Pointer] || !strings.HasPrefix(p.Pointer, "/") {
					t.Fatalf("%+v", p)
				}
				seen[p.Pointer] = true
				if _, err := jsondoc.Parse([]byte(p.Value)); p.Value != "" && err != nil {
					t.Fatalf("%+v: %v", p, err)
				}
			}
		}
		for _, s := range slices.Concat(p.Notes, p.Warnings) {
			if strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r == 0x7f }) {
				t.Fatalf("%q", s)
			}
		}
	})
}

func tenThousand() []planned {
	events := make([]planned, 10_000)
	for i := range events {
		e := planned{name: fmt.Sprintf("Event Number %d Completed", i)}
		for k := range 12 {
			e.properties = append(e.properties, plannedProperty{fmt.Sprintf("property_%d", k), []string{"string", "null"}, k%3 == 0})
		}
		events[i] = e
	}
	return events
}

// BenchmarkRead reads plans of 10,000 rules with 12 properties each. The goal is a
// second at most.
func BenchmarkRead(b *testing.B) {
	events := tenThousand()
	for _, format := range []string{"Public API", "Typewriter 9", "comma"} {
		text := writers[format](events)
		b.Run(format, func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			b.ReportAllocs()
			for b.Loop() {
				p, err := ReadText("p", text)
				if err != nil || len(p.Found.Names) != len(events) {
					b.Fatal(err)
				}
			}
		})
		if format == "Public API" { // all of it in one line, as it comes
			var line bytes.Buffer
			if err := json.Compact(&line, text); err != nil {
				b.Fatal(err)
			}
			b.Run("Public API, one line", func(b *testing.B) {
				b.SetBytes(int64(line.Len()))
				for b.Loop() {
					if _, err := ReadText("p", line.Bytes()); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}
