package match

import (
	"bytes"
	"slices"
	"unicode/utf8"
)

// The bytes that stand for the wildcards in the text of a pattern. No UTF-8 has
// them.
const (
	Star     = '\xff' // any characters, or none
	Question = '\xfe' // one character
)

// Pattern is a text that others are compared with: in any case and with
// wildcards, or exactly.
type Pattern struct {
	Text   string // as it reads, with its wildcards; an exact one has none
	Exact  bool
	Stars  bool   // nothing but stars: every text fits but the empty one
	folded []byte // Text without differences of case; nil when exact
	plain  bool   // there are no wildcards
	marks  []mark // see MayBeIn
}

// NewPattern returns the pattern of a text.
func NewPattern(text string, exact bool) Pattern {
	p := Pattern{Text: text, Exact: exact}
	if exact {
		p.marks = marksIn(appendFold(nil, text))
		return p
	}
	p.plain, p.Stars = true, text != ""
	for rest := text; rest != ""; {
		i := IndexWild(rest)
		if i < 0 {
			p.folded, p.Stars = appendFold(p.folded, rest), false
			break
		}
		p.folded = append(appendFold(p.folded, rest[:i]), rest[i])
		p.plain, p.Stars = false, p.Stars && i == 0 && rest[i] == Star
		rest = rest[i+1:]
	}
	p.marks = marksIn(p.folded)
	return p
}

// marksIn returns the marks of a folded text. What is no UTF-8 is U+FFFD in a row, several
// bytes of it one, and each of them in a message: that leaves no marks.
func marksIn(folded []byte) []mark {
	if bytes.Contains(folded, []byte("\uFFFD")) {
		return nil
	}
	return marksOf(folded)
}

// IndexWild returns the place of the first wildcard; -1 when there is none.
func IndexWild(s string) int {
	return slices.IndexFunc([]byte(s), func(c byte) bool { return c == Star || c == Question })
}

// Short is how many bytes of a text are folded without allocating.
const Short = 256

// Match compares a text, as UTF-8.
func (p *Pattern) Match(text string) bool {
	if p.Exact {
		return text == p.Text
	}
	var room [Short]byte
	return p.fits(appendFold(room[:0], text))
}

// MatchBytes is [Pattern.Match] of bytes.
func (p *Pattern) MatchBytes(text []byte) bool {
	if p.Exact {
		return string(text) == p.Text
	}
	var room [Short]byte
	return p.fits(appendFold(room[:0], text))
}

// fits compares a text that has been folded.
func (p *Pattern) fits(text []byte) bool {
	switch {
	case p.plain:
		return bytes.Equal(p.folded, text)
	case p.Stars:
		return len(text) > 0
	}
	return glob(p.folded, text)
}

// glob reports whether a pattern fits a text. The text may be a pattern itself:
// then it reports that every text that fits it also fits the pattern, though
// not always when that is so. Time grows at worst with the product of their
// lengths.
func glob(pattern, text []byte) bool {
	p, t := 0, 0
	backP, backT := -1, 0 // behind the last star, and where it stopped taking
	for t < len(text) {
		switch {
		case p < len(pattern) && pattern[p] == Star:
			p++
			backP, backT = p, t
		case p < len(pattern) && pattern[p] == Question && text[t] != Star:
			p++
			t += runeLen(text[t:])
		case p < len(pattern) && pattern[p] == text[t]:
			p++
			t++
		case backP >= 0:
			backT += runeLen(text[backT:])
			p, t = backP, backT
		default:
			return false
		}
	}
	for p < len(pattern) && pattern[p] == Star {
		p++
	}
	return p == len(pattern)
}

// runeLen gives the length of the character, or of the wildcard, that a text
// begins with.
func runeLen(text []byte) int {
	_, n := utf8.DecodeRune(text)
	return n
}

// Implies reports whether every text that fits p fits o.
func (p *Pattern) Implies(o *Pattern) bool {
	switch {
	case o.Exact:
		return p.Exact && p.Text == o.Text
	case p.Exact:
		return o.Match(p.Text)
	case o.Stars:
		return len(p.folded) > 0
	}
	return glob(o.folded, p.folded)
}
