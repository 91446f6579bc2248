package header

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"segtap/capture/store"
	"segtap/mapping"
	"segtap/ui/keymap"
	"segtap/ui/theme"
)

// What else there is to look at is named as long as there is room for a name.
func TestOthersAreNamed(t *testing.T) {
	keys, err := keymap.NewKeys(nil)
	if err != nil {
		t.Fatal(err)
	}
	others := []Other{{"● 127.0.0.1:8910 +12", "● capture +12"}, {"↓ flow.har 6 events", "↓ flow.har"}, {"↓ shop.har 4 events", "↓ shop.har"}}
	for _, c := range []struct {
		others []Other
		room   int
		want   string
	}{
		{nil, 100, ""},
		{others, 100, "│ ● 127.0.0.1:8910 +12 │ ↓ flow.har 6 events │ ↓ shop.har 4 events │"},
		{others, 60, "│ ● capture +12 │ ↓ flow.har │ ↓ shop.har │"},
		{others, 42, "│ ● capture +12 │ ↓ flow.har │ o: 1 more │"},
		{others, 30, "│ ● capture +12 │ o: 2 more │"},
		{others, 24, "│ o: 3 others +12 │"},
		{others[1:], 30, "│ ↓ flow.har │ ↓ shop.har │"},
		{others[1:2], 20, "│ ↓ flow.har │"},
		{others[1:2], 5, "│ o: 1 other +12 │"},
	} {
		h := Header{Theme: theme.New(false), Keys: keys, Others: c.others, Fresh: 12}
		if got := ansi.Strip(h.othersText(c.room)); got != c.want {
			t.Errorf("in %d cells: %q, not %q", c.room, got, c.want)
		}
	}
}

// What a stream has let go is told apart from what is beyond the limits.
func TestWhatAStreamHasLetGoIsTold(t *testing.T) {
	keys, err := keymap.NewKeys(nil)
	if err != nil {
		t.Fatal(err)
	}
	h := Header{Theme: theme.New(false), Keys: keys, Watching: true, Stream: true, Counts: store.Counts{Evicted: 7, Gone: 5}}
	if got := ansi.Strip(strings.Join(h.besides(), ", ") + ", " + h.listening(100)); got != "2 older not listed, ● watching a stream" {
		t.Errorf("it says %q", got)
	}
	h.Counts.Errors, h.Counts.Warnings, h.Counts.Entries, h.Counts.Loading = 2, 3, 6, 1
	h.Follow, h.Destination, h.Judge = " v following ", "actions", &mapping.Judge{}
	for w, want := range map[int]string{80: "6 events  5 gone", 90: "6 events  5 gone", 120: "6 events  5 gone from the stream"} {
		if got := ansi.Strip(h.View(w)); !strings.Contains(got, want) || ansi.StringWidth(got) > w {
			t.Errorf("in %d cells it says %q", w, got)
		}
	}
}
