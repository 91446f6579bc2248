package table

import (
	"cmp"
	"slices"
	"strings"

	"segtap/ui/widget/sanitize"
)

// Column is a column of a table.
type Column struct {
	ID    string // what it is known by
	Title string
	Rank  int  // columns of a lower one get room first
	Least int  // cells without which it is left out; one of the lowest rank is always there
	Most  int  // cells that it takes where there is room; 0: all there are
	Right bool // numbers, which stand at the right
}

// Layout says where the columns stand. It never changes.
type Layout struct {
	tail    string // stands where a text is cut
	columns []Column
	widths  []int // 0: it is left out
}

// Fit fits columns, with a cell between them, into w cells. Tail stands where a text is cut.
func Fit(w int, tail string, columns ...Column) Layout {
	l := Layout{tail, columns, make([]int, len(columns))}
	order := make([]int, len(columns))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(columns[a].Rank, columns[b].Rank) })
	room := w + 1
	for n, i := range order {
		switch least := columns[i].Least; {
		case n == 0:
			l.widths[i] = max(min(least, w), 1)
			room -= l.widths[i] + 1
		case room >= least+1:
			l.widths[i] = least
			room -= least + 1
		}
	}
	for _, i := range order { // those with a limit first
		if most := columns[i].Most; l.widths[i] > 0 && most > l.widths[i] && room > 0 {
			more := min(most-l.widths[i], room)
			l.widths[i] += more
			room -= more
		}
	}
	l.share(order, max(room, 0))
	return l
}

// share gives what room is left to the columns without a limit, in equal parts.
func (l *Layout) share(order []int, room int) {
	var open []int
	for _, i := range order {
		if l.widths[i] > 0 && l.columns[i].Most == 0 {
			open = append(open, i)
		}
	}
	for n, i := range open {
		part := room / (len(open) - n)
		l.widths[i] += part
		room -= part
	}
}

// Width returns how many cells a column has; 0 when it is left out.
func (l *Layout) Width(id string) int {
	for i := range l.columns {
		if l.columns[i].ID == id {
			return l.widths[i]
		}
	}
	return 0
}

// Cell is a text of a row, and what paints it.
type Cell struct{ Text, On, Off string }

// Row draws a row of the texts of all columns, those that are left out included.
func (l *Layout) Row(cells ...Cell) string {
	var b strings.Builder
	first := true
	for i, c := range cells {
		w := l.widths[i]
		if w == 0 {
			continue
		}
		if !first {
			b.WriteByte(' ')
		}
		first = false
		text := sanitize.CutTail(c.Text, w, l.tail)
		if l.columns[i].Right {
			text = sanitize.PadLeft(text, w)
		} else {
			text = sanitize.Pad(text, w)
		}
		b.WriteString(c.On)
		b.WriteString(text)
		b.WriteString(c.Off)
	}
	return b.String()
}

// Heading draws the titles of the columns; mark stands behind that of the column that the
// table is sorted by.
func (l *Layout) Heading(sorted, mark string) string {
	cells := make([]Cell, len(l.columns))
	for i := range l.columns {
		cells[i].Text = l.columns[i].Title
		if l.columns[i].ID == sorted {
			cells[i].Text += mark
		}
	}
	return l.Row(cells...)
}

// At returns the column in a cell of a row.
func (l *Layout) At(x int) (id string, ok bool) {
	from := 0
	for i, w := range l.widths {
		if w == 0 {
			continue
		}
		if x >= from && x < from+w {
			return l.columns[i].ID, true
		}
		from += w + 1
	}
	return "", false
}
