package table

import (
	"testing"

	"pgregory.net/rapid"

	"segtap/ui/widget/sanitize"
)

func TestWhatMattersGetsRoomFirst(t *testing.T) {
	columns := []Column{
		{ID: "name", Title: "NAME", Rank: 0, Least: 8, Most: 20},
		{ID: "what", Title: "WHAT", Rank: 3, Least: 10},
		{ID: "n", Title: "N", Rank: 1, Least: 4, Most: 4, Right: true},
		{ID: "last", Title: "LAST", Rank: 2, Least: 8, Most: 8},
	}
	for _, c := range []struct {
		w    int
		want string
	}{
		{5, "ab…  "},
		{8, "ab…     "},
		{13, "ab…         7"},
		{22, "ab…         7 12:00:00"},
		{40, "ab…           what it is    7 12:00:00  "[:40]},
	} {
		l := Fit(c.w, "…", columns...)
		got := l.Row(Cell{Text: "ab…"}, Cell{Text: "what it is"}, Cell{Text: "7"}, Cell{Text: "12:00:00"})
		if c.w < 40 && got != c.want {
			t.Errorf("%d: %q, want %q", c.w, got, c.want)
		}
		if w := sanitize.Width(got); w != c.w {
			t.Errorf("%d: %d cells: %q", c.w, w, got)
		}
	}
	l := Fit(60, "…", columns...)
	if got := l.Heading("n", "▾"); got != "NAME                 WHAT                        N▾ LAST    " {
		t.Errorf("%q", got)
	}
}

// At any width the row takes no more cells than there are, and the mouse finds each column
// where it stands.
func TestARowFits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var columns []Column
		var cells []Cell
		for i := range rapid.IntRange(1, 8).Draw(t, "columns") {
			least := rapid.IntRange(1, 20).Draw(t, "least")
			most := rapid.SampledFrom([]int{0, least, least + 10}).Draw(t, "most")
			columns = append(columns, Column{ID: string(rune('a' + i)), Rank: rapid.IntRange(0, 5).Draw(t, "rank"), Least: least, Most: most, Right: rapid.Bool().Draw(t, "right")})
			cells = append(cells, Cell{Text: "表 text"})
		}
		w := rapid.IntRange(1, 250).Draw(t, "w")
		l := Fit(w, "…", columns...)
		if got := sanitize.Width(l.Row(cells...)); got > w || got < 1 {
			t.Fatalf("%d cells in %d", got, w)
		}
		from := 0
		for i := range columns {
			if l.widths[i] == 0 {
				continue
			}
			for x := from; x < from+l.widths[i]; x++ {
				if id, ok := l.At(x); !ok || id != columns[i].ID {
					t.Fatalf("%q at %d", id, x)
				}
			}
			if _, ok := l.At(from + l.widths[i]); ok {
				t.Fatal("a column between two columns")
			}
			from += l.widths[i] + 1
		}
	})
}
