package epoch

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"math"
	"strconv"
	"strings"
	"time"

	"segtap/capture/store"
	"segtap/mapping/destination/date"
	"segtap/mapping/jsondoc"
)

// Cursor is a place in what one run of a capture has: the entries behind it are those that
// came later. That of an epoch also says when it began, and may say whose entries it is
// about.
type Cursor struct {
	Last  uint64 // the entry that it stands behind; 0 before all
	run   string // whose entries are numbered so: see [store.RunOf]
	start int64  // of the epoch, in ms since 1970; 0 for none
	key   string // what is known of the write key; empty for any
}

// Start returns the cursor before all entries of a run.
func Start(run string) Cursor { return Cursor{run: run} }

// Begin returns the epoch that begins behind a cursor at the start of a ms, of the events
// with a write key; the empty key stands for all.
func Begin(behind Cursor, start time.Time, writeKey string) Cursor {
	return Cursor{behind.Last, behind.run, start.UnixMilli(), known(writeKey)}
}

// Run returns whose entries a cursor is about.
func (c Cursor) Run() string { return c.run }

// IsStart reports whether a cursor stands before all entries, and is no epoch's.
func (c Cursor) IsStart() bool { return c.Last == 0 && c.All() }

// known is what a cursor says of a write key: enough to know it by, and no secret, since
// cursors stand in addresses and logs.
func known(writeKey string) string {
	if writeKey == "" {
		return ""
	}
	sum := sha256.Sum256([]byte(writeKey))
	return hex.EncodeToString(sum[:8])
}

// Behind returns the cursor that stands behind an entry, with what else c says.
func (c Cursor) Behind(id uint64) Cursor {
	c.Last = id
	return c
}

const (
	// prefix begins the text of every cursor, and says which form it has.
	prefix = "e1"
	// runLength and checkLength are how long the two halves of its last part are.
	runLength   = 8
	checkLength = 6
)

// String returns the text that [Parse] reads: what it says, and last the run with a check
// of all that stands before it. A text that was cut off may read like another cursor, and a
// test that asks with it would take what came before it for its own.
func (c Cursor) String() string {
	text := prefix + "." + strconv.FormatUint(c.Last, 10)
	if c.start != 0 || c.key != "" {
		text += "." + strconv.FormatInt(c.start, 10)
	}
	if c.key != "" {
		text += "." + c.key
	}
	text += "." + c.run
	return text + check(text)
}

// check returns what a text is known to be whole by.
func check(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:checkLength/2])
}

// ErrCursor says that a text is no cursor.
var ErrCursor = errors.New("it is no cursor of segtap's, or not all of one: give the epoch of a reset, or next of an earlier answer, as it came")

// Parse reads the text of a cursor.
func Parse(text string) (Cursor, error) {
	parts := strings.Split(text, ".")
	n := len(parts) - 1 // of the last one
	if n < 2 || n > 4 || parts[0] != prefix || !isHex(parts[n], runLength+checkLength) {
		return Cursor{}, ErrCursor
	}
	c := Cursor{run: parts[n][:runLength]}
	var err error
	if c.Last, err = strconv.ParseUint(parts[1], 10, 32); err != nil {
		return Cursor{}, ErrCursor
	}
	if n > 2 {
		if c.start, err = strconv.ParseInt(parts[2], 10, 64); err != nil || c.start <= 0 {
			return Cursor{}, ErrCursor
		}
	}
	if n > 3 {
		if c.key = parts[3]; !isHex(c.key, 16) {
			return Cursor{}, ErrCursor
		}
	}
	if c.String() != text {
		return Cursor{}, ErrCursor // there is one text of each
	}
	return c, nil
}

// isHex reports whether a text is so many hexadecimal digits.
func isHex(text string, digits int) bool {
	raw, err := hex.DecodeString(text)
	return err == nil && 2*len(raw) == digits
}

// Place says where an entry stands to a cursor.
type Place uint8

// The places.
const (
	Outside Place = iota // it came before, or is somebody else's
	Late                 // it came later and was made before the epoch
	Made                 // it came later and was made here, so that no app has sent it
	Within               // it came later, and belongs to the epoch if there is one
)

// All reports whether every entry that came later is within, and none has to be read to
// know it.
func (c Cursor) All() bool { return c.start == 0 && c.key == "" }

// Of says where an entry stands.
func (c Cursor) Of(got *store.Captured) Place {
	switch {
	case got.Entry.ID <= c.Last, c.key != "" && c.key != known(got.WriteKey):
		return Outside
	case c.start == 0, got.Entry.Origin.MadeHere(got.Entry.Parent):
		return Within // what was made here was made when it came
	}
	if made, ok := madeBy(got.Message.Root); ok && made < c.start {
		return Late
	}
	return Within
}

// madeBy returns by when a message was made at the latest, as far as it says so, in ms
// since 1970.
func madeBy(message jsondoc.Value) (ms int64, ok bool) {
	stamp := message.Member("timestamp")
	if stamp.Kind() != jsondoc.String {
		stamp = message.Member("originalTimestamp")
	}
	if stamp.Kind() != jsondoc.String {
		return 0, false
	}
	text := stamp.Text()
	at := date.Read(text)
	if !at.OK || at.Free {
		return 0, false
	}
	switch {
	case strings.ContainsRune(text, '.') || strings.ContainsRune(text, ','):
		return at.MS, true
	case !strings.ContainsRune(text, ':') || at.MS > math.MaxInt64-999:
		return 0, false // a day, or a year: it may be any time of it
	}
	return at.MS + 999, true // a whole second: it may be any time of it
}
