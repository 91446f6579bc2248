package clustertest

import (
	"encoding/base64"
	"fmt"
	"strings"
	"testing"

	"github.com/go-json-experiment/json"
	"github.com/nats-io/nats.go"
)

// kept is what the stream has, as it is read without segtap.
type kept struct {
	last    uint64            // the sequence of the last message that was read
	lines   map[uint64]string // by sequence
	pieces  string            // of a record whose other pieces come next
	several int               // how many records take several messages
	of      int               // how many messages it takes
	nextID  uint64
	tags    map[string]uint64 // to the sequence
	listing []listed          // what has to be listed
	sent    map[string]int    // how many times each messageId stands there
}

// listed is one event of a list.
type listed struct {
	id      uint64
	message string // its messageId
}

func newKept() *kept {
	return &kept{lines: map[uint64]string{}, nextID: 1, tags: map[string]uint64{}, sent: map[string]int{}}
}

// record is what the test reads of a record.
type record struct {
	Rec    string `json:"rec"`
	ID     uint64 `json:"id"`
	N      uint64 `json:"n"`
	Query  string `json:"query"`
	Body   string `json:"body"`
	Body64 string `json:"body64"`
}

// messages gives the messageIds of a record's body.
func (r *record) messages() (ids []string, err error) {
	body := []byte(r.Body)
	if r.Body64 != "" {
		if body, err = base64.StdEncoding.DecodeString(r.Body64); err != nil {
			return nil, err
		}
	}
	type message struct {
		MessageID string `json:"messageId"`
	}
	var whole struct {
		message `json:",inline"`
		Batch   []message `json:"batch"`
	}
	if err := json.Unmarshal(body, &whole); err != nil {
		return nil, err
	}
	if whole.Batch == nil {
		return []string{whole.MessageID}, nil
	}
	for _, m := range whole.Batch {
		ids = append(ids, m.MessageID)
	}
	return ids, nil
}

// read reads what has come since it was last read, from the node that leads the stream.
func (k *kept) read(t *testing.T, c *cluster) {
	t.Helper()
	info, err := c.info(0)
	if err != nil {
		t.Fatal(err)
	}
	if info.State.LastSeq < k.last || info.State.FirstSeq > 1 {
		t.Fatalf("the stream had %d messages, and now it goes from %d to %d", k.last, info.State.FirstSeq, info.State.LastSeq)
	}
	for seq := k.last + 1; seq <= info.State.LastSeq; seq++ {
		line := c.message(t, 0, seq)
		k.lines[seq] = line
		k.last = seq
		k.take(t, seq, k.joined(t, seq, line))
	}
	if k.pieces != "" {
		t.Errorf("the stream ends within a record of %d messages", k.of)
	}
}

// joined gives a record of several messages as one, with the last of them; else what it is given.
func (k *kept) joined(t *testing.T, seq uint64, line string) string {
	t.Helper()
	front, piece, ok := strings.Cut(line, "\n")
	if !ok {
		if k.pieces != "" {
			t.Errorf("message %d stands within a record of %d messages", seq, k.of)
		}
		return line
	}
	var part struct {
		N  int `json:"n"`
		Of int `json:"of"`
	}
	if err := json.Unmarshal([]byte(front), &part); err != nil || part.N == 1 != (k.pieces == "") {
		t.Errorf("message %d is no piece of a record: %s", seq, front)
	}
	k.pieces, k.of = k.pieces+piece, part.Of
	if part.N < part.Of {
		return ""
	}
	k.several++
	piece, k.pieces = k.pieces, ""
	return piece
}

// message reads a message, as the leader has it.
func (c *cluster) message(t *testing.T, ask int, seq uint64) string {
	t.Helper()
	js, err := c.nodes[ask].nc.JetStream()
	if err != nil {
		t.Fatal(err)
	}
	var msg *nats.RawStreamMsg
	within(t, patience, fmt.Sprintf("message %d is read", seq), func() (err error) {
		msg, err = js.GetMsg(c.stream, seq)
		return err
	})
	return string(msg.Data)
}

// take looks at a record: its id follows the one before, and no request has come twice.
func (k *kept) take(t *testing.T, seq uint64, line string) {
	t.Helper()
	if line == "" {
		return
	}
	var r record
	if err := json.Unmarshal([]byte(line), &r); err != nil {
		t.Fatalf("message %d is no record: %v\n%.300s", seq, err, line)
	}
	if r.Rec != "request" {
		return
	}
	if r.ID != k.nextID {
		t.Errorf("message %d has the id %d, and %d comes next", seq, r.ID, k.nextID)
	}
	k.nextID = r.ID + r.N
	if at, twice := k.tags[r.Query]; twice {
		t.Errorf("the request %s stands in messages %d and %d", r.Query, at, seq)
	}
	k.tags[r.Query] = seq
	messages, err := r.messages()
	if err != nil || uint64(len(messages)) != r.N {
		t.Errorf("message %d: %d messages of %d: %v", seq, len(messages), r.N, err)
	}
	for i, id := range messages {
		if k.sent[id]++; k.sent[id] == 1 { // what an SDK sends again is no event of its own
			k.listing = append(k.listing, listed{r.ID + uint64(i), id})
		}
	}
}

// compare holds what is kept against what was sent. It gives how many requests were kept whose senders were not told.
func (k *kept) compare(t *testing.T, l *ledger) (untold int) {
	t.Helper()
	l.mu.Lock()
	defer l.mu.Unlock()
	for tag, r := range l.requests {
		seq, ok := k.tags["tag="+tag]
		if !ok && r.acked {
			t.Errorf("the request %s was acknowledged, and is not in the stream", tag)
		}
		if !ok {
			continue
		}
		if !r.acked {
			untold++
		}
		for _, id := range r.messages {
			if k.sent[id] == 0 {
				t.Errorf("message %d has no %s", seq, id)
			}
		}
	}
	for tag := range k.tags {
		if len(tag) < 4 {
			t.Errorf("the stream has a request %q that nobody has sent", tag)
		} else if _, ok := l.requests[tag[4:]]; !ok {
			t.Errorf("the stream has a request %q that nobody has sent", tag)
		}
	}
	return untold
}

// compareWith holds what was read against what a node has that leads the stream now.
func (k *kept) compareWith(t *testing.T, c *cluster, n int) {
	t.Helper()
	c.lead(t, n)
	for seq := uint64(1); seq <= k.last; seq++ {
		if line := c.message(t, n, seq); line != k.lines[seq] {
			t.Errorf("message %d was\n%.200s\nand %s has\n%.200s", seq, k.lines[seq], c.nodes[n].process.name, line)
		}
	}
}
