package match

import (
	"bytes"
	"encoding/binary"
	"strings"
	"unicode/utf8"
)

// Phrase is a word or phrase to find in JSON text, in any case of letters: as it
// stands in the text, and as the text reads once the escapes of its strings are
// undone, so that café is found in "Caf\u00e9". It may be used by many goroutines
// at once.
type Phrase struct {
	needle []byte // folded
	ascii  bool
	// rare is the place in needle of the byte that JSON text has least of, and
	// small and capital are that byte in both cases.
	rare           int
	small, capital byte
	// simple is the longest part of it of which no escape but \uXXXX reads as a
	// part, and that does not reach from one value or name to the next; nil for none.
	simple *Phrase
	marks  []mark // see MayBeIn
}

// common lists bytes from the most to the least frequent in JSON messages;
// others are rarer.
const common = `"eat,:roinsclpd1.m02u5h-_g/43{}67f98bvkwy x`

// NewPhrase makes a phrase of a text. The empty text is in every text.
func NewPhrase(text string) *Phrase {
	p := newPhrase(appendFold(nil, text))
	p.marks = marksOf(p.needle)
	if part := simplePart(p.needle); len(part) > 0 && len(part) == len(p.needle) {
		p.simple = p
	} else if len(part) >= short {
		p.simple = newPhrase(part)
	}
	return p
}

// newPhrase makes a phrase of a folded text to look for as it stands.
func newPhrase(needle []byte) *Phrase {
	p := &Phrase{needle: needle, ascii: isASCII(needle)}
	rank := -1
	for i, c := range needle {
		seen := strings.IndexByte(common, c)
		if seen < 0 {
			seen = len(common)
		}
		if seen > rank {
			rank, p.rare = seen, i
		}
	}
	if len(needle) > 0 {
		p.small = needle[p.rare]
		p.capital = p.small
		if 'a' <= p.small && p.small <= 'z' {
			p.capital -= 'a' - 'A'
		}
	}
	return p
}

func isSimple(c byte) bool {
	return c >= ' ' && c < utf8.RuneSelf && strings.IndexByte(`"\/,:[]{}`, c) < 0
}

// short is how many bytes a part of a phrase has at least: a shorter one is in most lines.
const short = 3

// simplePart returns the longest part of a needle that is simple.
func simplePart(needle []byte) (longest []byte) {
	for from, i := 0, 0; i <= len(needle); i++ {
		if i < len(needle) && isSimple(needle[i]) {
			continue
		}
		if i-from > len(longest) {
			longest = needle[from:i]
		}
		from = i + 1
	}
	return longest
}

// Match reports whether the text has it. It allocates nothing, unless what is
// looked for is longer than about 1,000 bytes.
func (p *Phrase) Match(text []byte) bool {
	if len(p.needle) == 0 || p.ascii && p.plain(text) {
		return true
	}
	if bytes.IndexByte(text, '\\') < 0 && (isASCII(text) || p.ascii && !foldsToASCII(text)) {
		return false // the text reads as it stands
	}
	return p.decoded(text)
}

// Reads reports whether a text that has no escapes has it.
func (p *Phrase) Reads(text string) bool {
	var room [Short]byte
	return bytes.Contains(appendFold(room[:0], text), p.needle)
}

// Implies reports whether every text that has p has o.
func (p *Phrase) Implies(o *Phrase) bool { return bytes.Contains(p.needle, o.needle) }

// MayMatch reports whether the text of a message that stands in a line of a
// capture file may have it: false is certain, true is not. It is much faster than
// finding out.
func (p *Phrase) MayMatch(line []byte) bool {
	return p.simple == nil || p.simple.plain(line) || hasUnicodeEscape(line) || !isASCII(line) && foldsToASCII(line) || mayBeBase64(line)
}

// mayBeBase64 reports whether the body of a line of a capture file may be in base64, which
// never ends with a brace.
func mayBeBase64(line []byte) bool {
	return !bytes.HasSuffix(line, []byte(`}"}`)) && bytes.Contains(line, []byte(`"body64":`))
}

// hasUnicodeEscape looks for \u. There are fewer u than backslashes in JSON that
// stands in a string.
func hasUnicodeEscape(text []byte) bool {
	for from := 1; from < len(text); {
		i := bytes.IndexByte(text[from:], 'u')
		if i < 0 {
			return false
		}
		if text[from+i-1] == '\\' {
			return true
		}
		from += i + 1
	}
	return false
}

// plain looks for an ASCII needle in the bytes as they are.
func (p *Phrase) plain(text []byte) bool {
	last := len(text) - len(p.needle) + p.rare // where the rare byte may stand at most
	if last < p.rare {
		return false
	}
	text = text[:last+len(p.needle)-p.rare]
	small, capital := p.rare, p.rare // the next place of each, once looked for
	lookSmall, lookCapital := true, p.capital != p.small
	if !lookCapital {
		capital = last + 1
	}
	for {
		if lookSmall {
			small = next(text[:last+1], p.small, small)
		}
		if lookCapital {
			capital = next(text[:last+1], p.capital, capital)
		}
		at := min(small, capital)
		if at > last {
			return false
		}
		if p.stands(text[at-p.rare:]) {
			return true
		}
		lookSmall, lookCapital = at == small, at == capital
		if lookSmall {
			small++
		} else {
			capital++
		}
	}
}

// next gives the place of c from the place from on; len(text) when there is none.
func next(text []byte, c byte, from int) int {
	if i := bytes.IndexByte(text[from:], c); i >= 0 {
		return from + i
	}
	return len(text)
}

// stands reports whether the text, which is long enough, begins with an ASCII
// needle.
func (p *Phrase) stands(text []byte) bool {
	for i, want := range p.needle {
		if c := text[i]; c != want && (c >= utf8.RuneSelf || lower[c] != want) {
			return false
		}
	}
	return true
}

func isASCII(text []byte) bool {
	for len(text) >= 8 {
		if binary.LittleEndian.Uint64(text)&0x8080808080808080 != 0 {
			return false
		}
		text = text[8:]
	}
	for _, c := range text {
		if c >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// foldsToASCII reports whether a text has a character that is not ASCII and is
// read as ASCII letters when case does not matter: ſ ß İ ẞ K and ligatures.
func foldsToASCII(text []byte) bool {
	for _, c := range [...]string{"ſ", "ß", "İ", "ẞ", "\u212A", "\xEF\xAC"} {
		if bytes.Contains(text, []byte(c)) {
			return true
		}
	}
	return false
}

// window is how many bytes of decoded text are searched at a time.
const window = 2048

// decoded looks for the needle in the text with its escapes undone.
func (p *Phrase) decoded(text []byte) bool {
	var room [window]byte
	buf := room[:0]
	if len(p.needle) > window/2 {
		buf = make([]byte, 0, 4*len(p.needle))
	}
	for len(text) > 0 {
		buf, text = appendReading(buf, text)
		if bytes.Contains(buf, p.needle) {
			return true
		}
		keep := min(len(buf), len(p.needle)-1) // it may have begun there
		buf = append(buf[:0], buf[len(buf)-keep:]...)
	}
	return false
}

// mostBytes is how many bytes one character or escape can become at most.
const mostBytes = 8

// appendReading appends as much of a text as fits, escapes undone, without
// differences of case, and gives what is left of it.
func appendReading(dst, text []byte) (_, rest []byte) {
	for len(text) > 0 && len(dst)+mostBytes <= cap(dst) {
		if n := plainRun(dst[len(dst):cap(dst)], text); n > 0 {
			dst, text = dst[:len(dst)+n], text[n:]
			continue
		}
		r, n := utf8.DecodeRune(text)
		if r == '\\' {
			r, n = Unescape(text)
		}
		dst = appendRune(dst, r)
		text = text[n:]
	}
	return dst, text
}

// plainRun puts ASCII characters without escapes into room as far as they go,
// without differences of case, and gives their number.
func plainRun(room, text []byte) int {
	text = text[:min(len(text), len(room))]
	for i, c := range text {
		if c >= utf8.RuneSelf || c == '\\' {
			return i
		}
		room[i] = lower[c]
	}
	return len(text)
}
