package mapping

import (
	"strings"
	"unicode/utf8"

	"segtap/mapping/kit"
)

// parseDate reads a date as Date.parse does in Node.js (V8), the host being in
// UTC. legacy says that it was not ISO 8601 as ECMA-262 defines it, and was read
// by the rules that V8 keeps for everything else:
//
//   - numbers are parts of the date, in the order month, day, year, or year,
//     month, day when the first is too large for a day; a number before a colon
//     begins the time;
//   - of words only the months (by their first three letters), AM, PM and a few
//     zones count; others are ignored before the first number, and an error
//     behind it;
//   - what stands in parentheses, and every other character, is ignored.
func parseDate(s string) (m moment, legacy bool) {
	p := dateParser{scan: newDateScanner(s), time: clockParts{}, zone: zoneParts{hour: none, minute: none}}
	tok, ok := p.iso()
	if !ok {
		return moment{}, false
	}
	if tok.kind != tokEnd {
		legacy = true
		if !p.legacy(tok) {
			return moment{}, true
		}
	}
	m.ms, m.ok = p.result()
	return m, legacy
}

// none is an hour or minute of a zone that has not come yet.
const none = -1

// dateParser gathers the parts of a date.
type dateParser struct {
	scan dateScanner
	day  dayParts
	time clockParts
	zone zoneParts
}

// iso reads the date as ISO 8601. It gives the token at which that fails, for
// the legacy rules to go on with; a token of kind tokEnd when all is read; not
// ok when no other rule can save it, either.
func (p *dateParser) iso() (next dateToken, ok bool) {
	switch {
	case p.scan.tok.isSign():
		sign := p.scan.next()
		if !p.scan.tok.isNumber(6) {
			return sign, true
		}
		year := p.scan.next().number
		if sign.char == '-' {
			if year == 0 {
				return sign, true
			}
			year = -year
		}
		p.day.add(year)
	case p.scan.tok.isNumber(4):
		p.day.add(p.scan.next().number)
	default:
		return p.scan.next(), true
	}
	if p.scan.skip('-') {
		if !p.scan.tok.isNumber(2) || !isMonth(p.scan.tok.number) {
			return p.scan.next(), true
		}
		p.day.add(p.scan.next().number)
		if p.scan.skip('-') {
			if !p.scan.tok.isNumber(2) || !isDay(p.scan.tok.number) {
				return p.scan.next(), true
			}
			p.day.add(p.scan.next().number)
		}
	}
	switch {
	case p.scan.tok.kind == tokEnd:
	case !p.scan.tok.isWord(wordT):
		return p.scan.next(), true
	default:
		p.scan.next()
		if !p.isoTime() || !p.isoZone() || p.scan.tok.kind != tokEnd {
			return dateToken{}, false
		}
	}
	p.day.iso = true
	return dateToken{kind: tokEnd}, true
}

// isoTime reads HH:mm[:ss[.s…]]. The hour 24 has no minutes.
func (p *dateParser) isoTime() bool {
	if !p.scan.tok.isNumber(2) || p.scan.tok.number > 24 {
		return false
	}
	midnight := p.scan.tok.number == 24
	p.time.add(p.scan.next().number)
	for part := range 2 {
		if !p.scan.skip(':') {
			return part > 0
		}
		if !p.scan.tok.isNumber(2) || p.scan.tok.number > 59 || midnight && p.scan.tok.number > 0 {
			return false
		}
		p.time.add(p.scan.next().number)
	}
	if p.scan.skip('.') {
		if p.scan.tok.kind != tokNumber || midnight && p.scan.tok.number > 0 {
			return false
		}
		p.time.add(p.scan.next().milliseconds())
	}
	return true
}

// isoZone reads Z, ±HH:mm or ±HHmm, if there is a zone.
func (p *dateParser) isoZone() bool {
	if p.scan.tok.isZ() {
		p.scan.next()
		p.zone.set(0)
		return true
	}
	if !p.scan.tok.isSign() {
		return true
	}
	p.zone.sign(p.scan.next())
	if p.scan.tok.isNumber(4) {
		n := p.scan.next().number
		p.zone.hour, p.zone.minute = n/100, n%100
		return p.zone.hour <= 23 && p.zone.minute <= 59
	}
	if !p.scan.tok.isNumber(2) || p.scan.tok.number > 23 {
		return false
	}
	p.zone.hour = p.scan.next().number
	if !p.scan.skip(':') || !p.scan.tok.isNumber(2) || p.scan.tok.number > 59 {
		return false
	}
	p.zone.minute = p.scan.next().number
	return true
}

// legacy reads the rest of the date, from tok on, by V8's own rules.
func (p *dateParser) legacy(tok dateToken) bool {
	hasNumber := p.day.n > 0
	for ; tok.kind != tokEnd; tok = p.scan.next() {
		switch {
		case tok.kind == tokNumber:
			hasNumber = true
			if !p.legacyNumber(tok) {
				return false
			}
		case tok.kind == tokWord:
			if !p.legacyWord(tok, hasNumber) {
				return false
			}
		case tok.isSign() && (p.zone.isUTC() || p.time.n > 0):
			hasNumber = true
			if !p.legacyOffset(tok) {
				return false
			}
		case (tok.isSign() || tok.char == ')') && hasNumber:
			return false
		}
	}
	return true
}

// legacyNumber takes a number for what its surroundings make of it.
func (p *dateParser) legacyNumber(tok dateToken) bool {
	n := tok.number
	switch {
	case p.scan.skip(':'):
		if p.scan.skip(':') {
			if p.time.n > 0 {
				return false
			}
			p.time.add(n)
			p.time.add(0)
			return true
		}
		if !p.time.add(n) {
			return false
		}
		p.scan.skip('.')
		return true
	case p.scan.skip('.') && p.time.expects(n):
		p.time.add(n)
		if p.scan.tok.kind != tokNumber {
			return false
		}
		p.time.last(p.scan.next().milliseconds())
		return true
	case p.zone.expects(n):
		p.zone.minute = n
		return true
	case p.time.expects(n):
		p.time.last(n)
		next := p.scan.tok
		return next.kind == tokEnd || next.kind == tokSpace || next.isZ() || next.isSign()
	}
	if !p.day.add(n) {
		return false
	}
	p.scan.skip('-')
	return true
}

func (p *dateParser) legacyWord(tok dateToken, hasNumber bool) bool {
	switch tok.word.kind {
	case wordHalf:
		if p.time.n > 0 {
			p.time.half, p.time.hasHalf = tok.word.value, true
			return true
		}
	case wordMonth:
		p.day.month = tok.word.value
		p.scan.skip('-')
		return true
	case wordZone:
		if hasNumber {
			p.zone.set(tok.word.value)
			return true
		}
	case wordOther, wordT:
	}
	return !hasNumber && p.scan.tok.kind != tokNumber
}

// legacyOffset reads ±H, ±HH, ±Hmm, ±HHmm, or the hour of ±HH:mm.
func (p *dateParser) legacyOffset(sign dateToken) bool {
	p.zone.sign(sign)
	var n, length int
	if p.scan.tok.kind == tokNumber {
		tok := p.scan.next()
		n, length = tok.number, tok.length
	}
	switch {
	case p.scan.tok.char == ':':
		p.zone.hour, p.zone.minute = n, none
	case length == 1 || length == 2:
		p.zone.hour, p.zone.minute = n, 0
	case length == 3 || length == 4:
		p.zone.hour, p.zone.minute = n/100, n%100
	default:
		return false
	}
	return true
}

// dateToken is a token of a date.
type dateToken struct {
	kind   tokenKind
	char   byte // of tokChar
	number int  // of tokNumber: its first nine digits behind leading zeros
	length int  // in characters
	word   dateWord
}

type tokenKind uint8

const (
	tokEnd tokenKind = iota
	tokNumber
	tokChar // one of : - + . )
	tokWord
	tokSpace
	tokOther
)

func (t dateToken) isNumber(length int) bool  { return t.kind == tokNumber && t.length == length }
func (t dateToken) isSign() bool              { return t.char == '+' || t.char == '-' }
func (t dateToken) isWord(kind wordKind) bool { return t.kind == tokWord && t.word.kind == kind }
func (t dateToken) isZ() bool                 { return t.isWord(wordZone) && t.length == 1 }

// significant is how many digits of a number count.
const significant = 9

// milliseconds reads the number as digits of a fraction.
func (t dateToken) milliseconds() int {
	n := t.number
	switch length := min(t.length, significant); length {
	case 1:
		return n * 100
	case 2:
		return n * 10
	default:
		for ; length > 3; length-- {
			n /= 10
		}
		return n
	}
}

type wordKind uint8

const (
	wordOther wordKind = iota
	wordMonth
	wordHalf // AM, PM
	wordZone
	wordT
)

// dateWord is a word that means something in a date.
type dateWord struct {
	kind  wordKind
	value int // month, hours to add, or hours from UTC
}

// wordOf gives the meaning of a word. Months are known by their first three
// letters, everything else must be the whole word.
func wordOf(word string) dateWord {
	const months = "janfebmaraprmayjunjulaugsepoctnovdec"
	if len(word) >= 3 {
		if i := strings.Index(months, strings.ToLower(word[:3])); i >= 0 && i%3 == 0 {
			return dateWord{wordMonth, i/3 + 1}
		}
	}
	if len(word) > 3 {
		return dateWord{}
	}
	switch strings.ToLower(word) {
	case "am":
		return dateWord{wordHalf, 0}
	case "pm":
		return dateWord{wordHalf, 12}
	case "z", "ut", "utc", "gmt":
		return dateWord{wordZone, 0}
	case "est", "cdt":
		return dateWord{wordZone, -5}
	case "edt":
		return dateWord{wordZone, -4}
	case "cst", "mdt":
		return dateWord{wordZone, -6}
	case "mst", "pdt":
		return dateWord{wordZone, -7}
	case "pst":
		return dateWord{wordZone, -8}
	case "t":
		return dateWord{kind: wordT}
	}
	return dateWord{}
}

// dateScanner takes a date apart. tok is the token that comes next.
type dateScanner struct {
	text string
	tok  dateToken
}

func newDateScanner(text string) dateScanner {
	if end := strings.IndexByte(text, 0); end >= 0 {
		text = text[:end] // NUL ends a date
	}
	s := dateScanner{text: text}
	s.tok = s.scan()
	return s
}

// next gives the token that comes next, and reads the one behind it.
func (s *dateScanner) next() dateToken {
	tok := s.tok
	s.tok = s.scan()
	return tok
}

// skip reads over the character if it comes next.
func (s *dateScanner) skip(char byte) bool {
	if s.tok.char != char {
		return false
	}
	s.next()
	return true
}

func (s *dateScanner) scan() dateToken {
	if s.text == "" {
		return dateToken{kind: tokEnd}
	}
	r, width := utf8.DecodeRuneInString(s.text)
	switch {
	case r >= '0' && r <= '9':
		return s.scanNumber()
	case strings.ContainsRune(":-+.)", r):
		s.text = s.text[1:]
		return dateToken{kind: tokChar, char: byte(r)}
	case kit.IsSpace(r):
		s.text = s.text[width:]
		return dateToken{kind: tokSpace}
	case r >= 'A':
		word := s.text[:wordLength(s.text)]
		s.text = s.text[len(word):]
		return dateToken{kind: tokWord, length: len(word), word: wordOf(word)}
	case r == '(':
		s.skipParentheses()
	default:
		s.text = s.text[width:]
	}
	return dateToken{kind: tokOther}
}

func (s *dateScanner) scanNumber() dateToken {
	tok := dateToken{kind: tokNumber}
	for tok.length < len(s.text) && s.text[tok.length] == '0' {
		tok.length++
	}
	for taken := 0; tok.length < len(s.text); tok.length++ {
		c := s.text[tok.length]
		if c < '0' || c > '9' {
			break
		}
		if taken < significant {
			tok.number = tok.number*10 + int(c-'0')
			taken++
		}
	}
	s.text = s.text[tok.length:]
	return tok
}

// wordLength measures a word: all characters from A on, but for spaces.
func wordLength(text string) int {
	for i, r := range text {
		if r < 'A' || kit.IsSpace(r) {
			return i
		}
	}
	return len(text)
}

// skipParentheses reads over what stands in parentheses, which may nest.
func (s *dateScanner) skipParentheses() {
	depth := 0
	for i := range len(s.text) {
		switch s.text[i] {
		case '(':
			depth++
		case ')':
			depth--
		}
		if depth == 0 {
			s.text = s.text[i+1:]
			return
		}
	}
	s.text = ""
}
