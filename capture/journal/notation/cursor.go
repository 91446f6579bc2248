package notation

import (
	"bytes"
	"encoding/binary"
	"unicode/utf8"
)

// cursor walks over the members of a line without copying. It checks as little
// as finding the next member needs: that strings and brackets close. Every
// method that gives false leaves the cursor somewhere in the middle.
type cursor struct {
	line []byte
	at   int
}

// begin reads `{"v":VERSION,"rec":"KIND"` and leaves the cursor behind it.
func (c *cursor) begin() (version uint64, rec []byte, ok bool) {
	if !c.take(`{"v":`) {
		return 0, nil, false
	}
	if version, ok = c.number(); !ok || !c.take(`,"rec":"`) {
		return 0, nil, false
	}
	n := bytes.IndexByte(c.line[c.at:], '"')
	if n < 0 {
		return 0, nil, false
	}
	rec = c.line[c.at : c.at+n]
	c.at += n + 1
	return version, rec, true
}

func (c *cursor) take(text string) bool {
	if len(c.line)-c.at < len(text) || string(c.line[c.at:c.at+len(text)]) != text {
		return false
	}
	c.at += len(text)
	return true
}

// member reads `,"NAME":` and leaves the cursor at the value. It gives false
// where no member follows.
func (c *cursor) member() (name []byte, ok bool) {
	start := c.at + 1
	if c.at >= len(c.line) || c.line[c.at] != ',' || start >= len(c.line) || c.line[start] != '"' {
		return nil, false
	}
	if c.at = start; !c.skipText() || c.at >= len(c.line) || c.line[c.at] != ':' {
		return nil, false
	}
	c.at++
	return c.line[start+1 : c.at-2], true
}

// ended says that the cursor is at the brace that ends the line.
func (c *cursor) ended() bool { return c.at == len(c.line)-1 && c.line[c.at] == '}' }

// done says that nothing follows the cursor.
func (c *cursor) done() bool { return c.at == len(c.line) }

// number reads a whole number of at most MaxID.
func (c *cursor) number() (n uint64, ok bool) {
	start := c.at
	for c.at < len(c.line) && isDigit(c.line[c.at]) {
		if n = n*10 + uint64(c.line[c.at]-'0'); n > MaxID {
			return 0, false
		}
		c.at++
	}
	digits := c.at - start
	return n, digits == 1 || digits > 1 && c.line[start] != '0'
}

func isDigit(b byte) bool { return '0' <= b && b <= '9' }

// boolean reads true or false.
func (c *cursor) boolean() (value, ok bool) {
	if c.take("true") {
		return true, true
	}
	return false, c.take("false")
}

// value skips a value and gives its bytes.
func (c *cursor) value() (raw []byte, ok bool) {
	start := c.at
	ok = c.skip()
	return c.line[start:c.at], ok
}

// skip skips a value.
func (c *cursor) skip() bool {
	if c.at >= len(c.line) {
		return false
	}
	switch c.line[c.at] {
	case '"':
		return c.skipText()
	case '{', '[':
		c.at++
		return c.leave()
	}
	start := c.at
	for c.at < len(c.line) && c.line[c.at] != ',' && c.line[c.at] != '}' && c.line[c.at] != ']' {
		c.at++
	}
	return c.at > start
}

// skipText skips a string. Most are short, and a plain loop is fastest there.
func (c *cursor) skipText() bool {
	line := c.line
	for i := c.at + 1; i < len(line); i++ {
		switch line[i] {
		case '"':
			c.at = i + 1
			return true
		case '\\':
			i++
		}
	}
	return false
}

// backslashes counts the backslashes that text ends with.
func backslashes(text []byte) int {
	n := 0
	for n < len(text) && text[len(text)-1-n] == '\\' {
		n++
	}
	return n
}

// leave goes behind the bracket that closes the array or object that the
// cursor is in.
func (c *cursor) leave() bool {
	depth := 1
	for c.at < len(c.line) {
		switch c.line[c.at] {
		case '"':
			if !c.skipText() {
				return false
			}
			continue
		case '{', '[':
			depth++
		case '}', ']':
			if depth--; depth == 0 {
				c.at++
				return true
			}
		}
		c.at++
	}
	return false
}

// looksWhole says that text has no control bytes and is UTF-8. Blocks of
// zeros, which a loss of power can leave in a file, do not look whole.
func looksWhole(text []byte) bool {
	const (
		ones  = 0x0101010101010101
		highs = ones * 0x80
	)
	var control, high uint64
	look := func(word uint64) {
		control |= (word - ones*0x20) &^ word
		high |= word
	}
	rest := text
	for ; len(rest) >= 32; rest = rest[32:] {
		look(binary.LittleEndian.Uint64(rest))
		look(binary.LittleEndian.Uint64(rest[8:]))
		look(binary.LittleEndian.Uint64(rest[16:]))
		look(binary.LittleEndian.Uint64(rest[24:]))
	}
	for _, b := range rest {
		if b < 0x20 {
			return false
		}
		high |= uint64(b)
	}
	return control&highs == 0 && (high&highs == 0 || utf8.Valid(text))
}
