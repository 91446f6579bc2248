package jsontree

import (
	"sort"
	"strings"
	"unicode"
)

// search is what was looked for in a document, and where it was found.
type search struct {
	doc  *document
	hits []int32 // nodes, ascending
}

// look looks for text in names and values, and flags the nodes that hold it.
func (s *search) look(text string) {
	for _, id := range s.hits {
		s.doc.nodes[id].flags &^= nameMatches | valueMatches
	}
	s.hits = s.hits[:0]
	if text == "" {
		return
	}
	has := contains(text)
	for id := range s.doc.nodes {
		n := &s.doc.nodes[id]
		if n.nameTo > n.nameFrom && matches(s.doc.raw[n.nameFrom:n.nameTo], has) {
			n.flags |= nameMatches
		}
		switch value := s.doc.raw[n.from:n.to]; n.kind {
		case kindString:
			if matches(value, has) {
				n.flags |= valueMatches
			}
		case kindNumber, kindLiteral, kindRaw:
			if has(value) {
				n.flags |= valueMatches
			}
		}
		if n.flags&(nameMatches|valueMatches) != 0 {
			s.hits = append(s.hits, int32(id))
		}
	}
}

// from returns which was found first from node id on; counted from zero, behind the last when none was.
func (s *search) from(id int32) int {
	return sort.Search(len(s.hits), func(i int) bool { return s.hits[i] >= id })
}

// number returns as which node id was found, counted from one; zero when it was not.
func (s *search) number(id int32) int {
	if i := s.from(id); i < len(s.hits) && s.hits[i] == id {
		return i + 1
	}
	return 0
}

// hit returns what was found as number i from zero, around either end.
func (s *search) hit(i int) (int32, bool) {
	if len(s.hits) == 0 {
		return 0, false
	}
	return s.hits[(i+len(s.hits))%len(s.hits)], true
}

// matches reports whether the quoted string holds the text searched for, as it is written or as it reads.
func matches(quoted string, has func(string) bool) bool {
	return has(quoted) || strings.IndexByte(quoted, '\\') >= 0 && has(unquote(quoted))
}

// contains returns a test for text, which heeds case only if text has capital letters.
func contains(text string) func(string) bool {
	if strings.ContainsFunc(text, unicode.IsUpper) {
		return func(s string) bool { return strings.Contains(s, text) }
	}
	lower := strings.ToLower(text)
	return func(s string) bool { return strings.Contains(strings.ToLower(s), lower) }
}
