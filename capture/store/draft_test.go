package store_test

import (
	"bytes"
	"fmt"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"segtap/capture"
	"segtap/capture/journal/file"
	"segtap/capture/store"
)

// The last draft of each entry counts, byte for byte, whatever was done to them and
// however often the file is opened anew.
func TestDraftsAreReadBack(t *testing.T) {
	dir, judge := t.TempDir(), judge(t)
	runs := 0
	rapid.Check(t, func(t *rapid.T) {
		runs++
		path := filepath.Join(dir, fmt.Sprintf("%d.ndjson", runs))
		var s *store.Store
		start := func() {
			file, err := file.Open(path, file.Options{Now: time.Now()})
			if err == nil {
				s, err = store.New(judge, file, capture.Limits{})
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		start()
		defer func() { _ = s.Close() }()
		const entries = 3
		for range entries {
			if _, err := s.Add([]byte(`{"type":"track","event":"e","userId":"u"}`), capture.Edited, 0, time.Now()); err != nil {
				t.Fatal(err)
			}
		}
		want := map[uint64][]byte{}
		for range rapid.IntRange(0, 12).Draw(t, "steps") {
			id := rapid.Uint64Range(1, entries).Draw(t, "entry")
			switch rapid.IntRange(0, 3).Draw(t, "step") {
			case 0:
				if err := store.DraftsOf(s).End(id, time.Now()); err != nil {
					t.Fatal(err)
				}
				delete(want, id)
			case 1:
				if err := s.Close(); err != nil {
					t.Fatal(err)
				}
				start()
			default:
				text := rapid.SliceOf(rapid.Byte()).Draw(t, "text")
				if err := store.DraftsOf(s).Keep(id, text, time.Now()); err != nil {
					t.Fatal(err)
				}
				want[id] = text
			}
		}
		var with []uint64
		for id := uint64(1); id <= entries; id++ {
			text, there := want[id]
			got, ok, err := store.DraftsOf(s).Read(id)
			entry, _ := s.Entry(id)
			if err != nil || ok != there || entry.Draft != there || !bytes.Equal(got.Text, text) {
				t.Fatalf("#%d: %q, %t, %v; want %q, %t", id, got.Text, ok, err, text, there)
			}
			if there {
				with = append(with, id)
			}
		}
		if got := store.DraftsOf(s).Entries(); !slices.Equal(got, with) {
			t.Fatalf("drafts of %v, want %v", got, with)
		}
	})
}

// In memory, the draft of a marked entry stays when what stood around it is forgotten.
func TestADraftInMemoryStays(t *testing.T) {
	s, err := store.New(judge(t), file.Memory(), capture.Limits{Entries: 10})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	add := func() {
		if _, err := s.Add(fmt.Appendf(nil, `{"type":"track","event":"e","userId":"u","properties":{"a":%q}}`, bytes.Repeat([]byte("x"), 4000)), capture.Edited, 0, time.Now()); err != nil {
			t.Fatal(err)
		}
	}
	add()
	if err := s.Mark(1, true, time.Now()); err != nil {
		t.Fatal(err)
	}
	if err := store.DraftsOf(s).Keep(1, []byte("{"), time.Now()); err != nil {
		t.Fatal(err)
	}
	for range 100 {
		add()
	}
	if got, ok, err := store.DraftsOf(s).Read(1); string(got.Text) != "{" || !ok || err != nil {
		t.Errorf("the draft is %q, %t, %v", got.Text, ok, err)
	}
}
