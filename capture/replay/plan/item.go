package plan

import (
	"slices"
	"time"

	"segtap/capture/replay"
	"segtap/capture/store"
	"segtap/mapping"
	"segtap/mapping/destination/date"
	"segtap/mapping/message"
)

// Times says what becomes of the timestamps of messages.
type Times uint8

// The ways.
const (
	AsWas   Times = iota
	Present       // each is stamped when it goes out
	Shifted       // all are moved by the same duration
)

var timesNames = [...]string{AsWas: "original", Present: "now", Shifted: "shift"}

// String returns the way as flags and the capture file spell it.
func (t Times) String() string { return timesNames[t] }

// Changes are what of a message is made new before it goes out.
type Changes struct {
	NewIDs bool // a fresh messageId for each
	Times  Times
	Shift  time.Duration // for [Shifted]
}

// Source is where what is made new comes from.
type Source struct {
	Store *store.Store
	NewID func() string // fresh UUIDs
	Now   func() time.Time
}

// AsIs returns what goes out of an entry whose message stays as it is.
func (s *Source) AsIs(got *store.Captured) replay.Item {
	return s.item(got, got.Message.Text, &got.Judgement, got.Judge)
}

// Item returns what goes out of an entry: where its message is made new, it is mapped
// anew, so that the custom event follows.
func (s *Source) Item(got *store.Captured, c Changes) (replay.Item, error) {
	if c == (Changes{}) {
		return s.AsIs(got), nil
	}
	how := replay.Rewriting{}
	if c.NewIDs {
		how.NewMessageID = s.NewID
	}
	switch c.Times {
	case Present:
		how.CurrentTime = s.Now
	case Shifted:
		how.Shift, how.Came = c.Shift, time.UnixMilli(got.Arrival.At)
	case AsWas:
	}
	text, err := replay.Rewrite(got.Message.Text, how)
	if err != nil {
		return replay.Item{}, err
	}
	return s.rewritten(got, text, c), nil
}

// rewritten returns what goes out of an entry whose message has become another text. Its
// event has the time that the text says, corrected as that of the entry was.
func (s *Source) rewritten(got *store.Captured, text []byte, c Changes) replay.Item {
	in := message.TakeIn(message.Posted{Raw: text, At: s.Now().UnixMilli(), Unreceived: true})
	arrival := in.Arrival(0)
	if c.Times != Present {
		arrival.At, arrival.SentAt = got.Arrival.At+c.Shift.Milliseconds(), got.Arrival.SentAt
		if sent := date.Read(arrival.SentAt); c.Shift != 0 && sent.OK {
			arrival.SentAt = date.ISO(sent.MS + c.Shift.Milliseconds())
		}
	}
	m, judge := in.Message(0), s.Store.Judge()
	judgement := judge.Message(&m, arrival)
	return s.item(got, m.Text, &judgement, judge)
}

func (s *Source) item(got *store.Captured, text []byte, j *mapping.Judgement, judge *mapping.Judge) replay.Item {
	item := replay.Item{
		EntryID: got.Entry.ID, Lineage: s.Store.Lineage(got.Entry.ID), Message: text, WriteKey: replay.NewSecret(got.WriteKey),
		Why: j.Reason, Schema: judge.Engine().Destination().Schema,
	}
	if j.Event != nil {
		item.EventBody = j.Event.Body()
	}
	return item
}

// EnvironmentOf returns what the catalogue of a judge knows of its environment.
func EnvironmentOf(judge *mapping.Judge) replay.Environment {
	c := judge.Catalogue()
	if c == nil {
		return replay.Environment{}
	}
	return replay.Environment{Project: c.Project, Key: c.Environment, ClientSideID: c.ClientSideID, Critical: c.Critical, CriticalUnknown: c.CriticalUnknown}
}

// moment returns when an entry happened: by its timestamp, else when it came.
func moment(got *store.Captured) time.Time {
	if at := date.Read(got.Message.Root.Member("timestamp").Text()); at.OK {
		return time.UnixMilli(at.MS)
	}
	return time.UnixMilli(got.Arrival.At)
}

// Moments returns when entries happened.
func Moments(s *store.Store, entries []uint64) ([]time.Time, error) {
	reader, moments := s.NewReader(), make([]time.Time, len(entries))
	for i, id := range entries {
		got, err := reader.ReadWanted(id, nil)
		if err != nil {
			return nil, err
		}
		moments[i] = moment(got)
	}
	return moments, nil
}

// ShiftTo returns by how much entries have to be moved for the last of them to happen at
// a time.
func ShiftTo(s *store.Store, entries []uint64, end time.Time) (time.Duration, error) {
	moments, err := Moments(s, entries)
	if err != nil || len(moments) == 0 {
		return 0, err
	}
	last := slices.MaxFunc(moments, time.Time.Compare)
	return end.Sub(last).Truncate(time.Millisecond), nil
}
