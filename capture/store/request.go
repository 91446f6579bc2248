package store

import (
	"cmp"
	"crypto/sha256"
	"net/http"
	"slices"
	"time"

	"segtap/capture"
	"segtap/capture/journal"
	"segtap/capture/store/index"
	"segtap/capture/store/intake"
	"segtap/mapping/message"
)

// Request is one request to the capture endpoint, as far as it is kept.
type Request struct {
	At        time.Time
	Method    string
	Path      string // as it came
	Query     string // as it came, without the question mark
	Remote    string // host:port of the sender
	Host      string // what the sender called this host
	WriteKey  string
	Header    http.Header
	Encoding  string // the content encoding; empty for none
	WireBytes int64  // how many bytes of body came over the wire
	// Intake is its body, taken apart. It is not kept after the request has been.
	Intake   *message.Intake
	Status   int    // the status the sender is answered with
	ParentID uint64 // the entry that this is a replay of, by [Store.ParentOf]; 0 for none
}

// record makes the record of a request, valid as long as its memory is not used again.
func (p *Prepared) record() journal.Record {
	r := p.req
	p.summaries, p.headers = index.AppendSummaries(p.summaries[:0], p.drafts), intake.AppendHeaders(p.headers[:0], r.Host, r.Header)
	rec := journal.Record{
		Head:   journal.Head{Kind: journal.Request, At: r.At, N: len(p.drafts), Summaries: p.summaries, Parent: r.ParentID},
		Method: r.Method, Path: r.Path, Query: r.Query, Remote: r.Remote, WriteKey: r.WriteKey, Headers: p.headers,
		Library: p.library, Encoding: r.Encoding, WireBytes: r.WireBytes, Status: r.Status,
	}
	intake.Note(&rec, r.Intake)
	return rec
}

// entryRecord makes the record of an entry made here.
func entryRecord(text []byte, origin capture.Origin, parent uint64, at time.Time, drafts []index.Draft) journal.Record {
	return journal.Record{
		Head: journal.Head{
			Kind: journal.Entry, At: at, N: 1, Summaries: index.AppendSummaries(nil, drafts), Parent: parent, Origin: origin.String(),
		},
		Body: text,
	}
}

// Bring keeps a copy of an entry of another store: its request as it came, with none
// but this message, and where it stood, such as shop.har:12. It gives the id of the
// copy.
func (s *Store) Bring(got *Captured, from string) (uint64, error) {
	rec := broughtRecord(got, from)
	in := intake.Of(&rec, nil)
	m := in.Message(0)
	judging := s.list.currentJudging()
	j := judging.Judge.Message(&m, in.Arrival(0))
	d := index.NewDraft(&m, &j, rec.WriteKey)
	d.JudgedBy(judging.Generation)
	d.Came(rec.At, 0, capture.Opened, 0)
	d.BroughtFrom(from)
	d.NoteAnswer(cmp.Or(rec.Status, http.StatusOK)) // what is not known to be refused is not
	drafts := []index.Draft{d}
	rec.Summaries = index.AppendSummaries(nil, drafts)
	return s.record(rec, drafts)
}

// broughtRecord makes the record of a copy. What was made by hand stays
// that.
func broughtRecord(got *Captured, from string) journal.Record {
	rec, in := got.Record, intake.Of(&got.Record, nil)
	rec.Head = journal.Head{Kind: journal.Request, At: rec.At, N: 1, Origin: capture.Opened.String(), From: from}
	rec.WriteKey = got.WriteKey
	switch raw := in.Raw(); {
	case got.Record.Kind == journal.Entry:
		rec.Kind, rec.Body = journal.Entry, got.Message.Text
	case in.Count() > 1:
		start, _ := in.Span(0)
		_, end := in.Span(in.Count() - 1)
		from, to := in.Span(got.Item)
		rec.Body, rec.WireBytes = slices.Concat(raw[:start], raw[from:to], raw[end:]), 0
	}
	return rec
}

// Copies are those of entries of other stores that have been brought here. Each is given
// once: messages of one line may be the same.
type Copies struct {
	of *Store
	// at are those of a place that has been asked for, by what they have.
	at map[string]map[[sha256.Size]byte][]uint64
}

// CopiesIn returns those in a store.
func CopiesIn(s *Store) *Copies {
	return &Copies{s, make(map[string]map[[sha256.Size]byte][]uint64)}
}

// Bring gives the copy of an entry that was brought from a place before, and makes one
// with [Store.Bring] where there is none.
func (c *Copies) Bring(got *Captured, from string) (id uint64, made bool, err error) {
	if id = c.take(got, from); id != 0 {
		return id, false, nil
	}
	id, err = c.of.Bring(got, from)
	return id, true, err
}

func (c *Copies) take(got *Captured, from string) uint64 {
	rec := broughtRecord(got, from)
	there, asked := c.at[rec.From]
	if !asked {
		there = c.from(rec.From)
		c.at[rec.From] = there
	}
	has := sha256.Sum256(rec.Body)
	ids := there[has]
	if len(ids) == 0 {
		return 0
	}
	there[has] = ids[1:]
	return ids[0]
}

// from returns the copies from a place by what they have.
func (c *Copies) from(place string) map[[sha256.Size]byte][]uint64 {
	s := c.of
	var ids []uint32
	s.list.look(func(x *index.Index) { ids = x.Brought(place) })
	slices.Sort(ids)
	all := make(map[[sha256.Size]byte][]uint64)
	for _, id := range ids {
		if got, err := s.Read(uint64(id)); err == nil {
			has := sha256.Sum256(got.Record.Body)
			all[has] = append(all[has], uint64(id))
		}
	}
	return all
}
