package file

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"segtap/capture/journal"
)

// roleVariable makes the test binary, run again, play a part of a test.
const roleVariable = "SEGTAP_JOURNAL_TEST_ROLE"

func TestMain(m *testing.M) {
	role, ok := roles[os.Getenv(roleVariable)]
	if !ok {
		os.Exit(m.Run())
	}
	if err := role(os.Args[1]); err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
}

// roles are the parts that need a process of their own. Each gets a path.
var roles = make(map[string]func(path string) error)

var noon = time.Date(2026, 11, 23, 12, 0, 0, 123456000, time.UTC)

// request makes a small request of n messages.
func request(n int, body string) journal.Record {
	return journal.Record{
		Head:   journal.Head{Kind: journal.Request, At: noon, N: n, Summaries: []byte(`[{"event":"Signed Up"}]`)},
		Method: "POST", Path: "/v1/batch", Remote: "127.0.0.1:5", WriteKey: "wk",
		Headers: []journal.Header{{Name: "User-Agent", Value: "node"}, {Name: "Host", Value: "127.0.0.1:8910"}}, Status: 200, Body: []byte(body),
	}
}

func temporary(t *testing.T) string {
	t.Helper()
	return filepath.Join(t.TempDir(), "capture.ndjson")
}

func open(t *testing.T, path string, opts Options) *Journal {
	t.Helper()
	opts.Program, opts.Now = "segtap test", noon
	j, err := Open(path, opts)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = j.Close() })
	return j
}

// add appends records and gives their places.
func add(t *testing.T, j *Journal, recs ...journal.Record) (places []journal.Place) {
	t.Helper()
	for _, rec := range recs {
		place, err := j.Append(rec, nil)
		if err != nil {
			t.Fatal(err)
		}
		places = append(places, place)
	}
	return places
}

func closed(t *testing.T, j *Journal) {
	t.Helper()
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}
}

// all gives the records of a journal as Scan finds and ReadAt reads them.
func all(t *testing.T, j *Journal) ([]journal.Record, journal.Scanned) {
	t.Helper()
	recs, scanned, err := readAll(j)
	if err != nil {
		t.Fatal(err)
	}
	return recs, scanned
}

func readAll(j *Journal) (recs []journal.Record, scanned journal.Scanned, err error) {
	scanned, err = j.Scan(0, func(h *journal.Head) error {
		rec, err := j.ReadAt(h.Place)
		if err == nil && !sameHead(&rec.Head, h) {
			err = errors.New("the head that Scan gives is not the one that ReadAt gives")
		}
		recs = append(recs, rec)
		return err
	})
	return recs, scanned, err
}

func sameHead(a, b *journal.Head) bool {
	x, y := *a, *b
	same := bytes.Equal(x.Summaries, y.Summaries) && x.At.Equal(y.At)
	x.Summaries, y.Summaries, x.At, y.At = nil, nil, time.Time{}, time.Time{}
	return same && fmt.Sprint(x) == fmt.Sprint(y)
}

func bodies(recs []journal.Record) (list []string) {
	for _, r := range recs {
		list = append(list, string(r.Body))
	}
	return list
}

func read(t *testing.T, path string) []byte {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func write(t *testing.T, path string, text []byte) {
	t.Helper()
	if err := os.WriteFile(path, text, 0o600); err != nil {
		t.Fatal(err)
	}
}
