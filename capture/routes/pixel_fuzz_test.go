package routes

import (
	"encoding/json"
	"strings"
	"testing"
)

func FuzzPixel(f *testing.F) {
	for _, query := range []string{
		"", "data=e30", "data=%%%", "event=E&properties.a.b=1&properties.a.c=2", "a.=&.b=&..=&a", strings.Repeat("a.", 100) + "=1",
		"data", "x=1&data=eyJhIjoxfQ==", "a=%ff&a=%00",
	} {
		f.Add(query)
	}
	f.Fuzz(func(t *testing.T, query string) {
		got := PixelMessage(query)
		if limit := 16*len(query) + 2; len(got) > limit {
			t.Errorf("%d bytes of a query of %d", len(got), len(query))
		}
		for pair := range strings.SplitSeq(query, "&") {
			if name, _, _ := strings.Cut(pair, "="); unescape(name) == "data" {
				return // what it holds is up to who sent it
			}
		}
		if !json.Valid(got) {
			t.Errorf("no JSON: %q", got)
		}
	})
}
