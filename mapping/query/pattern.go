package query

import (
	"bytes"
	"slices"
	"unicode/utf8"
)

// In the text of a pattern, these bytes stand for the wildcards. No UTF-8 has
// them.
const (
	star     = '\xff' // any characters, or none
	question = '\xfe' // one character
)

// pattern is a text that others are compared with: in any case and with
// wildcards, or exactly.
type pattern struct {
	text   string // as it reads, with its wildcards; an exact one has none
	exact  bool
	folded []byte // text without differences of case; nil when exact
	plain  bool   // there are no wildcards
	stars  bool   // nothing but stars: every text fits but the empty one
}

func newPattern(text string, exact bool) pattern {
	p := pattern{text: text, exact: exact}
	if exact {
		return p
	}
	p.plain, p.stars = true, text != ""
	for rest := text; rest != ""; {
		i := indexWild(rest)
		if i < 0 {
			p.folded, p.stars = appendFold(p.folded, rest), false
			break
		}
		p.folded = append(appendFold(p.folded, rest[:i]), rest[i])
		p.plain, p.stars = false, p.stars && i == 0 && rest[i] == star
		rest = rest[i+1:]
	}
	return p
}

// indexWild gives the place of the first wildcard; -1 when there is none.
func indexWild(s string) int {
	return slices.IndexFunc([]byte(s), func(c byte) bool { return c == star || c == question })
}

// maxShort is how many bytes of a text are folded without allocating.
const maxShort = 256

// match compares a text, as UTF-8.
func (p *pattern) match(text string) bool {
	if p.exact {
		return text == p.text
	}
	var room [maxShort]byte
	return p.fits(appendFold(room[:0], text))
}

// matchBytes is match.
func (p *pattern) matchBytes(text []byte) bool {
	if p.exact {
		return string(text) == p.text
	}
	var room [maxShort]byte
	return p.fits(appendFold(room[:0], text))
}

// fits compares a text that has been folded.
func (p *pattern) fits(text []byte) bool {
	switch {
	case p.plain:
		return bytes.Equal(p.folded, text)
	case p.stars:
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
		case p < len(pattern) && pattern[p] == star:
			p++
			backP, backT = p, t
		case p < len(pattern) && pattern[p] == question && text[t] != star:
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
	for p < len(pattern) && pattern[p] == star {
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

// implies reports whether every text that fits p fits o.
func (p *pattern) implies(o *pattern) bool {
	switch {
	case o.exact:
		return p.exact && p.text == o.text
	case p.exact:
		return o.match(p.text)
	case o.stars:
		return len(p.folded) > 0
	}
	return glob(o.folded, p.folded)
}
