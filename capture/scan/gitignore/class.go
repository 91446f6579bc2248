package gitignore

import "strings"

// class reads a set of characters behind its bracket, and returns where it ends. It is
// false for one that is not closed or names a class that there is not.
func class(text string, i int) (set [256]bool, end int, ok bool) {
	negated := i < len(text) && (text[i] == '!' || text[i] == '^')
	if negated {
		i++
	}
	before := -1 // the character that a range may begin with
	for first := true; ; first = false {
		if i >= len(text) {
			return set, 0, false
		}
		if text[i] == ']' && !first {
			break
		}
		if name, n := classNamed(text[i:]); n > 0 {
			has, known := classes[name]
			if !known {
				return set, 0, false
			}
			for c := range set {
				set[c] = set[c] || c < 0x80 && has(byte(c))
			}
			i, before = i+n, -1
			continue
		}
		low := -1
		if text[i] == '-' && before >= 0 && i+1 < len(text) && text[i+1] != ']' {
			low = before
			i++
		}
		if text[i] == '\\' {
			if i++; i == len(text) {
				return set, 0, false
			}
		}
		c := int(text[i])
		i++
		if low < 0 {
			set[c], before = true, c
			continue
		}
		for ; low <= c; low++ {
			set[low] = true
		}
		before = -1
	}
	if negated {
		for c := range set {
			set[c] = !set[c]
		}
	}
	return set, i + 1, true
}

// classNamed returns the name of a class such as [:alpha:] that a text begins with, and its
// length; 0: it begins with none.
func classNamed(text string) (name string, length int) {
	rest, ok := strings.CutPrefix(text, "[:")
	if !ok {
		return "", 0
	}
	end := strings.IndexByte(rest, ']')
	if end < 1 || rest[end-1] != ':' {
		return "", 0
	}
	return rest[:end-1], len("[:") + end + 1
}

// classes are the named sets of ASCII.
var classes = map[string]func(byte) bool{
	"alnum":  func(c byte) bool { return letter(c) || digit(c) },
	"alpha":  letter,
	"blank":  func(c byte) bool { return c == ' ' || c == '\t' },
	"cntrl":  func(c byte) bool { return c < ' ' || c == 0x7f },
	"digit":  digit,
	"graph":  func(c byte) bool { return c > ' ' && c < 0x7f },
	"lower":  lower,
	"print":  func(c byte) bool { return c >= ' ' && c < 0x7f },
	"punct":  func(c byte) bool { return c > ' ' && c < 0x7f && !letter(c) && !digit(c) },
	"space":  func(c byte) bool { return c == ' ' || c >= '\t' && c <= '\r' },
	"upper":  upper,
	"xdigit": func(c byte) bool { return digit(c) || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F' },
}

func lower(c byte) bool  { return c >= 'a' && c <= 'z' }
func upper(c byte) bool  { return c >= 'A' && c <= 'Z' }
func letter(c byte) bool { return lower(c) || upper(c) }
func digit(c byte) bool  { return c >= '0' && c <= '9' }
