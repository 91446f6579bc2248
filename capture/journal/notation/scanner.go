package notation

import (
	"bytes"

	"segtap/capture/journal"
)

// maxDamage is how many places are reported; all are counted.
const maxDamage = 100

var (
	newline = []byte{'\n'}
	front   = []byte(`{"v":`)
	mark    = []byte("\ufeff") // of the byte order, as editors on Windows put it in front
)

// Scanner gives the heads of lines, one after the other, to Give, and counts. The head that
// Give gets, and what it points to, is valid during the call only.
type Scanner struct {
	journal.Scanned
	Give func(*journal.Head) error
	head journal.Head
}

// Line looks at one line, without its newline, that stands at Next. Where the newline
// behind a record that was cut short is missing, the next record stands on the same line:
// that is looked for too. The error is that of Give.
func (s *Scanner) Line(text []byte) error {
	offset := s.Next
	if bytes.HasPrefix(text, mark) {
		offset += int64(len(mark))
	}
	text = Bare(text)
	for len(text) > 0 {
		part := text
		if i := bytes.Index(text[1:], front); i >= 0 && !IsWhole(text) {
			part = text[:1+i]
		}
		if err := s.Record(part, journal.Place{Offset: offset, Length: len(part)}); err != nil {
			return err
		}
		offset += int64(len(part))
		text = text[len(part):]
	}
	return nil
}

// Record looks at what may be a record and stands at a place by itself.
func (s *Scanner) Record(text []byte, place journal.Place) error {
	c := cursor{line: text}
	switch c.readHead(&s.head) {
	case known:
		if !c.closes(s.head.Kind) || !looksWhole(text) {
			s.Damaging(place.Offset, int64(place.Length))
			return nil
		}
		s.Records++
		s.head.Place = place
		return s.Give(&s.head)
	case unknown:
		s.Unknown++
	case newer:
		s.Newer++
	case damaged:
		s.Damaging(place.Offset, int64(place.Length))
	case skipped:
	}
	return nil
}

// Damaging reports a stretch that is no record. Pieces of one line that follow each other
// are one.
func (s *Scanner) Damaging(offset, length int64) {
	if n := len(s.Damage); n > 0 && s.Damage[n-1].Offset+s.Damage[n-1].Length == offset {
		s.Damage[n-1].Length += length
		return
	}
	s.Damaged++
	if len(s.Damage) < maxDamage {
		s.Damage = append(s.Damage, journal.Damage{Offset: offset, Length: length})
	}
}

// Bare gives a line without what other programs leave around it when they save a capture
// file: a byte order mark, and a carriage return.
func Bare(text []byte) []byte {
	return bytes.TrimSuffix(bytes.TrimPrefix(text, mark), []byte{'\r'})
}

// IsWhole says that a line without its newline is a whole record, of any version and kind.
func IsWhole(text []byte) bool {
	c := cursor{line: text}
	var h journal.Head
	switch c.readHead(&h) {
	case known:
		return decode(text, new(journal.Record), nil) == nil
	case skipped, unknown, newer:
		return isObject(text)
	}
	return false
}

// EndsWhole says that a line ends with a whole record: it may stand behind one that was
// cut short, whose newline is missing.
func EndsWhole(text []byte) bool {
	return IsWhole(text) || IsWhole(text[max(bytes.LastIndex(text, front), 0):])
}

// Begins reads how a line begins: with the version and the kind of a record, which is the
// zero Kind for one that this version does not know. It gives false where it does not.
func Begins(text []byte) (version uint64, kind journal.Kind, ok bool) {
	c := cursor{line: text}
	version, name, ok := c.begin()
	return version, journal.KindNamed(name), ok
}
