package parts

import (
	"bytes"
	"fmt"
	"strconv"
)

// A record that is longer than a message may be is split: each of its messages begins with
// a line of its own, which says the how manieth of how many it is, and its piece follows.
// They are published as one atomic batch, and so follow each other in the stream.

var partFront = []byte(`{"v":1,"rec":"part","n":`)

// Most is how many messages a record may take. A batch takes 1,000.
const Most = 900

// Room is how long the line before a piece may be.
const Room = 64

// Fit gives how many messages a line of a length takes, of which each may have so many bytes.
func Fit(length, size int) (of int, err error) {
	if length <= size {
		return 1, nil
	}
	if size > 2*Room {
		if of = (length + size - Room - 1) / (size - Room); of <= Most {
			return of, nil
		}
	}
	return 0, fmt.Errorf("it takes %d bytes, a message may have %d, and %d messages at most are published together: raise max_payload of the server, or max_msg_size of the stream", length, size, Most)
}

// Split gives the messages of a line; size is how long one may be.
func Split(line []byte, size int) ([][]byte, error) {
	of, err := Fit(len(line), size)
	if of <= 1 {
		return [][]byte{line}, err
	}
	parts, piece := make([][]byte, 0, of), size-Room
	for i := range of {
		front := fmt.Appendf(nil, "%s%d,\"of\":%d}\n", partFront, i+1, of)
		parts = append(parts, append(front, line[i*piece:min((i+1)*piece, len(line))]...))
	}
	return parts, nil
}

// Read reads what a message says that is one of several; of is 0 for one that is none.
func Read(text []byte) (n, of int, piece []byte) {
	rest, ok := bytes.CutPrefix(text, partFront)
	if !ok {
		return 0, 0, nil
	}
	front, piece, _ := bytes.Cut(rest, []byte{'\n'})
	number, count, ok := bytes.Cut(bytes.TrimSuffix(front, []byte{'}'}), []byte(`,"of":`))
	n, errN := strconv.Atoi(string(number))
	of, errOf := strconv.Atoi(string(count))
	if !ok || errN != nil || errOf != nil || n < 1 || n > of || of < 2 || of > Most {
		return 0, 0, nil
	}
	return n, of, piece
}

// Joining puts the messages of records together, one after the other.
type Joining struct {
	text []byte
	n    int    // how many parts there are in text; 0 for none
	of   int    // how many there have to be
	from uint64 // the sequence of the first
}

// Add takes the next message. It gives a whole record and the sequence of its first message,
// if there is one with it. Pieces whose beginning is gone are of no record any more.
func (j *Joining) Add(seq uint64, text []byte) (record []byte, from uint64, ok bool) {
	n, of, piece := Read(text)
	switch {
	case of == 0:
		j.n = 0
		return text, seq, true
	case n == 1:
		j.text, j.n, j.of, j.from = append(j.text[:0], piece...), 1, of, seq
		return nil, 0, false
	case j.n == 0 || n != j.n+1 || of != j.of || seq != j.from+uint64(j.n):
		j.n = 0
		return nil, 0, false
	}
	j.text = append(j.text, piece...)
	if j.n = n; n < of {
		return nil, 0, false
	}
	j.n = 0
	return j.text, j.from, true
}

// Within says that the messages so far end within a record.
func (j *Joining) Within() bool { return j.n > 0 }

// Drop forgets the record that has begun.
func (j *Joining) Drop() { j.n = 0 }
