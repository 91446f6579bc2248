package gates

import (
	"bytes"
	"slices"
	"strings"
	"unicode/utf8"

	"segtap/mapping/destination"
	"segtap/mapping/jsondoc"
	"segtap/mapping/prose"
	"segtap/mapping/verdict"
)

// Findings gathers the diagnostics of one message.
type Findings struct {
	List []verdict.Diagnostic
}

// add notes a finding with the texts of the table of codes.
func (f *Findings) add(code verdict.Code, pointer string, value []byte) *verdict.Diagnostic {
	f.List = append(f.List, verdict.NewDiagnostic(code, pointer, value))
	return &f.List[len(f.List)-1]
}

// drop takes back all findings of a code.
func (f *Findings) drop(code verdict.Code) {
	f.List = slices.DeleteFunc(f.List, func(d verdict.Diagnostic) bool { return d.Code == code })
}

// has reports whether a code has been found.
func (f *Findings) has(code verdict.Code) bool {
	return slices.ContainsFunc(f.List, func(d verdict.Diagnostic) bool { return d.Code == code })
}

// at gives the first finding at a place; nil when there is none.
func (f *Findings) at(pointer string) *verdict.Diagnostic {
	for i := range f.List {
		if f.List[i].Pointer == pointer {
			return &f.List[i]
		}
	}
	return nil
}

// refused notes that the destination refuses the event, in its own words.
func (f *Findings) refused(code verdict.Code, gate verdict.Gate, v destination.Found, message string) *verdict.Diagnostic {
	d := f.add(code, v.At(), v.Raw())
	d.Gate, d.Effect = gate, "Segment drops the event: "+message
	return d
}

// around cuts the line of an offset to what a diagnostic carries.
func around(text []byte, offset int) []byte {
	offset = min(max(offset, 0), len(text))
	start := max(bytes.LastIndexByte(text[:offset], '\n')+1, offset-16)
	for start < offset && !utf8.RuneStart(text[start]) {
		start++
	}
	line := text[start:min(len(text), start+prose.MaxShown)]
	if end := bytes.IndexByte(line, '\n'); end >= 0 {
		line = line[:end]
	}
	return bytes.TrimSpace(line)
}

func missing(v jsondoc.Value) bool {
	return v.Kind() == jsondoc.Absent || v.Kind() == jsondoc.Null
}

func empty(v jsondoc.Value) bool {
	return v.Kind() == jsondoc.String && len(v.Raw()) == 2
}

// Sort brings findings into the order in which they are told: by gate, of those of one gate the worst first, of those that
// are as bad by their places in the message, and of those of one place as they were found. Lists are short: insertion is
// enough and allocates nothing.
func Sort(list []verdict.Diagnostic, root jsondoc.Value) {
	for i := 1; i < len(list); i++ {
		for k := i; k > 0 && Before(&list[k], &list[k-1], root); k-- {
			list[k], list[k-1] = list[k-1], list[k]
		}
	}
}

// Before reports whether a finding is told before another one that was found earlier.
func Before(a, b *verdict.Diagnostic, root jsondoc.Value) bool {
	switch {
	case a.Gate != b.Gate:
		return a.Gate < b.Gate
	case a.Severity != b.Severity:
		return a.Severity > b.Severity
	}
	return a.Pointer != b.Pointer && place(root, a.Pointer) < place(root, b.Pointer)
}

// place is where in its text a message has what a pointer leads to; of a member that is missing, the end of what it would
// stand in.
func place(root jsondoc.Value, pointer string) int {
	v := root.Lookup(pointer)
	switch start, _ := v.NameSpan(); {
	case v.Kind() == jsondoc.Absent:
	case start > 0:
		return start
	default:
		start, _ = v.Span()
		return start
	}
	for pointer != "" {
		pointer = pointer[:max(strings.LastIndexByte(pointer, '/'), 0)]
		if around := root.Lookup(pointer); around.Kind() != jsondoc.Absent {
			_, end := around.Span()
			return end
		}
	}
	return 0
}
