package epoch_test

import (
	"encoding/hex"
	"errors"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"segtap/capture"
	"segtap/capture/control/epoch"
	"segtap/capture/journal"
	"segtap/capture/store"
	"segtap/mapping/message"
)

// run is that of the tests.
const run = "0a1b2c3d"

// behind is the cursor behind an entry.
func behind(id uint64) epoch.Cursor { return epoch.Start(run).Behind(id) }

// cursors draws one of each form.
func cursors(t *rapid.T) epoch.Cursor {
	c := epoch.Start(hex.EncodeToString(rapid.SliceOfN(rapid.Byte(), 4, 4).Draw(t, "run"))).Behind(uint64(rapid.Uint32().Draw(t, "last")))
	if rapid.Bool().Draw(t, "epoch") {
		c = epoch.Begin(c, time.UnixMilli(rapid.Int64Range(1, 1<<50).Draw(t, "start")), rapid.String().Draw(t, "key"))
	}
	return c
}

func TestCursorsAreReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := cursors(t)
		got, err := epoch.Parse(c.String())
		if err != nil || got != c {
			t.Fatalf("%s is read as %v, %v", c, got, err)
		}
		if next := c.Behind(c.Last + 1); next.String() == c.String() || next.Run() != c.Run() {
			t.Fatalf("%s stands still", c)
		}
	})
}

// TestWhatIsLeftOfACursorIsNone: a text that was cut off, as by a terminal or a column of a
// log, must not stand for another moment.
func TestWhatIsLeftOfACursorIsNone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := cursors(t).String()
		for n := range text {
			if c, err := epoch.Parse(text[:n]); !errors.Is(err, epoch.ErrCursor) {
				t.Fatalf("%s, cut to %s, is %v", text, text[:n], c)
			}
		}
	})
}

func TestWhatIsNoCursorIsRefused(t *testing.T) {
	good := behind(5).String()
	for _, text := range []string{
		"", "5", "e1", "e1.", "e1.5", "e1.0.1795995988154", "e1.5.0011223344556677", "e2" + good[2:], "E1" + good[2:], " " + good, good + " ", good + ".", good + "0",
		strings.ToUpper(good), strings.Replace(good, ".5.", ".6.", 1), strings.Replace(good, run, "0a1b2c3e", 1), epoch.Start("0a1b2c3").String(), epoch.Start("").String(),
		behind(1 << 32).String(), epoch.Begin(behind(5), time.UnixMilli(-5), "").String(), epoch.Begin(behind(5), time.UnixMilli(0), "WK").String(),
	} {
		if c, err := epoch.Parse(text); !errors.Is(err, epoch.ErrCursor) {
			t.Errorf("%q is %v, %v", text, c, err)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add(epoch.Begin(behind(5), time.UnixMilli(1795994416236), "WK").String())
	f.Add("")
	f.Fuzz(func(t *testing.T, text string) {
		c, err := epoch.Parse(text)
		if err == nil && c.String() != text {
			t.Errorf("%q is read as %s", text, c)
		}
	})
}

// TestAWriteKeyDoesNotStandInACursor: cursors stand in addresses and logs.
func TestAWriteKeyDoesNotStandInACursor(t *testing.T) {
	if got := epoch.Begin(behind(1), time.UnixMilli(2), "SECRET").String(); !strings.HasPrefix(got, "e1.1.2.0917b13a9091915d."+run) {
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
		if place := epoch.Begin(behind(4), start, "").Of(got); place != c.want {
			t.Errorf("%s is %d, want %d", c.members, place, c.want)
		}
		if place := epoch.Begin(behind(4), start, "WK").Of(got); place != c.want {
			t.Errorf("%s with its write key is %d, want %d", c.members, place, c.want)
		}
		if place := epoch.Begin(behind(4), start, "other").Of(got); place != epoch.Outside {
			t.Errorf("%s with another write key is %d", c.members, place)
		}
		if place := epoch.Begin(behind(5), start, "").Of(got); place != epoch.Outside {
			t.Errorf("%s that came before is %d", c.members, place)
		}
		if place := behind(4).Of(got); place != epoch.Within {
			t.Errorf("%s without an epoch is %d", c.members, place)
		}
		// What was made here was made when it came: an edit keeps the time of what it is of.
		got.Entry.Origin = capture.Edited
		if place := epoch.Begin(behind(4), start, "").Of(got); place != epoch.Within {
			t.Errorf("an edit of %s is %d", c.members, place)
		}
	}
}
