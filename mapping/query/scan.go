package query

import (
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// value is what stands behind the colon of a field, or a word.
type value struct {
	op         string // "", "=", ">", ">=", "<" or "<="
	text       string // as it reads; wildcards are the bytes star and question
	quoted     bool
	start, end int // of the text in the filter, quotes included
}

// pattern makes a pattern of it: exact behind "=".
func (v value) pattern() pattern {
	if v.op == "=" {
		return newPattern(v.literal(), true)
	}
	return newPattern(v.text, false)
}

// literal gives the text with its wildcards as the characters they were.
func (v value) literal() string {
	if indexWild(v.text) < 0 {
		return v.text
	}
	b := []byte(v.text)
	for i, c := range b {
		switch c {
		case star:
			b[i] = '*'
		case question:
			b[i] = '?'
		}
	}
	return string(b)
}

func isSpace(r rune) bool { return unicode.IsSpace(r) }

// skipSpace goes to the next character that is no white space.
func (p *parser) skipSpace() {
	p.at = len(p.text) - len(strings.TrimLeftFunc(p.text[p.at:], isSpace))
}

// endOf gives the end of the bare text that begins at a place: white space and
// parentheses end it.
func (p *parser) endOf(from int) int {
	i := strings.IndexFunc(p.text[from:], func(r rune) bool { return r == '(' || r == ')' || isSpace(r) })
	if i < 0 {
		return len(p.text)
	}
	return from + i
}

// quoted reads the quoted text that begins at p.at, and goes behind it.
func (p *parser) quoted() (string, *Error) {
	start := p.at
	var b strings.Builder
	for i := start + 1; i < len(p.text); {
		switch c := p.text[i]; c {
		case '"':
			p.at = i + 1
			return b.String(), nil
		case '\\':
			r, n, err := p.escape(i)
			if err != nil {
				return "", err
			}
			b.WriteRune(r)
			i += n
		case '*':
			b.WriteByte(star)
			i++
		case '?':
			b.WriteByte(question)
			i++
		default:
			b.WriteByte(c)
			i++
		}
	}
	return "", p.unfinished(start, "a quote is not closed", `write " behind it`)
}

// escape reads the escape at a place inside of quotes.
func (p *parser) escape(at int) (r rune, length int, err *Error) {
	rest := p.text[at:]
	if len(rest) < 2 {
		return 0, 0, p.unfinished(at, "a quote ends in a backslash", `write \\ for a backslash`)
	}
	switch c := rest[1]; c {
	case '"', '\\', '*', '?', '/':
		return rune(c), 2, nil
	case 'n', 'r', 't':
		r, n := unescape([]byte(rest[:2]))
		return r, n, nil
	case 'u':
		r, n := unescape([]byte(rest[:min(len(rest), 12)]))
		if n > 1 && (r != utf8.RuneError || strings.EqualFold(rest[2:6], "fffd")) {
			return r, n, nil
		}
		e := p.fail(at, min(at+6, len(p.text)), "this is no character", `write four digits, \u00e9; two for a pair`)
		e.Unfinished = !strings.Contains(rest, `"`) && (len(rest) < 6 || len(rest) < 12 && utf16.IsSurrogate(surrogateIn(rest)))
		return 0, 0, e
	}
	_, n := utf8.DecodeRuneInString(rest[1:])
	return 0, 0, p.fail(at, at+1+n, "there is no such escape", `inside quotes there are \" \\ \* \? \n \r \t and \u00e9; write \\ for a backslash`)
}

// surrogateIn gives the code unit of an escape.
func surrogateIn(escape string) rune {
	unit, _ := hex4([]byte(escape[2:]))
	return unit
}

// bare reads the text up to white space or a parenthesis, and goes behind it. A
// quote in it is an error.
func (p *parser) bare() (string, *Error) {
	start := p.at
	p.at = p.endOf(start)
	text := p.text[start:p.at]
	if i := strings.IndexByte(text, '"'); i >= 0 {
		return "", p.fail(start+i, start+i+1, "a quote stands in the middle of a word",
			`put a space before it, or write "\"" for a quote`)
	}
	return text, nil
}

// wildcards puts wildcards in the place of * and ?.
func wildcards(text string) string {
	if !strings.ContainsAny(text, "*?") {
		return text
	}
	b := []byte(text)
	for i, c := range b {
		switch c {
		case '*':
			b[i] = star
		case '?':
			b[i] = question
		}
	}
	return string(b)
}

// afterQuote makes sure that a quoted text is followed by nothing.
func (p *parser) afterQuote() *Error {
	if p.endOf(p.at) == p.at {
		return nil
	}
	return p.fail(p.at, p.endOf(p.at), "something follows a quote", "put a space between them")
}

// operators are those that can stand before a value, the longer ones first.
var operators = [...]string{">=", "<=", ">", "<", "="}

// value reads what stands behind the colon of a field that begins at start.
func (p *parser) value(start int) (value, *Error) {
	var v value
	for _, op := range operators {
		if strings.HasPrefix(p.text[p.at:], op) {
			v.op = op
			p.at += len(op)
			break
		}
	}
	v.start = p.at
	var err *Error
	if p.at < len(p.text) && p.text[p.at] == '"' {
		v.quoted = true
		if v.text, err = p.quoted(); err == nil {
			err = p.afterQuote()
		}
	} else {
		if v.text, err = p.bare(); err == nil && v.text == "" {
			return v, p.noValue(start)
		}
		v.text = wildcards(v.text)
	}
	v.end = p.at
	return v, err
}

// noValue makes the error of a field with nothing behind it.
func (p *parser) noValue(start int) *Error {
	name := p.text[start:p.at]
	e := p.fail(start, p.at, name+" has no value", `put it right behind, or "" for the empty text`)
	e.Unfinished = strings.TrimFunc(p.text[p.at:], isSpace) == ""
	return e
}

// name is what stands before the colon of a field.
type name struct {
	path  path
	start int
	end   int // of the name: the place of the colon
	plain bool
}

// fieldName reads the name of a field at p.at, and goes behind its colon. ok is
// false when there is none: then nothing is read.
func (p *parser) fieldName() (n name, ok bool, err *Error) {
	start := p.at
	if start < len(p.text) && p.text[start] == '"' {
		return name{}, false, nil
	}
	found, err := p.path(true)
	if err != nil {
		return name{}, false, err
	}
	behind := p.text[p.at:]
	if behind == "" && strings.Contains(p.text[start:], `"`) {
		return name{}, false, p.unfinished(start, "a path has no value", "write : and the value behind it")
	}
	if found == nil || !strings.HasPrefix(behind, ":") || strings.HasPrefix(behind, "://") {
		p.at = start
		return name{}, false, nil
	}
	n = name{path: found, start: start, end: p.at}
	n.plain = !strings.ContainsAny(p.text[start:p.at], `."`) && !found[0].any
	p.at++
	return n, true, nil
}

// path reads a path at p.at. It is nil when there is none. As a field name it
// does not begin with a digit, so that 12:30 is a word.
func (p *parser) path(asName bool) (path, *Error) {
	var found path
	if p.at < len(p.text) && p.text[p.at] == '.' {
		p.at++
	} else if asName && p.at < len(p.text) && '0' <= p.text[p.at] && p.text[p.at] <= '9' {
		return nil, nil
	}
	for {
		s, ok, err := p.segment()
		if err != nil || !ok {
			return nil, err
		}
		found = append(found, s)
		if p.at == len(p.text) || p.text[p.at] != '.' {
			return found, nil
		}
		p.at++
	}
}

// segment reads one member of a path. ok is false when there is none.
func (p *parser) segment() (s segment, ok bool, err *Error) {
	if p.at < len(p.text) && p.text[p.at] == '"' {
		text, err := p.quoted()
		return segment{name: value{text: text}.literal()}, err == nil, err
	}
	end := strings.IndexFunc(p.text[p.at:], notBare)
	if end < 0 {
		end = len(p.text) - p.at
	}
	s.name = p.text[p.at : p.at+end]
	p.at += end
	if s.name == "*" {
		s = segment{any: true}
	}
	return s, end > 0, nil
}
