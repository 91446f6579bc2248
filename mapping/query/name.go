package query

import (
	"strings"
	"unicode"
)

// path leads from the root of a message to members and elements.
type path []segment

type segment struct {
	name string
	any  bool // a bare *: every member or element
}

// name is what stands before the colon of a field.
type name struct {
	path  path
	start int
	end   int // of the name: the place of the colon
	plain bool
}

// fieldName reads the name of a field at s.at, and goes behind its colon. ok is
// false when there is none: then nothing is read.
func (s *scanner) fieldName() (n name, ok bool, err *Error) {
	start := s.at
	if start < len(s.text) && s.text[start] == '"' {
		return name{}, false, nil
	}
	found, err := s.path(true)
	if err != nil {
		return name{}, false, err
	}
	behind := s.text[s.at:]
	if behind == "" && strings.Contains(s.text[start:], `"`) {
		return name{}, false, s.unfinished(start, "a path has no value", "write : and the value behind it")
	}
	if found == nil || !strings.HasPrefix(behind, ":") || strings.HasPrefix(behind, "://") {
		s.at = start
		return name{}, false, nil
	}
	n = name{path: found, start: start, end: s.at}
	n.plain = !strings.ContainsAny(s.text[start:s.at], `."`) && !found[0].any
	s.at++
	return n, true, nil
}

// path reads a path at s.at. It is nil when there is none. As a field name it
// does not begin with a digit, so that 12:30 is a word.
func (s *scanner) path(asName bool) (path, *Error) {
	var found path
	if s.at < len(s.text) && s.text[s.at] == '.' {
		s.at++
	} else if asName && s.at < len(s.text) && isDigit(s.text[s.at]) {
		return nil, nil
	}
	for {
		member, ok, err := s.segment()
		if err != nil || !ok {
			return nil, err
		}
		found = append(found, member)
		if s.at == len(s.text) || s.text[s.at] != '.' {
			return found, nil
		}
		s.at++
	}
}

// segment reads one member of a path. ok is false when there is none.
func (s *scanner) segment() (member segment, ok bool, err *Error) {
	if s.at < len(s.text) && s.text[s.at] == '"' {
		text, err := s.quoted()
		return segment{name: literal(text)}, err == nil, err
	}
	end := strings.IndexFunc(s.text[s.at:], notBare)
	if end < 0 {
		end = len(s.text) - s.at
	}
	member.name = s.text[s.at : s.at+end]
	s.at += end
	if member.name == "*" {
		member = segment{any: true}
	}
	return member, end > 0, nil
}

// isBare reports whether a character of a path stands for itself outside of
// quotes.
func isBare(r rune) bool {
	return r > ' ' && r != 0x7F && !strings.ContainsRune(`."():\/,;=<>|`, r) && !unicode.IsSpace(r)
}

// appendName writes a path as a field name: one of a single member begins with a
// dot, so that it is none of the fields there are.
func (p path) appendName(dst []byte) []byte {
	if len(p) == 1 || !beginsName(p[0]) {
		dst = append(dst, '.')
	}
	return p.append(dst)
}

// beginsName reports whether a path can begin with a segment, without a dot.
func beginsName(s segment) bool {
	return s.any || s.name != "" && s.name != "*" && s.name[0] != '-' && !isDigit(s.name[0]) && strings.IndexFunc(s.name, notBare) < 0
}

func notBare(r rune) bool { return !isBare(r) }

// append writes a path.
func (p path) append(dst []byte) []byte {
	for i, s := range p {
		if i > 0 {
			dst = append(dst, '.')
		}
		switch {
		case s.any:
			dst = append(dst, '*')
		case s.name == "" || s.name == "*" || strings.IndexFunc(s.name, notBare) >= 0:
			dst = appendQuoted(dst, s.name, true)
		default:
			dst = append(dst, s.name...)
		}
	}
	return dst
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }
