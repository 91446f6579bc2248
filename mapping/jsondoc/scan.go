package jsondoc

import (
	"encoding/binary"
	"math/bits"
	"slices"
	"unicode/utf8"
)

// scan appends the nodes of a text that is JSON beyond doubt, and reports whether it
// is. What it does not take, [Doc.read] looks at, which knows what is wrong with it: so
// that every text is judged by the tokenizer, and only those that are right are spared
// its state a token, which is twice the time of all else that is done with a message.
func (d *Doc) scan() bool {
	s := scanner{raw: d.raw, nodes: d.nodes}
	if !s.run() {
		return false
	}
	d.nodes = s.nodes
	valid := s.high&topBits == 0 || utf8.Valid(d.raw)
	d.plain, d.plainNames, d.long = valid && s.escapes == 0, valid && !s.escapedName, s.long
	return true
}

// scanner is a scan, and what it has seen on its way, so that nobody has to look for it
// again.
type scanner struct {
	raw         []byte
	nodes       []node
	high        uint64 // all bytes of strings, put together eight by eight: whether one is not ASCII
	escapes     int
	escapedName bool
	long        bool // as of [Doc]
}

// run reads the one value of the text. It is one loop over local variables, which calls
// nothing for names and strings as most of them are: with a call for each it takes a tenth
// longer (BenchmarkReset). For that it is longer than a function is to be here.
func (s *scanner) run() bool {
	raw, nodes, pos, depth, high := s.raw, s.nodes, space(s.raw, 0), 0, uint64(0)
	open, inObject := int32(-1), false                         // open is the innermost object or array not closed yet
	nameStart, nameEnd, print := int32(0), int32(0), uint16(0) // of the next member, once it has been read
	for pos < len(raw) {
		start, kind := pos, String
		switch c := raw[pos]; {
		case c == '"':
			escapes := s.escapes
			for pos++; ; pos += 8 {
				if pos+8 > len(raw) {
					pos = s.text(pos)
					break
				}
				eight := binary.LittleEndian.Uint64(raw[pos : pos+8]) // with its end: 7 % of BenchmarkReset
				high |= eight
				if found := special(eight); found != 0 {
					pos = s.behind(pos + bits.TrailingZeros64(found)/8)
					break
				}
			}
			if pos < 0 {
				return false
			}
			if inObject && nameEnd == 0 {
				nameStart, nameEnd, print = int32(start), int32(pos), printOf(raw[start+1:pos-1])
				s.escapedName = s.escapedName || s.escapes != escapes
				if pos = space(raw, pos); pos == len(raw) || raw[pos] != ':' {
					return false
				}
				pos = space(raw, pos+1)
				continue
			}
		case inObject && nameEnd == 0:
			return false
		case c == '{' || c == '[':
			if pos, kind = pos+1, Object; c == '[' {
				kind = Array
			}
		default:
			if pos, kind = s.scalar(pos); pos < 0 {
				return false
			}
		}
		nodes = oneMore(nodes)
		at := int32(len(nodes)) - 1
		n := &nodes[at] // field by field: a whole one is copied, which waits until it has been written
		n.start, n.end, n.next, n.parent, n.kind = int32(start), int32(pos), at+1, open, kind
		n.nameStart, n.nameEnd, n.print = nameStart, nameEnd, print
		nameStart, nameEnd, print = 0, 0, 0
		pos = space(raw, pos)
		if kind >= Object {
			if open, inObject, depth = at, kind == Object, depth+1; depth > MaxDepth {
				return false
			}
			if pos < len(raw) && raw[pos] != closing(inObject) {
				continue
			}
		}
		for open >= 0 && pos < len(raw) && raw[pos] == closing(inObject) {
			outer := &nodes[open]
			outer.end, outer.next, open, depth = int32(pos)+1, int32(len(nodes)), outer.parent, depth-1
			inObject = open >= 0 && nodes[open].kind == Object
			pos = space(raw, pos+1)
		}
		if open < 0 {
			s.nodes, s.high = nodes, s.high|high
			return pos == len(raw)
		}
		if pos == len(raw) || raw[pos] != ',' {
			return false
		}
		pos = space(raw, pos+1)
	}
	return false
}

// behind returns the place behind a string whose next special byte is at pos.
func (s *scanner) behind(pos int) int {
	if s.raw[pos] == '"' {
		return pos + 1
	}
	return s.text(pos)
}

func closing(ofObject bool) byte {
	if ofObject {
		return '}'
	}
	return ']'
}

// oneMore makes room for a node.
func oneMore(nodes []node) []node {
	if len(nodes) == cap(nodes) {
		nodes = slices.Grow(nodes, 1)
	}
	return nodes[:len(nodes)+1]
}

// scalar reads a value that is no string, object or array, and returns the place behind
// it; -1 where there is none.
func (s *scanner) scalar(pos int) (end int, kind Kind) {
	switch s.raw[pos] {
	case 't':
		return s.literal(pos, "true"), Bool
	case 'f':
		return s.literal(pos, "false"), Bool
	case 'n':
		return s.literal(pos, "null"), Null
	}
	return s.number(pos), Number
}

// space returns the first place from pos on that is no white space.
func space(raw []byte, pos int) int {
	for pos < len(raw) && raw[pos] <= ' ' && (raw[pos] == ' ' || raw[pos] == '\n' || raw[pos] == '\t' || raw[pos] == '\r') {
		pos++
	}
	return pos
}

func (s *scanner) literal(pos int, word string) int {
	if end := pos + len(word); end <= len(s.raw) && string(s.raw[pos:end]) == word {
		return end
	}
	return -1
}

// Eight bytes at a time.
const (
	everyByte = 0x0101010101010101
	topBits   = 0x8080808080808080
)

// special has the top bit set of the first byte that is a quotation mark, a backslash
// or a control character, and of none before it.
func special(eight uint64) uint64 {
	const turn = '"' ^ ' ' // makes a blank of a quotation mark, and of a blank what is above it
	low := (eight ^ everyByte*turn) - everyByte*(' '+1)
	backslash := (eight ^ everyByte*'\\') - everyByte
	return (low | backslash) &^ eight & topBits
}

// text returns the place behind the closing quotation mark of a string whose text
// begins at pos; -1 where it has none, or anything that no string may have.
func (s *scanner) text(pos int) int {
	raw, high := s.raw, s.high
	for {
		for pos+8 <= len(raw) {
			eight := binary.LittleEndian.Uint64(raw[pos:])
			high |= eight
			if found := special(eight); found != 0 {
				pos += bits.TrailingZeros64(found) / 8
				break
			}
			pos += 8
		}
		if pos >= len(raw) {
			return -1
		}
		switch c := raw[pos]; {
		case c == '"':
			s.high = high
			return pos + 1
		case c == '\\':
			n := escapeLength(raw[pos:])
			if n == 0 {
				return -1
			}
			s.escapes++
			pos += n
		case c < ' ':
			return -1
		default: // one of the last seven bytes of the text
			high |= uint64(c)
			pos++
		}
	}
}

// escapeLength returns the length of the escape at the start of b; 0 where it is none.
func escapeLength(b []byte) int {
	if len(b) < 2 {
		return 0
	}
	switch b[1] {
	case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
		return 2
	case 'u':
		if len(b) >= 6 && isHex(b[2]) && isHex(b[3]) && isHex(b[4]) && isHex(b[5]) {
			return 6
		}
	}
	return 0
}

func isHex(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F'
}

// number returns the place behind a number; -1 where there is none.
func (s *scanner) number(pos int) int {
	start := pos
	if pos < len(s.raw) && s.raw[pos] == '-' {
		pos++
	}
	switch from := pos; {
	case pos < len(s.raw) && s.raw[pos] == '0':
		pos++
	default:
		if pos = s.digits(pos); pos == from {
			return -1
		}
	}
	if pos < len(s.raw) && s.raw[pos] == '.' {
		from := pos + 1
		if pos = s.digits(from); pos == from {
			return -1
		}
	}
	if pos < len(s.raw) && (s.raw[pos] == 'e' || s.raw[pos] == 'E') {
		from := pos + 1
		if from < len(s.raw) && (s.raw[from] == '+' || s.raw[from] == '-') {
			from++
		}
		if pos = s.digits(from); pos == from {
			return -1
		}
		s.long = true
	}
	s.long = s.long || pos-start > safeDigits
	return pos
}

// digits returns the first place from pos on that is no digit.
func (s *scanner) digits(pos int) int {
	for pos < len(s.raw) && s.raw[pos]-'0' <= 9 {
		pos++
	}
	return pos
}
