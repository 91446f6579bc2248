package ui_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"segtap/capture"
	"segtap/capture/ingest"
	"segtap/capture/journal/file"
	"segtap/capture/store"
	"segtap/mapping/destination"
	"segtap/ui"
)

// shopFile writes a capture file of a few calls, and opens it to read.
func shopFile(t *testing.T, messages ...string) *store.Store {
	t.Helper()
	path := filepath.Join(t.TempDir(), "shop.ndjson")
	kept, err := file.Open(path, file.Options{Now: noon})
	if err != nil {
		t.Fatal(err)
	}
	written := storeOf(t, kept, capture.Limits{})
	srv := httptest.NewServer(ingest.New(written, ingest.Options{Now: func() time.Time { return noon }}))
	for _, message := range messages {
		res, err := http.Post(srv.URL+"/v1/track", "application/json", strings.NewReader(message))
		if err != nil {
			t.Fatal(err)
		}
		_ = res.Body.Close()
	}
	srv.Close()
	if err := written.Close(); err != nil {
		t.Fatal(err)
	}
	if kept, err = file.Open(path, file.Options{ReadOnly: true}); err != nil {
		t.Fatal(err)
	}
	opened, err := store.Open(judgeOf(t, destination.Actions()), kept, capture.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = opened.Close() })
	return opened
}

// withShop opens shop.ndjson beside the capture.
func withShop(t *testing.T, change func(*ui.Options)) func(*ui.Options) {
	return func(opt *ui.Options) {
		opt.Opened = []ui.Opened{{
			Name: "shop.ndjson", Path: "old/shop.ndjson", Format: "capture file", Store: shopFile(t, goodOrder, badOrder, noUser),
			Place: func(got *store.Captured) string { return "shop.ndjson:" + string(rune('1'+got.Entry.ID)) },
		}}
		if change != nil {
			change(opt)
		}
	}
}

// Entries of two sources have the same numbers: what is read of one is never shown of
// the other, and each stays as it was left.
func TestSourcesStayApart(t *testing.T) {
	d := newDesk(t, 120, 36, withShop(t, nil))
	d.sees("shop.ndjson (capture file), opened, read only")
	d.sees("old/shop.ndjson")
	d.sees("#3  Signed Up")
	d.Press("home", "right")
	d.sees("#1  Order Completed")
	d.Press("}")
	d.sees("Waiting for the first Segment call")
	d.sees("shop.ndjson 3 events")
	d.post2("page", aPage)
	d.sees("#1  page /checkout")
	d.lacks("A-1001")
	d.Press("}")
	d.sees("A-1001")
	d.lacks("1 event  │")
	d.Press("2")
	d.sees("Order Completed")
	d.Press("{")
	d.lacks("Order Completed")
	d.Press("1", "o", "down", "enter")
	d.sees("A-1001")
}

// post2 is post while several stores are waited for.
func (d *desk) post2(route, body string) {
	d.t.Helper()
	res, err := http.Post(d.url+"/v1/"+route, "application/json", strings.NewReader(body))
	if err != nil {
		d.t.Fatal(err)
	}
	_ = res.Body.Close()
	d.Release(waiting) // the file has been listed
	d.CheckBounds()
}

// What is done with an entry of a file is done with a copy, at the problem that was
// selected, and the copy is made once.
func TestAnOpenedEntryIsBroughtFirst(t *testing.T) {
	d := newDesk(t, 120, 36, withShop(t, nil))
	d.Press("up", "f")
	d.sees("Edit a copy of shop.ndjson:3 (#1 here)")
	d.sees(`"revenue": 59.9`)
	d.Press("esc", "}", "r")
	d.sees("Replay #1")
	d.Press("esc", "/")
	d.Type("is:opened")
	d.Press("enter")
	d.sees("1 of 1")
	d.sees("Segment track ↓ shop.ndjson:3")
}

// Many of a file are brought when a yes has been said, and once: what is shown before is
// made of the file.
func TestManyAreBroughtOnceAndAfterAYes(t *testing.T) {
	var got []string
	fake := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		got = append(got, string(body))
	}))
	defer fake.Close()
	d := newDesk(t, 120, 36, withShop(t, func(o *ui.Options) { o.Target = fake.URL }))
	for _, leaving := range [][]string{{"n"}, {"esc", "esc"}} {
		d.Press("R", "enter")
		d.sees("They are brought into the capture first")
		d.sees("POST / HTTP/1.1")
		d.Press(leaving...)
		if n := d.store.Counts().Entries; n != 0 || len(got) != 0 {
			t.Fatalf("%d were brought and %d sent before a yes", n, len(got))
		}
	}
	for i := range 2 {
		d.Press("R", "enter", "enter")
		d.sees("3  taken")
		d.Press("enter")
		opened := 0
		for place := range d.store.Counts().Entries {
			if e, _ := d.store.At(place); e.Origin == capture.Opened {
				opened++
			}
		}
		if opened != 3 || len(got) != 3*(i+1) || d.store.Counts().Entries != 3+3*(i+1) {
			t.Fatalf("%d copies, %d sent, %d entries", opened, len(got), d.store.Counts().Entries)
		}
	}
	for i, text := range []string{goodOrder, badOrder, noUser} {
		if got[i] != text || got[3+i] != text {
			t.Errorf("sent %s and %s, want %s", got[i], got[3+i], text)
		}
	}
	d.Press("R", "down", "enter")
	d.sees("Segtap-Parent will name the copies")
}

// Where nothing can be kept nothing can be brought, which is said; a mark in a file is
// not written and can be made.
func TestNothingIsBroughtWhileWatching(t *testing.T) {
	d := newDesk(t, 120, 36, withShop(t, func(opt *ui.Options) { opt.Watching = true }))
	d.Press("e")
	d.sees("nothing can be brought into what another segtap captures")
	d.Press("m")
	d.sees("#3 is marked")
}

// With nothing else open the keys say so.
func TestOneSource(t *testing.T) {
	d := newDesk(t, 120, 36, nil)
	for _, key := range []string{"o", "{", "}"} {
		d.Press(key)
		d.sees(key + ": nothing else is open: segtap FILE… opens files")
		d.Press("up")
	}
}

// A paste that a terminal takes minutes to hand over is not taken, and it is said what
// to do instead; one of nothing does nothing, and where nothing is kept that is said.
func TestAPasteHasItsBounds(t *testing.T) {
	d := newDesk(t, 160, 36, nil)
	d.Send(tea.PasteMsg{Content: strings.Repeat(goodOrder+"\n", 9<<20/len(goodOrder))})
	d.sees("save them to a file, and open that with segtap FILE")
	d.Send(tea.PasteMsg{Content: " \r\n"})
	if n := d.store.Counts().Entries; n != 0 {
		t.Errorf("%d entries have come of it", n)
	}
	d = newDesk(t, 160, 36, func(opt *ui.Options) { opt.Watching = true })
	d.Send(tea.PasteMsg{Content: goodOrder})
	d.sees("not pasted: another segtap writes this file")
}

// A paste that comes while another is read goes on when that has ended, also where
// something else is open.
func TestTwoPastes(t *testing.T) {
	d := newDesk(t, 120, 30, nil)
	d.Park("paste")
	d.Send(tea.PasteMsg{Content: goodOrder}, tea.PasteMsg{Content: badOrder})
	d.sees("reading what was pasted")
	d.Press("?")
	if d.Release("paste") != 2 {
		t.Fatal("one of them is not read")
	}
	d.Press("esc") // a dialog has the screen for itself
	d.sees("pasted 1 message: #2")
	if n := d.store.Counts().Entries; n != 2 {
		t.Errorf("%d of 2 have come", n)
	}
	d.lacks("reading what was pasted")
}
