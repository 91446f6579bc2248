package epoch_test

import (
	"errors"
	"testing"
	"time"

	"pgregory.net/rapid"

	"segtap/capture"
	"segtap/capture/control/epoch"
	"segtap/capture/journal"
	"segtap/capture/store"
	"segtap/mapping/message"
)

func TestCursorsAreReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		last := uint64(rapid.Uint32().Draw(t, "last"))
		c := epoch.Cursor{Last: last}
		if rapid.Bool().Draw(t, "epoch") {
			c = epoch.Begin(last, time.UnixMilli(rapid.Int64Range(-1<<50, 1<<50).Draw(t, "start")), rapid.String().Draw(t, "key"))
		}
		got, err := epoch.Parse(c.String())
		if err != nil || got != c {
			t.Fatalf("%s is read as %v, %v", c, got, err)
		}
		if next := c.Behind(last + 1); next.String() == c.String() {
			t.Fatalf("%s stands still", c)
		}
	})
}

func TestWhatIsNoCursorIsRefused(t *testing.T) {
	for _, text := range []string{"5", "e1", "e1.", "e1.-1", "e1.+5", "e1.05", "e1.5.", "e1.5.x", "e1.5.1.2", "e1.5.1.0011223344556677.", "e1.5.1.001122334455667", "e1.5.1.001122334455667G", "e1.4294967296", "e2.5", "E1.5", " e1.5", "e1.5.0"} {
		if c, err := epoch.Parse(text); !errors.Is(err, epoch.ErrCursor) {
			t.Errorf("%q is %v, %v", text, c, err)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add("e1.5.1795994416236.0011223344556677")
	f.Add("")
	f.Fuzz(func(t *testing.T, text string) {
		c, err := epoch.Parse(text)
		if err == nil && text != "" && c.String() != text {
			t.Errorf("%q is read as %s", text, c)
		}
	})
}

// TestAWriteKeyDoesNotStandInACursor: cursors stand in addresses and logs.
func TestAWriteKeyDoesNotStandInACursor(t *testing.T) {
	if got := epoch.Begin(1, time.UnixMilli(2), "SECRET").String(); got != "e1.1.2.0917b13a9091915d" {
		t.Error(got)
	}
}

func TestWhatWasMadeBeforeAnEpochIsLate(t *testing.T) {
	start := time.Date(2026, 8, 18, 12, 0, 0, 500_000_000, time.UTC)
	here := journal.Record{Head: journal.Head{Kind: journal.Request}}
	for _, c := range []struct {
		members string
		want    epoch.Place
	}{
		{`"timestamp":"2026-08-18T12:00:00.499Z"`, epoch.Late},
		{`"timestamp":"2026-08-18T12:00:00.4999999Z"`, epoch.Late},
		{`"timestamp":"2026-08-18T12:00:00.500Z"`, epoch.Within},
		{`"timestamp":"2026-08-18T12:00:00.5Z"`, epoch.Within},
		{`"timestamp":"2026-08-18T14:00:00.499+02:00"`, epoch.Late},
		{`"timestamp":"2026-08-18T14:00:00.500+02:00"`, epoch.Within},
		// A whole second may be any time of it, a day any time of the day.
		{`"timestamp":"2026-08-18T12:00:00Z"`, epoch.Within},
		{`"timestamp":"2026-08-18T11:59:59Z"`, epoch.Late},
		{`"timestamp":"2026-08-18"`, epoch.Within},
		// Segment's own name of it, where there is no other.
		{`"originalTimestamp":"2026-08-18T12:00:00.499Z"`, epoch.Late},
		{`"timestamp":"2026-08-18T12:00:00.500Z","originalTimestamp":"2026-08-18T12:00:00.499Z"`, epoch.Within},
		{`"timestamp":null,"originalTimestamp":"2026-08-18T12:00:00.499Z"`, epoch.Late},
		// What does not say when it was made was not made before.
		{`"event":"E"`, epoch.Within},
		{`"timestamp":"abc 1"`, epoch.Within},
		{`"timestamp":1}`, epoch.Within},
		{`"sentAt":"2026-08-18T12:00:00.499Z"`, epoch.Within},
	} {
		m := message.Parse([]byte("{" + c.members + "}"))
		got := &store.Captured{Entry: capture.Entry{ID: 5}, Message: m, Record: here, WriteKey: "WK"}
		if place := epoch.Begin(4, start, "").Of(got); place != c.want {
			t.Errorf("%s is %d, want %d", c.members, place, c.want)
		}
		if place := epoch.Begin(4, start, "WK").Of(got); place != c.want {
			t.Errorf("%s with its write key is %d, want %d", c.members, place, c.want)
		}
		if place := epoch.Begin(4, start, "other").Of(got); place != epoch.Outside {
			t.Errorf("%s with another write key is %d", c.members, place)
		}
		if place := epoch.Begin(5, start, "").Of(got); place != epoch.Outside {
			t.Errorf("%s that came before is %d", c.members, place)
		}
		if place := (epoch.Cursor{Last: 4}).Of(got); place != epoch.Within {
			t.Errorf("%s without an epoch is %d", c.members, place)
		}
		// What was made here was made when it came: an edit keeps the time of what it is of.
		got.Entry.Origin = capture.Edited
		if place := epoch.Begin(4, start, "").Of(got); place != epoch.Within {
			t.Errorf("an edit of %s is %d", c.members, place)
		}
	}
}
