package gitignore

import (
	"bytes"
	"strings"
)

// pattern is a line of a .gitignore file.
type pattern struct {
	negated  bool   // it takes back what an earlier one ignores
	dirsOnly bool   // it is about directories
	anywhere bool   // it is about the last name of a path, at any depth
	literal  string // what the name, or the path, begins with
	suffix   bool   // of one that is anywhere: it is * and then literal
	rest     glob   // what follows the literal; empty: nothing does
}

// parse returns the patterns of a .gitignore file, in order.
func parse(text []byte) []pattern {
	var patterns []pattern
	text = bytes.TrimPrefix(text, []byte("\xef\xbb\xbf"))
	for line := range bytes.SplitSeq(text, []byte("\n")) {
		if len(line) == 0 || line[0] == '#' {
			continue
		}
		line, _, _ = bytes.Cut(bytes.TrimSuffix(line, []byte("\r")), []byte{0})
		if p, ok := parseLine(trimmed(string(line))); ok {
			patterns = append(patterns, p)
		}
	}
	return patterns
}

// trimmed returns a line without the blanks at its end that no backslash keeps.
func trimmed(line string) string {
	end := 0
	for i := 0; i < len(line); i++ {
		switch line[i] {
		case ' ':
			continue
		case '\\':
			if i++; i == len(line) {
				return line // as git does
			}
		}
		end = i + 1
	}
	return line[:end]
}

// parseLine reads one pattern. It is false for one that fits nothing.
func parseLine(line string) (pattern, bool) {
	var p pattern
	line, p.negated = strings.CutPrefix(line, "!")
	line, p.dirsOnly = strings.CutSuffix(line, "/")
	p.anywhere = !strings.Contains(line, "/")
	if p.anywhere && strings.HasPrefix(line, "*") && !strings.ContainsAny(line[1:], special) {
		p.suffix, p.literal = true, line[1:]
		return p, true
	}
	if !p.anywhere {
		line = strings.TrimPrefix(line, "/")
	}
	// What stands before the first special character is compared by itself, so that a
	// ** behind it stands at the beginning: foo**/bar fits foo/a/bar. So it is in git.
	plain := strings.IndexAny(line, special)
	if plain < 0 {
		p.literal = line
		return p, line != ""
	}
	p.literal = line[:plain]
	var ok bool
	p.rest, ok = compile(line[plain:])
	return p, ok
}

// fits says whether a pattern is about an entry, given by its name and by its path
// from the directory of the .gitignore file.
func (p *pattern) fits(name, path string, isDir bool) bool {
	if p.dirsOnly && !isDir {
		return false
	}
	text := path
	if p.anywhere {
		text = name
	}
	if p.suffix {
		return strings.HasSuffix(text, p.literal)
	}
	if p.rest == nil {
		return text == p.literal
	}
	text, ok := strings.CutPrefix(text, p.literal)
	return ok && p.rest.match(text)
}
