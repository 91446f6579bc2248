package index

import (
	"cmp"
	"slices"

	"segtap/capture/journal"
	"segtap/capture/replay"
	"segtap/mapping/query"
)

// Attempts are all attempts that are known, the oldest first: those of listed entries, and
// of entries that have gone some more.
type Attempts struct {
	rows    []Attempt
	last    uint32            // the highest number so far
	begun   map[string]uint32 // of which nobody knows yet what came of them, by their id
	targets names
	Changed uint64 // how often one has come, gone or ended
	gone    int    // entries that have gone since those were looked for whose entries have
}

// Attempt is one of them, as the index holds it: small, since there may be millions.
type Attempt struct {
	Place    journal.Place
	Began    int64 // µs since 1970
	Duration int64 // µs, of the last try
	Number   uint32
	Entry    uint32 // the entry that was sent, the first where they are several
	Child    uint32 // the entry that was made of it to be sent; 0 for none
	Status   uint16 // of the answer; 0 for none
	Sends    uint16 // how many entries it took
	target   uint32
	Tries    uint8
	result   uint8 // index into results
}

// results are what came of an attempt without an answer, as filters name it.
var results = [...]string{
	"", "unknown", "dry_run", string(replay.NotApproved), string(replay.Unsendable), string(replay.Canceled), string(replay.TimedOut),
	string(replay.Refused), string(replay.NoSuchHost), string(replay.Unreachable), string(replay.Certificate), string(replay.NotTLS), string(replay.Closed), string(replay.OtherError),
}

// Result says in a word what came of an attempt that was not answered; empty for one that was.
func (a *Attempt) Result() string { return results[a.result] }

func resultOf(attempt *replay.Attempt) uint8 {
	return uint8(max(slices.Index(results[:], ResultOf(attempt)), 0))
}

// ResultOf returns the word for why there was no answer, as filters know it.
func ResultOf(attempt *replay.Attempt) string {
	name := string(attempt.Failure)
	switch {
	case attempt.Begun:
		name = "unknown"
	case attempt.DryRun:
		name = "dry_run"
	case attempt.Status == 0 && name == "":
		name = string(replay.OtherError)
	}
	return name
}

// Len returns how many there are, and At one by its place.
func (a *Attempts) Len() int          { return len(a.rows) }
func (a *Attempts) At(i int) *Attempt { return &a.rows[i] }

// Target returns where one went.
func (a *Attempts) Target(of *Attempt) string { return a.targets.texts[of.target] }

// Find returns the place of one by its number, or where it would be.
func (a *Attempts) Find(number uint32) (int, bool) {
	return slices.BinarySearchFunc(a.rows, number, func(r Attempt, n uint32) int { return cmp.Compare(r.Number, n) })
}

// note takes an attempt, and gives its number. What came of one that was begun takes its
// place.
func (a *Attempts) note(child uint64, attempt *replay.Attempt, place journal.Place) uint32 {
	a.Changed++
	r := Attempt{
		Place: place, Began: attempt.At.UnixMicro(), Duration: attempt.Duration.Microseconds(), Entry: uint32(attempt.EntryID),
		Status: uint16(attempt.Status), Sends: 1, target: a.targets.intern(attempt.Target), Tries: uint8(min(attempt.Tries, 255)), result: resultOf(attempt),
	}
	if child != attempt.EntryID {
		r.Child = uint32(child)
	}
	if n := len(attempt.Sends); n > 0 {
		r.Entry, r.Child, r.Sends = uint32(attempt.Sends[0].Entry), uint32(attempt.Sends[0].Child), uint16(min(n, 1<<16-1))
	}
	number, begun := a.begun[attempt.ID]
	if begun = begun && attempt.ID != ""; !begun {
		a.last++
		number = a.last
	}
	r.Number = number
	switch {
	case attempt.Begun && attempt.ID != "":
		if a.begun == nil {
			a.begun = make(map[string]uint32)
		}
		a.begun[attempt.ID] = number
	case begun:
		delete(a.begun, attempt.ID)
	}
	if i, known := a.Find(number); known {
		a.rows[i] = r
	} else {
		a.rows = slices.Insert(a.rows, i, r)
	}
	return number
}

// fewest is how many entries must have gone before it is looked for attempts that are
// nobody's any more: each look is at all of them.
const fewest = 1024

// forgetGone forgets the attempts of entries that have gone, now and then.
func (a *Attempts) forgetGone(rows *table) {
	if a.gone < max(fewest, len(a.rows)/4) {
		return
	}
	a.gone = 0
	before := len(a.rows)
	a.rows = slices.DeleteFunc(a.rows, func(r Attempt) bool {
		_, entry := rows.search(r.Entry)
		_, child := rows.search(r.Child)
		oldest := rows.first()
		return !entry && !child && r.Sends == 1 && (oldest == nil || r.Entry < oldest.ID)
	})
	if len(a.rows) < before {
		a.Changed++
	}
}

// miss forgets the attempts whose records are missing.
func (a *Attempts) miss(missing []uint64) {
	before := len(a.rows)
	if len(missing) > 0 {
		a.rows = slices.DeleteFunc(a.rows, func(r Attempt) bool { return Misses(missing, r.Place) })
	}
	if len(a.rows) < before {
		a.Changed++
	}
}

// placesOf returns where attempts stand in the file.
func (a *Attempts) placesOf(numbers []uint32) (list []journal.Place) {
	for _, n := range numbers {
		if i, ok := a.Find(n); ok {
			list = append(list, a.rows[i].Place)
		}
	}
	return list
}

// sendings are attempts as a filter sees them.
func (a *Attempts) sendings(numbers []uint32) (list []query.Sending) {
	for _, n := range numbers {
		if i, ok := a.Find(n); ok {
			list = append(list, a.Sending(&a.rows[i]))
		}
	}
	return list
}

// Sending is an attempt as a filter sees it.
func (a *Attempts) Sending(r *Attempt) query.Sending {
	return query.Sending{Target: a.Target(r), Status: int(r.Status), Result: r.Result()}
}

// ListAttempt notes an attempt with the entries it belongs to. What came of one that
// was begun takes its place.
func (x *Index) ListAttempt(child uint64, attempt *replay.Attempt, place journal.Place) {
	number := x.Attempts.note(child, attempt, place)
	if attempt.Kind == replay.Forward {
		x.listForwarded(attempt, number)
		return
	}
	sends := attempt.Sends
	if len(sends) == 0 {
		sends = []replay.Send{{Entry: attempt.EntryID, Child: child}}
	}
	for _, send := range sends {
		x.listSent(send.Entry, attempt, number)
		if send.Child != send.Entry {
			x.listSent(send.Child, attempt, number)
		}
	}
}

// listSent notes an attempt with an entry.
func (x *Index) listSent(id uint64, attempt *replay.Attempt, number uint32) {
	i, ok := x.rows.find(id)
	if !ok {
		return
	}
	r := x.rows.row(i)
	x.Changes.note(r.ID)
	t := x.annotations.add(r)
	t.answer = uint16(attempt.Status)
	at, begun := slices.BinarySearch(x.attempts[r.ID], number)
	if begun {
		return
	}
	x.attempts[r.ID] = slices.Insert(x.attempts[r.ID], at, number)
	t.attempts = min(t.attempts, 254) + 1
}

// AttemptsOf returns where what came of sending an entry on stands.
func (x *Index) AttemptsOf(r *Row) []journal.Place { return x.Attempts.placesOf(x.attempts[r.ID]) }

// NoteUnforwarded notes that a request could not be passed on for want of room.
func (x *Index) NoteUnforwarded(request uint64) {
	x.requests.each(request, x.Last, func(r *Row) { x.annotations.add(r).forwarded = -1 })
}

// listForwarded notes with each entry of a request what came of passing the
// request on.
func (x *Index) listForwarded(attempt *replay.Attempt, number uint32) {
	x.requests.each(attempt.EntryID, x.Last, func(r *Row) {
		at, twice := slices.BinarySearch(x.attempts[r.ID], number)
		if twice { // the request has the message twice
			return
		}
		x.Changes.note(r.ID)
		x.attempts[r.ID] = slices.Insert(x.attempts[r.ID], at, number)
		t := x.annotations.add(r)
		t.forwarded = int16(attempt.Status)
		if attempt.Failure != "" {
			t.forwarded = -1
		}
	})
}
