package jsondoc

import (
	"encoding/binary"
	"math/bits"
)

// scan appends the nodes of a text that is JSON beyond doubt, and reports whether it
// is. What it does not take, [Doc.read] looks at, which knows what is wrong with it: so
// that every text is judged by the tokenizer, and only those that are right are spared
// its state a token, which is twice the time of all else that is done with a message.
func (d *Doc) scan() bool {
	s := scanner{raw: d.raw, nodes: d.nodes, open: -1}
	if !s.value(s.space(0), 0, 0) {
		return false
	}
	for s.open >= 0 {
		if !s.step() {
			return false
		}
	}
	if s.space(s.pos) < len(s.raw) {
		return false
	}
	d.nodes = s.nodes
	return true
}

// scanner is where a scan stands.
type scanner struct {
	raw   []byte
	nodes []node
	pos   int   // behind what has been read
	open  int32 // the innermost object or array not closed yet
	depth int
	// first says that the innermost object or array has nothing in it yet.
	first bool
}

// step reads the next member or element of the innermost object or array, or its end.
func (s *scanner) step() bool {
	pos := s.space(s.pos)
	if pos >= len(s.raw) {
		return false
	}
	isObject := s.nodes[s.open].kind == Object
	switch c := s.raw[pos]; {
	case c == '}' && isObject, c == ']' && !isObject:
		n := &s.nodes[s.open]
		n.end, n.next = int32(pos+1), int32(len(s.nodes))
		s.pos, s.open, s.first, s.depth = pos+1, n.parent, false, s.depth-1
		return true
	case s.first:
		s.first = false
	case c != ',':
		return false
	default:
		pos = s.space(pos + 1)
	}
	if !isObject {
		return s.value(pos, 0, 0)
	}
	if pos >= len(s.raw) || s.raw[pos] != '"' {
		return false
	}
	end := s.text(pos + 1)
	if end < 0 {
		return false
	}
	colon := end
	if colon < len(s.raw) && s.raw[colon] != ':' {
		colon = s.space(colon)
	}
	if colon >= len(s.raw) || s.raw[colon] != ':' {
		return false
	}
	return s.value(s.space(colon+1), int32(pos), int32(end))
}

// value reads a value, of an object or an array the opening bracket.
func (s *scanner) value(pos int, nameStart, nameEnd int32) bool {
	if pos >= len(s.raw) {
		return false
	}
	var end int
	var kind Kind
	switch c := s.raw[pos]; c {
	case '"':
		end, kind = s.text(pos+1), String
	case '{', '[':
		end, kind = pos+1, Object
		if c == '[' {
			kind = Array
		}
	case 't':
		end, kind = s.literal(pos, "true"), Bool
	case 'f':
		end, kind = s.literal(pos, "false"), Bool
	case 'n':
		end, kind = s.literal(pos, "null"), Null
	default:
		end, kind = s.number(pos), Number
	}
	if end < 0 {
		return false
	}
	at := int32(len(s.nodes))
	s.nodes = append(s.nodes, node{
		start: int32(pos), end: int32(end), nameStart: nameStart, nameEnd: nameEnd,
		next: at + 1, parent: s.open, kind: kind,
	})
	s.pos = end
	if kind >= Object {
		s.open, s.first, s.depth = at, true, s.depth+1
		return s.depth <= MaxDepth
	}
	return true
}

// space returns the first place from pos on that is no white space.
func (s *scanner) space(pos int) int {
	for pos < len(s.raw) && s.raw[pos] <= ' ' && (s.raw[pos] == ' ' || s.raw[pos] == '\n' || s.raw[pos] == '\t' || s.raw[pos] == '\r') {
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
	quote, backslash := eight^everyByte*'"', eight^everyByte*'\\'
	control := (eight - everyByte*' ') &^ eight
	return (control | (quote-everyByte)&^quote | (backslash-everyByte)&^backslash) & topBits
}

// text returns the place behind the closing quotation mark of a string whose text
// begins at pos; -1 where it has none, or anything that no string may have.
func (s *scanner) text(pos int) int {
	for {
		for pos+8 <= len(s.raw) {
			found := special(binary.LittleEndian.Uint64(s.raw[pos:]))
			if found != 0 {
				pos += bits.TrailingZeros64(found) / 8
				break
			}
			pos += 8
		}
		if pos >= len(s.raw) {
			return -1
		}
		switch c := s.raw[pos]; {
		case c == '"':
			return pos + 1
		case c == '\\':
			n := escapeLength(s.raw[pos:])
			if n == 0 {
				return -1
			}
			pos += n
		case c < ' ':
			return -1
		default: // one of the last seven bytes of the text
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
	}
	return pos
}

// digits returns the first place from pos on that is no digit.
func (s *scanner) digits(pos int) int {
	for pos < len(s.raw) && s.raw[pos]-'0' <= 9 {
		pos++
	}
	return pos
}
