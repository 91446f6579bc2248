package sourcecode

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"segtap/mapping/origin"
	"segtap/mapping/sourcecode/language"
	"segtap/mapping/sourcecode/source"
)

// Language returns the name of the language that a file of that name is in.
func Language(name string) (string, bool) {
	if l := language.Of(name); l != nil {
		return l.Name, true
	}
	return "", false
}

// Find returns the Track calls in a file of that name, in the order in which they stand.
// A file in no language that is known has none.
func Find(name string, text []byte) origin.Found {
	l := language.Of(name)
	if l == nil || !Candidate(text) {
		return origin.Found{}
	}
	s := source.New(name, strings.ToValidUTF8(string(source.Lines(text)), "\ufffd"), l.Lex, l.Indented, l.Blocks)
	s.Invalid = !utf8.Valid(text)
	s.Decode, s.Generic, s.Bodies = l.Decode, l.Generic, l.Bodies
	c := calls{clients: clients{
		values:      values{names: newNames(s, l)},
		clientNames: map[string]bool{}, foreign: map[string]bool{}, bound: map[string]bool{}, boundBy: map[*declaration]bool{}, generated: map[string]bool{},
	}}
	c.declare()
	c.constants()
	c.findClients()
	c.findCalls()
	return c.found
}

// Candidate says whether a text may have a Track call. It is much faster than Find, and
// false only where Find would find nothing.
func Candidate(text []byte) bool {
	if bytes.Contains(text, []byte("ypewriter")) {
		return true
	}
	if !bytes.Contains(text, []byte("rack")) {
		return false
	}
	for _, s := range []string{"nalytics", "egment", "NALYTICS", "EGMENT"} {
		if bytes.Contains(text, []byte(s)) {
			return true
		}
	}
	return false
}
