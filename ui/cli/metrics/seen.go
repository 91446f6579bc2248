package metrics

import (
	"context"
	"time"

	"segtap/capture/coverage"
	"segtap/capture/formats"
	"segtap/capture/repeat"
	"segtap/mapping"
	"segtap/mapping/message"
	"segtap/mapping/naming"
	"segtap/mapping/origin"
	"segtap/mapping/query"
	"segtap/ui/cli/console"
	"segtap/ui/cli/input"
)

// seeing sums up what was seen in files of messages.
type seeing struct {
	judge   *mapping.Judge
	sums    *coverage.Sums
	first   map[string]origin.Place // of an event key
	repeats repeat.Detector
	now     time.Time
	number  uint64
	made    int // made here, by an edit or a replay: no app has sent them
	damaged int // lines of capture files that are no whole records
	notes   []string
	// each takes what was judged, in the place of the sums; nil: they do.
	each func(m *message.Message, j *mapping.Judgement)
}

// readSeen reads what was seen in files, - for standard input. The notes have to be said.
func readSeen(ctx context.Context, std console.Streams, judge *mapping.Judge, files []string, now time.Time) (*naming.Seen, []string, error) {
	s := &seeing{judge: judge, sums: coverage.New(), first: make(map[string]origin.Place), now: now}
	if err := s.files(ctx, std, files); err != nil {
		return nil, nil, err
	}
	seen := coverage.SeenOf(s.sums.Keys(), s.sums.Tallies())
	for key, times := range seen.Events {
		times.First = s.first[key]
		seen.Events[key] = times
	}
	return seen, s.notes, nil
}

// files reads files, and notes what has to be said of them.
func (s *seeing) files(ctx context.Context, std console.Streams, files []string) error {
	for _, name := range files {
		if err := s.file(ctx, std, name); err != nil {
			return err
		}
	}
	if s.made > 0 {
		s.notes = append(s.notes, "left out "+console.Count(s.made, "message")+" that no app has sent: edits and replays")
	}
	if s.damaged > 0 {
		s.notes = append(s.notes, input.Damaged(s.damaged))
	}
	return nil
}

func (s *seeing) file(ctx context.Context, std console.Streams, name string) error {
	in, err := input.Open(ctx, std, name)
	if err != nil {
		return err
	}
	defer func() { _ = in.Close() }()
	name = input.Shown(name)
	reader := formats.NewReader(in)
	err = reader.Items(func(item *formats.Item) error {
		if ctx.Err() != nil {
			return console.ErrInterrupted
		}
		return s.item(name, item)
	})
	s.notes = append(s.notes, reader.Notes()...)
	if err != nil {
		return input.Unreadable(name, err)
	}
	return nil
}

func (s *seeing) item(name string, item *formats.Item) error {
	if item.CutShort { // a line that was cut short when the writer ended
		s.damaged++
		return nil
	}
	taken, ok, err := item.Take(s.now)
	if err != nil {
		return input.Refused(name, item.Line, err)
	}
	if ok && taken.Made {
		s.made += taken.Len()
	} else if ok {
		s.take(origin.Place{File: name, Line: item.Line}, taken)
	}
	return nil
}

// take sums up the messages that came together.
func (s *seeing) take(at origin.Place, taken formats.Taken) {
	for i := range taken.Len() {
		s.number++
		m, arrival := taken.Message(i), taken.Arrival(i)
		number := s.number
		if taken.First > 0 {
			number = taken.First + uint64(i)
		}
		var again bool
		if again, arrival.DuplicateOf, arrival.OtherSource = s.repeats.Note(repeat.Of(&m, taken.WriteKey), number); again {
			continue
		}
		j := s.judge.Message(&m, arrival)
		if taken.Refused || j.Verdict.Gates.Refused() {
			s.repeats.Refuse(repeat.Of(&m, taken.WriteKey))
		}
		if s.each != nil {
			s.each(&m, &j)
			continue
		}
		row := query.RowOf(&m, &j)
		if row.Type != "track" || row.Name == "" {
			continue
		}
		key := s.sums.Take(&j, coverage.Event{Name: row.Name, At: taken.At.UnixMicro(), Duplicate: arrival.DuplicateOf != 0})
		if _, ok := s.first[key]; !ok {
			s.first[key] = at
		}
	}
}
