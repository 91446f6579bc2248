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

// run reads the one value of the text. It is one loop over local variables: with a call
// for each member and value it takes a third longer (BenchmarkReset).
func (s *scanner) run() bool {
	raw, nodes := s.raw, s.nodes
	pos, depth := space(raw, 0), 0
	open, inObject := int32(-1), false // open is the innermost object or array not closed yet
	for {
		at := len(nodes)
		if at == cap(nodes) {
			nodes = slices.Grow(nodes, 1)
		}
		nodes = nodes[:at+1]
		n := &nodes[at]
		*n = node{parent: open, next: int32(at) + 1}
		if inObject {
			colon := s.name(pos, n)
			if colon < 0 {
				return false
			}
			pos = space(raw, colon+1)
		}
		if pos >= len(raw) {
			return false
		}
		n.start = int32(pos)
		if pos = s.value(pos, &n.kind); pos < 0 {
			return false
		}
		n.end = int32(pos)
		pos = space(raw, pos)
		if n.kind >= Object {
			if open, inObject, depth = int32(at), n.kind == Object, depth+1; depth > MaxDepth {
				return false
			}
			if pos < len(raw) && raw[pos] != closing(inObject) {
				continue
			}
		}
		for open >= 0 { // behind a value
			if pos >= len(raw) {
				return false
			}
			if raw[pos] != closing(inObject) {
				break
			}
			pos++
			outer := &nodes[open]
			outer.end, outer.next, open, depth = int32(pos), int32(len(nodes)), outer.parent, depth-1
			inObject = open >= 0 && nodes[open].kind == Object
			pos = space(raw, pos)
		}
		if open < 0 {
			s.nodes = nodes
			return pos == len(raw)
		}
		if raw[pos] != ',' {
			return false
		}
		pos = space(raw, pos+1)
	}
}

func closing(ofObject bool) byte {
	if ofObject {
		return '}'
	}
	return ']'
}

// name reads the name of a member into its node, and returns the place of the colon
// behind it; -1 where there is none.
func (s *scanner) name(pos int, n *node) int {
	if pos >= len(s.raw) || s.raw[pos] != '"' {
		return -1
	}
	before := s.escapes
	end := s.text(pos + 1)
	if end < 0 {
		return -1
	}
	s.escapedName = s.escapedName || s.escapes != before
	n.nameStart, n.nameEnd, n.print = int32(pos), int32(end), printOf(s.raw[pos+1:end-1])
	if end < len(s.raw) && s.raw[end] == ':' {
		return end
	}
	if end = space(s.raw, end); end < len(s.raw) && s.raw[end] == ':' {
		return end
	}
	return -1
}

// value reads a value, of an object or an array the opening bracket, and returns the
// place behind it; -1 where there is none.
func (s *scanner) value(pos int, kind *Kind) int {
	switch s.raw[pos] {
	case '"':
		*kind = String
		return s.text(pos + 1)
	case '{':
		*kind = Object
		return pos + 1
	case '[':
		*kind = Array
		return pos + 1
	case 't':
		*kind = Bool
		return s.literal(pos, "true")
	case 'f':
		*kind = Bool
		return s.literal(pos, "false")
	case 'n':
		*kind = Null
		return s.literal(pos, "null")
	}
	*kind = Number
	return s.number(pos)
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
