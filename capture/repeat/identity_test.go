package repeat_test

import (
	"math/rand/v2"
	"testing"

	"segtap/capture/repeat"
	"segtap/mapping/message"
)

// What an SDK changes when it tries again makes no other message, and what it does
// not change does; a message that was refused keeps no other away.
func TestWhatIsSentAgainIsTold(t *testing.T) {
	msg := func(text string) *message.Message {
		m := message.TakeIn(message.Posted{Raw: []byte(text), Type: "track"}).Message(0)
		return &m
	}
	first := msg(`{"messageId":"m","userId":"u","event":"E","sentAt":"2026-08-18T12:00:00.000Z"}`)
	again := msg(`{"messageId":"m","userId":"u","event":"E","sentAt":"2026-08-18T12:00:09.000Z"}`)
	other := msg(`{"messageId":"m","userId":"u","event":"F"}`)
	for _, c := range []struct {
		name        string
		refused     bool
		m           *message.Message
		writeKey    string
		again       bool
		duplicateOf uint64
		otherSource bool
	}{
		{name: "sent again", m: again, writeKey: "WK", again: true},
		{name: "another message", m: other, writeKey: "WK", duplicateOf: 7},
		{name: "from another source", m: again, writeKey: "other", duplicateOf: 7, otherSource: true},
		{name: "another one after a refusal", refused: true, m: other, writeKey: "WK"},
		{name: "sent again after a refusal", refused: true, m: again, writeKey: "WK", again: true},
		{name: "without a messageId", m: msg(`{"userId":"u","event":"E"}`), writeKey: "WK"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var r repeat.Detector
			r.Note(repeat.Of(first, "WK"), 7)
			if c.refused {
				r.Refuse(repeat.Of(first, "WK"))
			}
			again, duplicateOf, otherSource := r.Note(repeat.Of(c.m, c.writeKey), 8)
			if again != c.again || duplicateOf != c.duplicateOf || otherSource != c.otherSource {
				t.Errorf("sent again: %v, a duplicate of %d, of another source: %v", again, duplicateOf, otherSource)
			}
		})
	}
}

// A detector whose memory is bounded says of each message what one says that keeps all.
func TestABoundedDetectorSaysTheSame(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	var all repeat.Detector
	bounded := repeat.Bounded()
	defer bounded.Close()
	for number := range uint64(1_000_000) {
		i := repeat.Identity{ID: number + 1, Content: r.Uint32N(3), Source: r.Uint32N(2)}
		if r.IntN(10) == 0 {
			i.ID = r.Uint64N(number+1) + 1
		}
		again, of, other := all.Note(i, number+1)
		againB, ofB, otherB := bounded.Note(i, number+1)
		if again != againB || of != ofB || other != otherB {
			t.Fatalf("message %d: %v, %d, %v and %v, %d, %v", number, again, of, other, againB, ofB, otherB)
		}
		if !again && r.IntN(10) == 0 {
			all.Refuse(i)
			bounded.Refuse(i)
		}
	}
	if err := bounded.Err(); err != nil {
		t.Fatal(err)
	}
}
