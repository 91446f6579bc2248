package editor

import "strings"

// eachBracket calls f with the brackets of the text that stand in no string, in order, until
// it returns false.
func (b *buffer) eachBracket(f func(c byte, at pos) bool) {
	for i, line := range b.lines {
		for at := 0; at < len(line); {
			switch c := line[at]; c {
			case '"':
				at += stringEnd(line[at:])
				continue
			case '{', '[', '}', ']':
				if !f(c, pos{i, at}) {
					return
				}
			}
			at++
		}
	}
}

// partners returns the bracket at p, or else the one right before it, and the one that
// belongs to it. It reports false where there is none, or another one stands in its place.
func (b *buffer) partners(p pos) (pair [2]pos, ok bool) {
	if line := b.lines[p.line]; p.col >= len(line) || strings.IndexByte("{}[]", line[p.col]) < 0 {
		if p.col--; p.col < 0 {
			return pair, false
		}
	}
	type opened struct {
		c  byte
		at pos
	}
	var open []opened
	b.eachBracket(func(c byte, at pos) bool {
		if c == '{' || c == '[' {
			open = append(open, opened{c, at})
			return true
		}
		if len(open) == 0 {
			return at != p
		}
		last := open[len(open)-1]
		open = open[:len(open)-1]
		if at == p || last.at == p {
			pair, ok = [2]pos{last.at, at}, c == last.c+2 // so it is in ASCII
			return false
		}
		return true
	})
	return pair, ok
}

// outdentFor returns the white space that a closing bracket at p has before it: that of the
// line in which its partner stands. It reports false where something else stands before it.
func (b *buffer) outdentFor(p pos) (string, bool) {
	if strings.Trim(b.lines[p.line][:p.col], " \t") != "" {
		return "", false
	}
	var open []int // lines
	b.eachBracket(func(c byte, at pos) bool {
		switch {
		case !at.before(p):
			return false
		case c == '{' || c == '[':
			open = append(open, at.line)
		case len(open) > 0:
			open = open[:len(open)-1]
		}
		return true
	})
	if len(open) == 0 {
		return "", false
	}
	line := b.lines[open[len(open)-1]]
	return line[:len(line)-len(strings.TrimLeft(line, " \t"))], true
}
