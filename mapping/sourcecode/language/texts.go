package language

import (
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// escapes is what stands behind a backslash in the texts of a language.
type escapes struct {
	// letters are pairs of a character and what it stands for.
	letters string
	// kept says that the backslash stays before other characters, joined that one before
	// the end of a line goes with it.
	kept, joined bool
	// octal and hex are how many digits a number may have, behind the backslash and behind
	// an x; bytes says that such a number is one byte of UTF-8, not a character.
	octal, hex int
	bytes      bool
	// short says that u has four digits behind it, braced that they may be in braces, long
	// that U has eight.
	short, braced, long bool
}

// decode returns what a text stands for, without its quotes.
func (e escapes) decode(s string) string {
	at := strings.IndexByte(s, '\\')
	if at < 0 {
		return s
	}
	var out strings.Builder
	var high rune // the first half of a character of two
	for at >= 0 && at+1 < len(s) {
		if at > 0 {
			high = 0
		}
		out.WriteString(s[:at])
		r, isByte, n := e.one(s[at+1:])
		switch {
		case n == 0 && e.joined && s[at+1] == '\n':
			n, high = 1, 0
		case n == 0:
			if e.kept {
				out.WriteByte('\\')
			}
			_, n = utf8.DecodeRuneInString(s[at+1:])
			if next := s[at+1 : at+1+n]; next != "\n" || e.kept {
				out.WriteString(next)
			}
			high = 0
		case isByte:
			out.WriteByte(byte(r))
		case utf16.IsSurrogate(r) && high == 0:
			high = r
		case high != 0:
			out.WriteRune(utf16.DecodeRune(high, r))
			high = 0
		default:
			out.WriteRune(r)
		}
		s = s[at+1+n:]
		at = strings.IndexByte(s, '\\')
	}
	out.WriteString(s)
	return out.String()
}

// one returns what the escape behind a backslash stands for, and how long it is; 0: it is
// none.
func (e escapes) one(s string) (r rune, isByte bool, length int) {
	for i := 0; i+1 < len(e.letters); i += 2 {
		if s[0] == e.letters[i] {
			return rune(e.letters[i+1]), false, 1
		}
	}
	switch {
	case e.octal > 0 && s[0] >= '0' && s[0] <= '7':
		r, n := digitsOf(s, e.octal, 8)
		return r, e.bytes, n
	case e.hex > 0 && s[0] == 'x':
		if r, n := digitsOf(s[1:], e.hex, 16); n > 0 {
			return r, e.bytes, n + 1
		}
	case e.braced && strings.HasPrefix(s, "u{"):
		if end := strings.IndexByte(s, '}'); end > 0 {
			if r, n := digitsOf(s[2:end], 8, 16); n > 0 {
				return r, false, end + 1
			}
		}
	case e.short && s[0] == 'u':
		us := len(s) - len(strings.TrimLeft(s, "u")) // Java allows several
		if r, n := digitsOf(s[us:], 4, 16); n == 4 {
			return r, false, us + n
		}
	case e.long && s[0] == 'U':
		if r, n := digitsOf(s[1:], 8, 16); n == 8 {
			return r, false, 9
		}
	}
	return 0, false, 0
}

// digitsOf reads a number of at most so many digits, and says how many it has.
func digitsOf(s string, most, base int) (value rune, count int) {
	for count < most && count < len(s) {
		if _, err := strconv.ParseUint(s[count:count+1], base, 8); err != nil {
			break
		}
		count++
	}
	n, err := strconv.ParseUint(s[:count], base, 32)
	if err != nil || n > utf8.MaxRune {
		return 0, 0
	}
	return rune(n), count
}

// What stands behind a backslash in the texts of each language.
var (
	javaEscapes   = escapes{letters: "n\nt\tr\rb\bf\fs ", octal: 3, short: true}
	kotlinEscapes = escapes{letters: "n\nt\tr\rb\b", short: true}
	swiftEscapes  = escapes{letters: "n\nt\tr\r0\x00", braced: true}
	csharpEscapes = escapes{letters: "n\nt\tr\ra\ab\bf\fv\v0\x00e\x1b", hex: 4, short: true, long: true}
	rubyEscapes   = escapes{letters: "n\nt\tr\rs a\ab\bf\fv\ve\x1b", octal: 3, hex: 2, bytes: true, short: true, braced: true}
	pythonEscapes = escapes{letters: "n\nt\tr\ra\ab\bf\fv\v\\\\''\"\"", kept: true, joined: true, octal: 3, hex: 2, short: true, long: true}
	phpEscapes    = escapes{letters: "n\nt\tr\rv\vf\fe\x1b\\\\$$\"\"", kept: true, octal: 3, hex: 2, bytes: true, braced: true}
)

// quoted returns what stands between the quotes of a text.
func quoted(s string, quotes int) string {
	if len(s) < 2*quotes {
		return ""
	}
	return s[quotes : len(s)-quotes]
}

// apostrophes decodes what has an escape for a quote and the backslash, and no others.
var apostrophes = strings.NewReplacer(`\\`, `\`, `\'`, `'`)

func decodeJava(s string) (string, bool) {
	if strings.HasPrefix(s, `"""`) {
		return "", false
	}
	return javaEscapes.decode(quoted(s, 1)), true
}

func decodeKotlin(s string) (string, bool) { return kotlinEscapes.decode(quoted(s, 1)), true }

func kotlinChunk(open, s string) (string, bool) {
	if open == `"""` {
		return s, true
	}
	return kotlinEscapes.decode(s), true
}

func decodeSwift(s string) (string, bool) { return swiftEscapes.decode(quoted(s, 1)), true }

func swiftChunk(open, s string) (string, bool) {
	switch {
	case open == `"`:
		return swiftEscapes.decode(s), true
	case strings.HasSuffix(open, `"""`):
		return "", false // what its lines begin with is told by its last one
	}
	return s, !strings.Contains(s, `\`+strings.TrimSuffix(open, `"`))
}

func decodeCSharp(s string) (string, bool) {
	if strings.HasPrefix(s, "@") {
		return strings.ReplaceAll(quoted(s[1:], 1), `""`, `"`), true
	}
	return csharpEscapes.decode(quoted(s, 1)), true
}

// braces are those of a text with interpolations in which they are meant as they stand.
var braces = strings.NewReplacer("{{", "{", "}}", "}")

func csharpChunk(open, s string) (string, bool) {
	switch {
	case open == `$"`:
		return csharpEscapes.decode(braces.Replace(s)), true
	case strings.Contains(open, "@"):
		return strings.ReplaceAll(braces.Replace(s), `""`, `"`), true
	}
	return s, !strings.Contains(s, "\n")
}

func decodeRuby(s string) (string, bool) {
	s = strings.TrimPrefix(s, ":")
	switch {
	case strings.HasPrefix(s, `"`):
		return rubyEscapes.decode(quoted(s, 1)), true
	case strings.HasPrefix(s, "'"):
		return apostrophes.Replace(quoted(s, 1)), true
	}
	return s, true
}

func rubyChunk(open, s string) (string, bool) {
	if strings.HasPrefix(open, "%q") {
		end := map[byte]string{'(': ")", '[': "]", '{': "}", '<': ">"}[open[2]]
		return strings.NewReplacer(`\\`, `\`, `\`+open[2:], open[2:], `\`+end, end).Replace(s), true
	}
	return rubyEscapes.decode(s), true
}

func decodePHP(s string) (string, bool) {
	if strings.HasPrefix(s, "'") {
		return apostrophes.Replace(quoted(s, 1)), true
	}
	return phpEscapes.decode(quoted(s, 1)), true
}

func phpChunk(open, s string) (string, bool) {
	if open == `"` {
		return phpEscapes.decode(s), true
	}
	return "", false
}
