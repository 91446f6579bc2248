package viewport

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

// place is what the user can see of a list.
type place struct {
	cursor, from, upTo int
	following          bool
}

func look(l *List) place {
	from, upTo := l.Window()
	return place{l.Cursor(), from, upTo, l.Following()}
}

func TestList(t *testing.T) {
	tests := []struct {
		name string
		do   func(l *List) // starts with 100 rows, 10 in the window, row 0 selected
		want place
	}{
		{"starts at the oldest", func(*List) {}, place{0, 0, 10, false}},
		{"down within the window", func(l *List) { l.Move(9) }, place{9, 0, 10, false}},
		{"down beyond the window scrolls by one", func(l *List) { l.Move(10) }, place{10, 1, 11, false}},
		{"up again does not scroll until the edge", func(l *List) { l.Move(20); l.Move(-9) }, place{11, 11, 21, false}},
		{"up beyond the oldest", func(l *List) { l.Move(-3) }, place{0, 0, 10, false}},
		{"down beyond the newest", func(l *List) { l.Move(1000) }, place{99, 90, 100, false}},
		{"page down keeps one row in sight", func(l *List) { l.Page(1) }, place{9, 0, 10, false}},
		{"page down twice", func(l *List) { l.Page(2) }, place{18, 9, 19, false}},
		{"page up", func(l *List) { l.Select(50); l.Page(-1) }, place{41, 41, 51, false}},
		{"end follows", func(l *List) { l.End() }, place{99, 90, 100, true}},
		{"following keeps the newest", func(l *List) { l.Follow(); l.SetCount(150) }, place{149, 140, 150, true}},
		{"a move stops following", func(l *List) { l.Follow(); l.Move(-1); l.SetCount(150) }, place{98, 90, 100, false}},
		{"home stops following", func(l *List) { l.Follow(); l.Home() }, place{0, 0, 10, false}},
		{"not following, new rows change nothing", func(l *List) { l.Select(50); l.SetCount(200) }, place{50, 41, 51, false}},
		{"fewer rows", func(l *List) { l.Select(50); l.SetCount(20) }, place{19, 10, 20, false}},
		{"no rows", func(l *List) { l.SetCount(0) }, place{-1, 0, 0, false}},
		{"rows come to an empty list that follows", func(l *List) { l.SetCount(0); l.Follow(); l.SetCount(3) }, place{2, 0, 3, true}},
		{"eviction keeps the row and its line", func(l *List) { l.Select(50); l.Shift(30) }, place{20, 11, 21, false}},
		{"eviction of the selected row", func(l *List) { l.Select(50); l.Shift(70) }, place{0, 0, 10, false}},
		{"eviction while following", func(l *List) { l.Follow(); l.Shift(30) }, place{69, 60, 70, true}},
		{"eviction of everything", func(l *List) { l.Shift(1000) }, place{-1, 0, 0, false}},
		{"click", func(l *List) { l.Wheel(30); l.ClickAt(4) }, place{34, 30, 40, false}},
		{"click below the last row", func(l *List) { l.SetCount(3); l.Follow(); l.ClickAt(5) }, place{2, 0, 3, true}},
		{"wheel leaves the selection", func(l *List) { l.Select(9); l.Wheel(3) }, place{9, 3, 13, false}},
		{"wheel takes the selection along at the edge", func(l *List) { l.Wheel(3) }, place{3, 3, 13, false}},
		{"wheel up while following stops it", func(l *List) { l.Follow(); l.Wheel(-3) }, place{96, 87, 97, false}},
		{"wheel down at the end keeps following", func(l *List) { l.Follow(); l.Wheel(3) }, place{99, 90, 100, true}},
		{"a lower window keeps the selection in sight", func(l *List) { l.Select(9); l.SetHeight(4) }, place{9, 6, 10, false}},
		{"a higher window at the end shows more above", func(l *List) { l.Follow(); l.SetHeight(20) }, place{99, 80, 100, true}},
		{"no height shows nothing and keeps the place", func(l *List) { l.Select(50); l.SetHeight(0) }, place{50, 50, 50, false}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var l List
			l.SetHeight(10)
			l.SetCount(100)
			tt.do(&l)
			if got := look(&l); got != tt.want {
				t.Errorf("got %+v, want %+v", got, tt.want)
			}
		})
	}
}

// Whatever happens, in whatever order, the selection is in the list and in the window, and the window is full when
// there are rows enough.
func TestListKeepsItsPromises(t *testing.T) {
	number := rapid.OneOf(rapid.IntRange(-30, 60), rapid.SampledFrom([]int{math.MinInt, math.MaxInt}))
	size := rapid.IntRange(-5, 200)
	rapid.Check(t, func(t *rapid.T) {
		var l List
		check := func() {
			from, upTo := l.Window()
			switch {
			case l.Count() == 0:
				if l.Cursor() != -1 || from != 0 || upTo != 0 {
					t.Fatalf("empty, yet %+v", l)
				}
			case l.Cursor() < 0 || l.Cursor() >= l.Count():
				t.Fatalf("selection outside the list: %+v", l)
			case upTo-from != min(l.Height(), l.Count()):
				t.Fatalf("window %d–%d is not full: %+v", from, upTo, l)
			case l.Height() > 0 && (l.Cursor() < from || l.Cursor() >= upTo):
				t.Fatalf("selection outside the window %d–%d: %+v", from, upTo, l)
			}
			if l.Following() && l.Cursor() != l.Count()-1 {
				t.Fatalf("follows, yet the newest is not selected: %+v", l)
			}
		}
		userMoves := func(move func()) {
			before := look(&l)
			move()
			if after := look(&l); after.following && after != before {
				t.Fatalf("still follows after %+v became %+v", before, after)
			}
		}
		t.Repeat(map[string]func(*rapid.T){
			"count":    func(t *rapid.T) { l.SetCount(size.Draw(t, "n")) },
			"height":   func(t *rapid.T) { l.SetHeight(rapid.IntRange(-2, 40).Draw(t, "h")) },
			"shift":    func(t *rapid.T) { l.Shift(number.Draw(t, "n")) },
			"move":     func(t *rapid.T) { userMoves(func() { l.Move(number.Draw(t, "delta")) }) },
			"page":     func(t *rapid.T) { userMoves(func() { l.Page(rapid.IntRange(-3, 3).Draw(t, "delta")) }) },
			"wheel":    func(t *rapid.T) { userMoves(func() { l.Wheel(number.Draw(t, "delta")) }) },
			"click":    func(t *rapid.T) { userMoves(func() { l.ClickAt(number.Draw(t, "y")) }) },
			"select":   func(t *rapid.T) { userMoves(func() { l.Select(number.Draw(t, "i")) }) },
			"home":     func(*rapid.T) { userMoves(l.Home) },
			"end":      func(*rapid.T) { l.End() },
			"follow":   func(*rapid.T) { l.Follow() },
			"unfollow": func(*rapid.T) { l.Unfollow() },
			"":         func(*rapid.T) { check() },
		})
	})
}

// As long as the selected row is not evicted, it keeps its line on the screen.
func TestShiftDoesNotMakeTheScreenJump(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var l List
		l.SetHeight(rapid.IntRange(1, 30).Draw(t, "height"))
		l.SetCount(rapid.IntRange(100, 200).Draw(t, "count"))
		l.Select(rapid.IntRange(50, 99).Draw(t, "row"))
		l.Wheel(rapid.IntRange(-10, 10).Draw(t, "wheel"))
		row, line := l.Cursor(), l.Cursor()-l.offset
		n := rapid.IntRange(0, l.offset).Draw(t, "evicted")
		if rapid.Bool().Draw(t, "in front") {
			n = -rapid.IntRange(1, 1000).Draw(t, "older")
		}
		l.Shift(n)
		if l.Cursor() != row-n || l.Cursor()-l.offset != line {
			t.Fatalf("row %d in line %d became row %d in line %d after %d evicted", row, line, l.Cursor(), l.Cursor()-l.offset, n)
		}
	})
}

func BenchmarkArrivalsAndMoves(b *testing.B) {
	var l List
	l.SetHeight(50)
	n := 1_000_000
	b.ReportAllocs()
	for b.Loop() {
		n++
		l.SetCount(n)
		l.Move(-1)
		l.Shift(1)
		l.Window()
	}
}
