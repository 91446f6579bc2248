package editor

import (
	"unicode"
	"unicode/utf8"
)

// wordRight returns the place behind the next word, or behind the end of the line.
func (b *buffer) wordRight(p pos) pos {
	line := b.lines[p.line]
	if p.col == len(line) {
		return b.next(p)
	}
	i := p.col
	for i < len(line) && !inWord(line[i:]) {
		i += unit(line[i:])
	}
	for i < len(line) && inWord(line[i:]) {
		i += unit(line[i:])
	}
	return pos{p.line, i}
}

// wordLeft returns the place before the word before p, or the end of the line above.
func (b *buffer) wordLeft(p pos) pos {
	if p.col == 0 {
		return b.prev(p)
	}
	line := b.lines[p.line]
	back := func(q pos) bool { return inWord(line[b.prev(q).col:]) }
	for p.col > 0 && !back(p) {
		p = b.prev(p)
	}
	for p.col > 0 && back(p) {
		p = b.prev(p)
	}
	return p
}

// inWord reports whether s starts with a letter, a digit or an underscore.
func inWord(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r)
}
