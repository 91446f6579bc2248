package match

import "bytes"

// Signature says of many messages together which phrases are in none of them. It has two
// bits for each three and one for each four bytes that follow each other in their texts, as
// these stand and as they read, without differences of case; several share a bit. The zero
// Signature is that of no message.
type Signature [signatureWords]uint64

// signatureWords leaves half of the bits at zero behind 384 events of a shop, of 1 KB
// each, with ids and times that are never the same.
const signatureWords = 1 << 10

// signed holds the bytes that stand in a signature, without differences of case, and 0 for
// all others: those for which an escape may stand, that stand between two values, or are
// wildcards. So bytes that follow each other without one of these in what a message reads do
// so in its text, and in the line of a capture file, unless it has an escape of the form
// \uXXXX.
var signed = func() (table [256]byte) {
	for i := range table {
		if c := byte(i); c >= ' ' && c != Star && c != Question && bytes.IndexByte([]byte(`"\/,:[]{}`), c) < 0 {
			table[i] = c
		}
	}
	for c, small := range lower {
		if table[c] != 0 {
			table[c] = small
		}
	}
	return table
}()

// AddLine adds the messages of a line of a capture file. It gives false, and adds
// nothing, where these would have to be read: then they are to be added one by one.
func (s *Signature) AddLine(line []byte) bool {
	switch {
	case hasUnicodeEscape(line) || mayBeBase64(line):
		return false
	case isASCII(line):
		s.add(line)
	default:
		s.addReading(line)
	}
	return true
}

// Add adds the text of a message.
func (s *Signature) Add(text []byte) {
	if isASCII(text) {
		s.add(text)
	} else {
		s.add(appendFold(make([]byte, 0, 2*len(text)), text))
	}
	if bytes.IndexByte(text, '\\') >= 0 {
		s.addReading(text)
	}
}

// addReading adds what a text reads, a window at a time.
func (s *Signature) addReading(text []byte) {
	var room [window]byte
	reading := room[:0]
	for len(text) > 0 {
		reading, text = appendReading(reading, text)
		s.add(reading)
		reading = append(room[:0], reading[max(len(reading)-3, 0):]...) // four bytes may have begun there
	}
}

// add adds what stands between bytes that do not stand in a signature. The bits of four
// bytes and of the last three of them are in one word, so that it is written once.
func (s *Signature) add(text []byte) {
	for i := 0; i+2 < len(text); i++ {
		a, b, c := signed[text[i]], signed[text[i+1]], signed[text[i+2]]
		if a == 0 || b == 0 || c == 0 {
			continue
		}
		last := uint32(a)<<16 | uint32(b)<<8 | uint32(c)
		word, bits := ofThree(last)
		s[word] |= bits
		for i += 3; i < len(text); i++ {
			c := signed[text[i]]
			if c == 0 {
				break
			}
			last = last<<8 | uint32(c)
			word, bits := ofThree(last)
			s[word] |= bits | ofFour(last)
		}
	}
}

// ofThree returns the word and the bits of the last three bytes, and ofFour the bit of the
// last four. The second bit of three takes a tenth of the time, and halves the words of three
// letters that are not ruled out. The factors are primes that mix bits well (xxHash).
func ofThree(last uint32) (word uint32, bits uint64) {
	h := last << 8 * 0x85EBCA77
	return h >> 22, 1<<(h>>16&63) | 1<<(h>>10&63)
}

func ofFour(last uint32) (bit uint64) { return 1 << (last * 0x9E3779B1 >> 26) }

// mark is some bits of a word of a signature.
type mark struct {
	word uint16
	bits uint64
}

// marksOf returns those that messages leave which have a phrase, or what a pattern has
// between its wildcards.
func marksOf(needle []byte) (marks []mark) {
	var s Signature
	s.add(needle)
	for i, bits := range s {
		if bits != 0 {
			marks = append(marks, mark{uint16(i), bits})
		}
	}
	return marks
}

// MayBeIn reports whether one of the messages of a signature may have the phrase: false
// is certain, true is not. Of less than three bytes it is always true.
func (p *Phrase) MayBeIn(s *Signature) bool { return s.has(p.marks) }

// MayBeIn reports whether a value in one of the messages of a signature may fit: false is
// certain, true is not.
func (p *Pattern) MayBeIn(s *Signature) bool { return s.has(p.marks) }

func (s *Signature) has(marks []mark) bool {
	for i := range marks {
		if m := &marks[i]; s[m.word]&m.bits != m.bits {
			return false
		}
	}
	return true
}
