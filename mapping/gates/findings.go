package gates

import (
	"bytes"
	"slices"
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

// Sorted returns the findings in the order of the gates, and keeps the order within
// one. Lists are short: insertion is enough and allocates nothing.
func (f *Findings) Sorted() []verdict.Diagnostic {
	list := f.List
	for i := 1; i < len(list); i++ {
		for k := i; k > 0 && list[k].Gate < list[k-1].Gate; k-- {
			list[k], list[k-1] = list[k-1], list[k]
		}
	}
	return list
}
