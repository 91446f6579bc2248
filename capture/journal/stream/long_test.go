package stream

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/nats-io/nats-server/v2/server"

	"segtap/capture/journal"
	"segtap/capture/journal/journaltest"
)

// A body of as much as segtap takes fits, however little a message of the server may have.
func TestABodyThatIsLongerThanAMessageIsSplit(t *testing.T) {
	for _, payload := range []int32{16 << 10, 1 << 20} {
		s := serving(t, func(o *server.Options) { o.MaxPayload = payload })
		l, reader := listing(t, s.address("S")), listing(t, s.address("S"))
		bodies := []string{
			strings.Repeat("x", 8*int(payload)), "short", strings.Repeat("\x00\xff", int(payload)), strings.Repeat(`"`, int(payload)/2),
			strings.Repeat("y", int(payload)-messageRoom-300), strings.Repeat("z", int(payload)),
		}
		var places []journal.Place
		for _, body := range bodies {
			place, err := l.Append(request(2, body), nil)
			if err != nil {
				t.Fatal(err)
			}
			places = append(places, place)
		}
		if places[1].Length != 0 || places[0].Length < 8 {
			t.Errorf("their places are %+v", places)
		}
		late := opened(t, s.address("S"))
		for _, j := range []*Journal{l.Journal, reader.Journal, late} {
			journaltest.Until(t, "all has come", func() bool { return j.Size() == places[len(places)-1].End() })
			read := j.ReadAt
			if j == late {
				read = j.Lines().Record
			}
			for i, place := range places {
				if rec, err := read(place); err != nil || string(rec.Body) != bodies[i] || rec.ID != uint64(1+2*i) {
					t.Fatalf("body %d of %d bytes is read back with %d (%v)", i, len(bodies[i]), len(rec.Body), err)
				}
			}
			if got := ids(t, j, 0); fmt.Sprint(got) != "[1 3 5 7 9 11]" {
				t.Errorf("the ids are %v", got)
			}
			for _, place := range []journal.Place{
				{Offset: places[0].Offset}, {Offset: places[0].Offset + 1, Length: places[0].Length - 1}, {Offset: places[0].Offset, Length: places[0].Length + 1},
			} {
				if _, err := j.ReadAt(place); !errors.Is(err, journal.ErrDamaged) {
					t.Errorf("%+v: %v", place, err)
				}
			}
		}
	}
}

func TestARecordThatDoesNotFitIsRefused(t *testing.T) {
	s := serving(t, func(o *server.Options) { o.MaxPayload = 2 << 10 })
	j := opened(t, s.address("S"))
	if _, err := j.Append(request(1, strings.Repeat("x", 8<<20)), nil); !errors.Is(err, journal.ErrInvalid) || !strings.Contains(err.Error(), "max_payload") {
		t.Errorf("got %v", err)
	}
	mustAppend(t, j, 1)
}

// Long records that are written at the same time as short ones of others come between none.
func TestLongRecordsOfSeveralWriters(t *testing.T) {
	s := serving(t, func(o *server.Options) { o.MaxPayload = 4 << 10 })
	lists := []*list{listing(t, s.address("S")), listing(t, s.address("S"))}
	acknowledged, refused := appending(lists, 2, 10, strings.Repeat("long", 5000), "")
	if len(refused) > 0 {
		t.Errorf("%d are refused, such as %v", len(refused), refused[0])
	}
	agreed(t, acknowledged, lists...)
}
