package destination

import (
	"segtap/mapping/destination/kit"
)

// sent is an event with the memory of what it is made of, so that a message takes one
// allocation for it and one for its texts (BenchmarkRun).
type sent struct {
	event Event
	keys  [2]ContextKey
	room  kit.Room
}

// Room is memory for an event, for those who are done with one before they make the next.
// The zero Room is ready for use, by one goroutine at a time.
type Room struct{ sent sent }

// empty gives memory for an event: new memory where there is no room.
func (r *Room) empty() *sent {
	if r == nil {
		return new(sent)
	}
	r.sent = sent{}
	return &r.sent
}

const (
	mostTexts = 4   // at once
	roomy     = 192 // bytes of texts at once: what ids and names of events have together
)

// texts makes strings that are short and plain one piece of memory. They are known to be
// strings when they are added, and are there when all are made. What does not fit is made
// by itself.
type texts struct {
	room [roomy]byte
	size int
	n    int
	of   [mostTexts]struct {
		to       *string
		from, up int
	}
}

// add puts a text into to when the texts are made.
func (t *texts) add(to *string, v kit.Value) {
	node := v.Node()
	if raw := node.Raw(); t.n < mostTexts && len(raw) > 2 && t.size+len(raw)-2 <= roomy && node.IsPlain() {
		of := &t.of[t.n]
		of.to, of.from = to, t.size
		t.size += copy(t.room[t.size:], raw[1:len(raw)-1])
		of.up = t.size
		t.n++
		return
	}
	*to = v.Text()
}

func (t *texts) make() {
	all := string(t.room[:t.size])
	for i := range t.of[:t.n] {
		of := &t.of[i]
		*of.to = all[of.from:of.up]
	}
}
