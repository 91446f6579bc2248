package store_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"segtap/capture"
	"segtap/capture/journal"
	"segtap/capture/journal/file"
	"segtap/capture/replay"
	"segtap/capture/store"
)

// lines are records of one message a line. A line that is a question mark ends them.
type lines struct{ *bytes.Reader }

var errMistake = errors.New("shop.ndjson: this is no message")

func (l lines) Close() error { return nil }

func (l lines) Scan(from int64, give func(*journal.Head) error) (scanned journal.Scanned, err error) {
	text := make([]byte, l.Size()-from)
	if _, err := l.Reader.ReadAt(text, from); err != nil {
		return scanned, err
	}
	for line := range bytes.SplitAfterSeq(text, []byte{'\n'}) {
		if string(line) == "?\n" {
			return scanned, errMistake
		}
		if len(line) > 1 {
			if err := give(&journal.Head{Kind: journal.Entry, N: 1, Place: journal.Place{Offset: from, Length: len(line) - 1}}); err != nil {
				return scanned, err
			}
		}
		from += int64(len(line))
		scanned.Next = from
	}
	return scanned, nil
}

func (l lines) Tail(n int, give func(*journal.Head) error) (journal.Scanned, error) {
	text := make([]byte, l.Size())
	if _, err := l.Reader.ReadAt(text, 0); err != nil {
		return journal.Scanned{}, err
	}
	at := len(text)
	for ; n > 0 && at > 0; n-- {
		at = bytes.LastIndexByte(text[:at-1], '\n') + 1
	}
	return l.Scan(int64(at), give)
}

func (l lines) ReadAt(place journal.Place) (journal.Record, error) {
	rec := journal.Record{Head: journal.Head{Kind: journal.Entry, N: 1, Place: place, At: noon}, Body: make([]byte, place.Length)}
	_, err := l.Reader.ReadAt(rec.Body, place.Offset)
	return rec, err
}

// opened opens records with so many messages of a KB each, and what else is given.
func opened(t testing.TB, n int, more ...string) *store.Store {
	t.Helper()
	var text bytes.Buffer
	pad := strings.Repeat("x", 800)
	for i := range n {
		fmt.Fprintf(&text, `{"type":"track","userId":"u_%d","event":"Event %d","messageId":"m-%d","properties":{"revenue":%d,"pad":%q}}`+"\n", i%50, i%7, i, i, pad)
	}
	for _, line := range more {
		text.WriteString(line + "\n")
	}
	s, err := store.Open(judge(t), lines{bytes.NewReader(text.Bytes())}, capture.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// Of a large file the end is there at once, with numbers that are given up for the
// right ones when all have been counted; whoever holds one of them still finds its
// entry, and a mark stays.
func TestOpenedShowsItsEndFirst(t *testing.T) {
	const n = 12_000
	again := fmt.Sprintf(`{"type":"track","userId":"u_1","event":"Event 1","messageId":"m-1","properties":{"revenue":1,"pad":%q}}`, strings.Repeat("x", 800))
	s := opened(t, n, again, `{"type":"track","event":"Nobody's"}`, `{"type":"track","userId":"u","event":"Last"}`)
	last, ok := s.At(s.Counts().First + s.Counts().Entries - 1)
	if !ok || last.Name != "Last" || last.ID < capture.Provisional && s.Counts().Loading < 1 {
		t.Fatalf("the newest entry is %+v", last)
	}
	place, _ := s.Index(last.ID)
	if err := s.Mark(last.ID, true, noon); err != nil {
		t.Fatal(err)
	}
	loaded(t, s)
	c := s.Counts()
	if c.Entries != n+2 || c.Errors != 1 {
		t.Errorf("%d entries, %d with errors: want %d and 1", c.Entries, c.Errors, n+2)
	}
	now, ok := s.Entry(last.ID)
	if !ok || now.Name != "Last" || now.ID != n+3 || !now.Marked {
		t.Errorf("#%d has become %+v", last.ID, now)
	}
	if at, _ := s.Index(now.ID); at != place {
		t.Errorf("it went from place %d to %d", place, at)
	}
	if first, _ := s.Entry(2); first.Retries != 1 {
		t.Errorf("the message that came twice was sent %d times again", first.Retries)
	}
	got, err := s.Read(last.ID)
	if err != nil || string(got.Message.Text) != `{"type":"track","userId":"u","event":"Last"}` {
		t.Errorf("it reads as %v, %v", got, err)
	}
	if seen, _ := s.Coverage().Sighting("Event 3"); seen.Sent != (n+3)/7 {
		t.Errorf("Event 3 was seen %d times", seen.Sent)
	}
}

// A judge that changes while a file is being listed has the last word on all of it.
func TestOpenedIsJudgedByTheLastJudge(t *testing.T) {
	s := opened(t, 12_000)
	s.SetJudge(classic(t))
	loaded(t, s)
	for _, e := range entries(s) {
		got, err := s.Read(e.ID)
		if err != nil || got.Judge != s.Judge() || got.Entry.Verdict != e.Verdict {
			t.Fatalf("#%d: %v, %v in the list, %v", e.ID, got, e.Verdict, err)
		}
		if e.ID > 300 {
			break
		}
	}
	if seen, _ := s.Coverage().Sighting("Event 3"); seen.Sent != 12_000/7 {
		t.Errorf("Event 3 was seen %d times", seen.Sent)
	}
}

// A mistake in the middle of a large file leaves what stands before it, and is said.
func TestOpenedUpToAMistake(t *testing.T) {
	more := slices.Repeat([]string{`{"type":"track","userId":"u","event":"Behind it"}`}, 300)
	s := opened(t, 12_000, append([]string{"?"}, more...)...)
	loaded(t, s)
	if c := s.Counts(); c.Entries != 12_000 || !strings.Contains(c.Unread, errMistake.Error()) {
		t.Errorf("%d entries, and unread: %q", c.Entries, c.Unread)
	}
}

// Nothing is kept in what was opened to read, and a mark there does not touch it.
func TestOpenedIsNotWritten(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.ndjson")
	captured, captureFile := open(t, path)
	id := mustCapture(t, captured, "/v1/track", `{"type":"track","userId":"u","event":"E"}`)
	if err := errors.Join(captured.Close(), captureFile.Close()); err != nil {
		t.Fatal(err)
	}
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	captureFile, err = file.Open(path, file.Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	s, err := store.Open(judge(t), captureFile, capture.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	_, kept := s.Capture(request("/v1/track", `{"type":"track"}`))
	_, added := s.Add([]byte(`{}`), capture.Edited, id, noon)
	for _, err := range []error{kept, added, s.AddAttempt(0, &replay.Attempt{EntryID: id}, noon)} {
		if !errors.Is(err, journal.ErrReadOnly) {
			t.Errorf("%v", err)
		}
	}
	if c := s.Counts(); c.Entries != 1 || c.Failure != "" {
		t.Errorf("%+v", c)
	}
	if err := s.Mark(id, true, noon); err != nil {
		t.Fatal(err)
	}
	if e, _ := s.Entry(id); !e.Marked {
		t.Error("the mark is not there")
	}
	if now, err := os.ReadFile(path); err != nil || !bytes.Equal(now, before) {
		t.Errorf("the file has changed: %v", err)
	}
}

// What is brought comes with all that its request had, alone, and once.
func TestBring(t *testing.T) {
	from, _ := open(t, filepath.Join(t.TempDir(), "from.ndjson"))
	defer from.Close()
	req := request("/v1/batch", `{"sentAt":"2026-11-29T08:00:00Z", "batch":[{"type":"page","userId":"u"}, {"type":"track","event":"E" ,"userId":"u","messageId":"m"}],"context":{"ip":"1.2.3.4"}}`)
	req.Header = map[string][]string{"User-Agent": {"Mozilla/5.0"}}
	first, err := from.Capture(req)
	if err != nil {
		t.Fatal(err)
	}
	made, err := from.Add([]byte(`{"type":"track","event":"Made","userId":"u"}`), capture.Edited, first, noon)
	if err != nil {
		t.Fatal(err)
	}
	broken := mustCapture(t, from, "/v1/track", `{"event":`)
	path := filepath.Join(t.TempDir(), "here.ndjson")
	here, _ := open(t, path)
	mustCapture(t, here, "/v1/track", `{"type":"track","event":"E","userId":"u","messageId":"m"}`)
	bring := func(id uint64, place string) uint64 {
		t.Helper()
		got, err := from.Read(id)
		if err != nil {
			t.Fatal(err)
		}
		id, _, err = store.CopiesIn(here).Bring(got, place)
		if err != nil {
			t.Fatal(err)
		}
		return id
	}
	check := func(here *store.Store) {
		t.Helper()
		for _, c := range []struct{ of, is uint64 }{{first + 1, 2}, {made, 3}, {broken, 4}} {
			was, _ := from.Read(c.of)
			got, err := here.Read(c.is)
			if err != nil || got.Entry.Origin != capture.Opened || got.Entry.Parent != 0 || got.Record.From != fmt.Sprint("shop.har:", c.is) {
				t.Fatalf("#%d: %+v, %v", c.is, got, err)
			}
			if !bytes.Equal(got.Message.Text, was.Message.Text) || !got.Entry.At.Equal(was.Entry.At) || got.Entry.Verdict != was.Entry.Verdict {
				t.Errorf("#%d is %s\nand was %s", c.is, got.Message.Text, was.Message.Text)
			}
			if got.WriteKey != was.WriteKey || got.Record.Path != was.Record.Path || !slices.Equal(got.Record.Headers, was.Record.Headers) || got.Arrival.SentAt != was.Arrival.SentAt {
				t.Errorf("#%d came with %+v and %q, and was with %+v", c.is, got.Record, got.Arrival.SentAt, was.Record)
			}
		}
		if ids := search(t, here, "is:opened"); !slices.Equal(ids, []uint64{2, 3, 4}) {
			t.Errorf("is:opened finds %v", ids)
		}
		if n := here.Counts().Entries; n != 4 {
			t.Errorf("%d entries, want 4", n)
		}
	}
	for range 2 {
		if ids := []uint64{bring(first+1, "shop.har:2"), bring(made, "shop.har:3"), bring(broken, "shop.har:4")}; !slices.Equal(ids, []uint64{2, 3, 4}) {
			t.Errorf("brought as %v", ids)
		}
		check(here)
		if err := here.Close(); err != nil {
			t.Fatal(err)
		}
		here, _ = open(t, path)
		check(here)
	}
	if id := bring(made, "shop.har:2"); id != 5 {
		t.Errorf("another message of the same place is #%d", id)
	}
	if err := here.Close(); err != nil {
		t.Fatal(err)
	}
}
