package editor

import (
	"slices"
	"strings"
	"unicode/utf8"

	"segtap/ui/widget/sanitize"
)

// pos is a place in the text: a line from zero and a byte in it, at the edge of a unit.
type pos struct{ line, col int }

func (p pos) before(q pos) bool {
	return p.line < q.line || p.line == q.line && p.col < q.col
}

// buffer is a text in lines without their ends; there is always at least one.
type buffer struct{ lines []string }

func newBuffer(text string) buffer { return buffer{strings.Split(text, "\n")} }

func (b *buffer) text() string { return strings.Join(b.lines, "\n") }

// end returns the place behind the last character.
func (b *buffer) end() pos {
	last := len(b.lines) - 1
	return pos{last, len(b.lines[last])}
}

// between returns the text from one place to a later one.
func (b *buffer) between(from, to pos) string {
	if from.line == to.line {
		return b.lines[from.line][from.col:to.col]
	}
	var s strings.Builder
	s.WriteString(b.lines[from.line][from.col:])
	for _, l := range b.lines[from.line+1 : to.line] {
		s.WriteByte('\n')
		s.WriteString(l)
	}
	s.WriteByte('\n')
	s.WriteString(b.lines[to.line][:to.col])
	return s.String()
}

// replace puts text in place of what is between two places and returns where it ends.
func (b *buffer) replace(from, to pos, text string) pos {
	head, tail := b.lines[from.line][:from.col], b.lines[to.line][to.col:]
	if from.line == to.line && strings.IndexByte(text, '\n') < 0 {
		b.lines[from.line] = head + text + tail
		return pos{from.line, from.col + len(text)}
	}
	lines := strings.Split(text, "\n")
	end := after(from, text)
	lines[0] = head + lines[0]
	lines[len(lines)-1] += tail
	b.lines = slices.Replace(b.lines, from.line, to.line+1, lines...)
	return end
}

// after returns where text ends that starts at p.
func after(p pos, text string) pos {
	i := strings.LastIndexByte(text, '\n')
	if i < 0 {
		return pos{p.line, p.col + len(text)}
	}
	return pos{p.line + strings.Count(text, "\n"), len(text) - i - 1}
}

// unit returns the length in bytes of what the cursor steps over at the start of s: a grapheme cluster, or where that
// holds something shown escaped, one character or broken byte.
func unit(s string) int {
	n, _ := sanitize.First(s)
	if n > 1 && !sanitize.IsClean(s[:n]) {
		_, n = utf8.DecodeRuneInString(s)
	}
	return n
}

// next returns the place one unit on, in the next line behind the end of a line.
func (b *buffer) next(p pos) pos {
	switch line := b.lines[p.line]; {
	case p.col < len(line):
		return pos{p.line, p.col + unit(line[p.col:])}
	case p.line+1 < len(b.lines):
		return pos{p.line + 1, 0}
	}
	return p
}

// prev returns the place one unit back.
func (b *buffer) prev(p pos) pos {
	if p.col == 0 {
		if p.line == 0 {
			return p
		}
		return pos{p.line - 1, len(b.lines[p.line-1])}
	}
	line := b.lines[p.line]
	start := p.col - 1
	for start > 0 && line[start] >= utf8.RuneSelf {
		start--
	}
	return pos{p.line, edge(line, start, p.col-1)}
}

// edge returns the start of the unit that holds byte col; from is the start of a unit not behind it.
func edge(line string, from, col int) int {
	for from < len(line) {
		n := unit(line[from:])
		if from+n > col {
			return from
		}
		from += n
	}
	return len(line)
}

// clamp brings p to a place there is, at the edge of a unit.
func (b *buffer) clamp(p pos) pos {
	switch {
	case p.line < 0:
		return pos{}
	case p.line >= len(b.lines):
		return b.end()
	}
	line := b.lines[p.line]
	return pos{p.line, edge(line, 0, min(max(0, p.col), len(line)))}
}

// column returns the column on the screen of place p, from zero.
func (b *buffer) column(p pos) int {
	return sanitize.Width(sanitize.Escape(b.lines[p.line][:p.col]))
}

// atColumn returns the place in a line which is shown at a column, or the end of the line when that is shorter.
func (b *buffer) atColumn(line, column int) pos {
	s := b.lines[line]
	if sanitize.IsASCII(s) {
		return pos{line, min(max(0, column), len(s))}
	}
	for i := 0; i < len(s); {
		n := unit(s[i:])
		if column -= sanitize.Width(sanitize.Escape(s[i : i+n])); column < 0 {
			return pos{line, i}
		}
		i += n
	}
	return pos{line, len(s)}
}

// offset returns the place of byte offset in the text, at the edge of a unit.
func (b *buffer) offset(offset int) pos { return b.clamp(b.exactly(offset)) }

// exactly returns the place of byte offset in the text, which may be within a unit.
func (b *buffer) exactly(offset int) pos {
	for i, l := range b.lines {
		if offset <= len(l) {
			return pos{i, offset}
		}
		offset -= len(l) + 1
	}
	return b.end()
}
