package syntax

import (
	"strings"
	"unicode"
)

// Path leads from the root of a message to members and elements.
type Path []Segment

// Segment is one step of a [Path].
type Segment struct {
	Name string
	Any  bool // a bare *: every member or element
}

// Name is what stands before the colon of a field.
type Name struct {
	Path       Path
	Start, End int  // its place in the text; at End stands the colon
	Plain      bool // a word without dots and quotes: it may name a field
}

// FieldName reads the name of a field at s.At, and goes behind its colon. ok is
// false when there is none: then nothing is read.
func (s *Scanner) FieldName() (n Name, ok bool, err *Error) {
	start := s.At
	if start < len(s.Text) && s.Text[start] == '"' {
		return Name{}, false, nil
	}
	found, err := s.Path(true)
	if err != nil {
		return Name{}, false, err
	}
	behind := s.Text[s.At:]
	if behind == "" && strings.Contains(s.Text[start:], `"`) {
		return Name{}, false, s.Unfinished(start, "a path has no value", "write : and the value behind it")
	}
	if found == nil || !strings.HasPrefix(behind, ":") || strings.HasPrefix(behind, "://") {
		s.At = start
		return Name{}, false, nil
	}
	n = Name{Path: found, Start: start, End: s.At}
	n.Plain = !strings.ContainsAny(s.Text[start:s.At], `."`) && !found[0].Any
	s.At++
	return n, true, nil
}

// Path reads a path at s.At. It is nil when there is none. As a field name it
// does not begin with a digit, so that 12:30 is a word.
func (s *Scanner) Path(asName bool) (Path, *Error) {
	var found Path
	if s.At < len(s.Text) && s.Text[s.At] == '.' {
		s.At++
	} else if asName && s.At < len(s.Text) && isDigit(s.Text[s.At]) {
		return nil, nil
	}
	for {
		member, ok, err := s.segment()
		if err != nil || !ok {
			return nil, err
		}
		found = append(found, member)
		if s.At == len(s.Text) || s.Text[s.At] != '.' {
			return found, nil
		}
		s.At++
	}
}

// segment reads one member of a path. ok is false when there is none.
func (s *Scanner) segment() (member Segment, ok bool, err *Error) {
	if s.At < len(s.Text) && s.Text[s.At] == '"' {
		text, err := s.quoted()
		return Segment{Name: literal(text)}, err == nil, err
	}
	end := strings.IndexFunc(s.Text[s.At:], notBare)
	if end < 0 {
		end = len(s.Text) - s.At
	}
	member.Name = s.Text[s.At : s.At+end]
	s.At += end
	if member.Name == "*" {
		member = Segment{Any: true}
	}
	return member, end > 0, nil
}

// isBare reports whether a character of a path stands for itself outside of
// quotes.
func isBare(r rune) bool {
	return r > ' ' && r != 0x7F && !strings.ContainsRune(`."():\/,;=<>|`, r) && !unicode.IsSpace(r)
}

// AppendName writes a path as a field name: one of a single member begins with a
// dot, so that it is none of the fields there are.
func (p Path) AppendName(dst []byte) []byte {
	if len(p) == 1 || !beginsName(p[0]) {
		dst = append(dst, '.')
	}
	return p.Append(dst)
}

// beginsName reports whether a path can begin with a segment, without a dot.
func beginsName(s Segment) bool {
	return s.Any || s.Name != "" && s.Name != "*" && s.Name[0] != '-' && !isDigit(s.Name[0]) && strings.IndexFunc(s.Name, notBare) < 0
}

func notBare(r rune) bool { return !isBare(r) }

// Append writes a path.
func (p Path) Append(dst []byte) []byte {
	for i, s := range p {
		if i > 0 {
			dst = append(dst, '.')
		}
		switch {
		case s.Any:
			dst = append(dst, '*')
		case s.Name == "" || s.Name == "*" || strings.IndexFunc(s.Name, notBare) >= 0:
			dst = AppendQuoted(dst, s.Name, true)
		default:
			dst = append(dst, s.Name...)
		}
	}
	return dst
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }
