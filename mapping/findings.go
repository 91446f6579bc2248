package mapping

import (
	"bytes"
	"slices"
	"unicode/utf8"

	"segtap/mapping/jsondoc"
)

// findings gathers the diagnostics of one message.
type findings struct {
	list []Diagnostic
}

// add notes a finding with the texts of the table of codes.
func (f *findings) add(code Code, pointer string, value []byte) *Diagnostic {
	f.list = append(f.list, newDiagnostic(code, pointer, value))
	return &f.list[len(f.list)-1]
}

// drop takes back all findings of a code.
func (f *findings) drop(code Code) {
	f.list = slices.DeleteFunc(f.list, func(d Diagnostic) bool { return d.Code == code })
}

// has reports whether a code has been found.
func (f *findings) has(code Code) bool {
	return slices.ContainsFunc(f.list, func(d Diagnostic) bool { return d.Code == code })
}

// at gives the first finding at a place; nil when there is none.
func (f *findings) at(pointer string) *Diagnostic {
	for i := range f.list {
		if f.list[i].Pointer == pointer {
			return &f.list[i]
		}
	}
	return nil
}

// refused notes that the destination refuses the event, in its own words.
func (f *findings) refused(code Code, gate Gate, v found, message string) *Diagnostic {
	d := f.add(code, v.at(), v.raw())
	d.Gate, d.Effect = gate, "Segment rejects the event: "+message
	return d
}

// around cuts the line of an offset to what a diagnostic carries.
func around(text []byte, offset int) []byte {
	offset = min(max(offset, 0), len(text))
	start := max(bytes.LastIndexByte(text[:offset], '\n')+1, offset-16)
	for start < offset && !utf8.RuneStart(text[start]) {
		start++
	}
	line := text[start:min(len(text), start+maxShown)]
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

// sorted gives the findings in the order of the gates, and keeps the order within
// one. Lists are short: insertion is enough and allocates nothing.
func (f *findings) sorted() []Diagnostic {
	list := f.list
	for i := 1; i < len(list); i++ {
		for k := i; k > 0 && list[k].Gate < list[k-1].Gate; k-- {
			list[k], list[k-1] = list[k-1], list[k]
		}
	}
	return list
}
