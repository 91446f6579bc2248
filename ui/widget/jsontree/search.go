package jsontree

import (
	"slices"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"segtap/ui/widget/sanitize"
)

// search is what is looked for in a document, and where it was found. It heeds no case.
type search struct {
	doc     *document
	text    string   // what is searched for; empty for nothing
	words   []string // what is coloured while nothing is searched for
	hits    []int32  // nodes that hold text, ascending
	began   int32    // the node that the cursor was on when the search began
	opened  []int32  // containers that were unfolded for it
	matched map[int32]*shown
}

// look looks for text in names and values.
func (s *search) look(text string) {
	s.text, s.hits, s.matched = text, s.hits[:0], nil
	if text == "" {
		return
	}
	for id := range s.doc.nodes {
		if name, value := s.holds(&s.doc.nodes[id], text); name || value {
			s.hits = append(s.hits, int32(id))
		}
	}
}

// holds reports whether name and value of n hold text, as they are written or as they read.
func (s *search) holds(n *node, text string) (name, value bool) {
	name = n.nameTo > n.nameFrom && holds(s.doc.raw[n.nameFrom:n.nameTo], text)
	switch n.kind {
	case kindString, kindNumber, kindLiteral, kindRaw:
		value = holds(s.doc.raw[n.from:n.to], text)
	}
	return name, value
}

func holds(written, text string) bool {
	if from, _ := indexFold(written, text); from >= 0 {
		return true
	}
	if len(written) < 2 || written[0] != '"' || strings.IndexByte(written, '\\') < 0 {
		return false
	}
	from, _ := indexFold(unquote(written), text)
	return from >= 0
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

// coloured returns name and value of node id with what matches in pieces of its own; nil where nothing does.
func (s *search) coloured(id int32, t *rowText) *shown {
	wanted := s.words
	if s.text != "" {
		wanted = []string{s.text}
	}
	if len(wanted) == 0 {
		return nil
	}
	if found, ok := s.matched[id]; ok {
		return found
	}
	var found *shown
	n := &s.doc.nodes[id]
	for _, text := range wanted {
		if name, value := s.holds(n, text); name || value {
			found = &shown{name: plain(t, id, true), value: plain(t, id, false)}
			break
		}
	}
	if found != nil {
		found.name, found.value = divide(found.name, wanted), divide(found.value, wanted)
		for _, text := range wanted {
			name, value := s.holds(n, text)
			found.name, found.value = wholly(found.name, name), wholly(found.value, value)
		}
	}
	if s.matched == nil {
		s.matched = make(map[int32]*shown)
	}
	s.matched[id] = found
	return found
}

// plain returns name or value of node id as they are shown without a search.
func plain(t *rowText, id int32, name bool) []piece {
	n := &t.doc.nodes[id]
	from, to := n.from, n.to
	if name {
		from, to = n.nameFrom, n.nameTo
	}
	switch {
	case !name && (n.kind == kindObject || n.kind == kindArray || n.kind == kindClose):
		return nil
	case n.isASCII(t.doc.raw):
		return []piece{{text: t.doc.raw[from:to], width: to - from, ascii: true}}
	case name:
		return t.escape(id).name
	}
	return t.escape(id).value
}

// maxMatches is how many matches are coloured in one name or value: drawing costs what is on the screen.
const maxMatches = 1000

// divide puts what matches into pieces of its own, at the bounds of grapheme clusters.
func divide(pieces []piece, wanted []string) []piece {
	var all []piece
	left := maxMatches
	for _, p := range pieces {
		at := 0
		for left > 0 {
			from, to := nearest(p.text[at:], wanted)
			if from < 0 {
				break
			}
			from, to = clusters(p, at, from+at, to+at)
			all = p.appendPart(all, at, from, false)
			all = p.appendPart(all, from, to, true)
			at = to
			left--
		}
		all = p.appendPart(all, at, len(p.text), false)
	}
	return all
}

// nearest returns the first match of any of the texts, of those the longest.
func nearest(s string, wanted []string) (from, to int) {
	from = -1
	for _, text := range wanted {
		if f, t := indexFold(s, text); f >= 0 && (from < 0 || f < from || f == from && t > to) {
			from, to = f, t
		}
	}
	return from, to
}

// clusters widens the bytes from-to to whole clusters; there is a bound at start.
func clusters(p piece, start, from, to int) (int, int) {
	if p.ascii {
		return from, to
	}
	for at := start; at < len(p.text); {
		n, _ := sanitize.First(p.text[at:])
		if at < from && at+n > from {
			from = at
		}
		if at < to && at+n >= to {
			return from, at + n
		}
		at += n
	}
	return from, to
}

func (c *piece) appendPart(all []piece, from, to int, matches bool) []piece {
	if from == to {
		return all
	}
	part := piece{text: c.text[from:to], width: to - from, ascii: c.ascii, matches: matches}
	if !c.ascii {
		part.width, part.ascii = sanitize.Width(part.text), sanitize.IsASCII(part.text)
	}
	return append(all, part)
}

// wholly has all of a text match that does, and shows no part that does: it was found as it reads, not as it is written.
func wholly(pieces []piece, matches bool) []piece {
	if !matches || slices.ContainsFunc(pieces, func(p piece) bool { return p.matches }) {
		return pieces
	}
	all := slices.Clone(pieces)
	for i := range all {
		all[i].matches = true
	}
	return all
}

// indexFold returns where text stands first in s, whatever the case; -1 when it does not.
func indexFold(s, text string) (from, to int) {
	if text == "" {
		return -1, -1
	}
	first, _ := utf8.DecodeRuneInString(text)
	first = unicode.ToLower(first)
	for i, r := range s {
		if r != first && unicode.ToLower(r) != first {
			continue
		}
		if n := prefixFold(s[i:], text); n > 0 {
			return i, i + n
		}
	}
	return -1, -1
}

// prefixFold returns how many bytes at the beginning of s are text, whatever the case; zero when they are not.
func prefixFold(s, text string) int {
	at := 0
	for _, want := range text {
		r, n := utf8.DecodeRuneInString(s[at:])
		if n == 0 || r != want && unicode.ToLower(r) != unicode.ToLower(want) {
			return 0
		}
		at += n
	}
	return at
}
