package textdiff

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"segtap/ui/widget/sanitize"
	"segtap/ui/widget/styled"
)

// Styles are the escape sequences and the signs of a view: each paints a text.
type Styles struct {
	Dim, Old, New, Mark, Here func(string) string
	Bar, Fold, Ellipsis       string // each one cell wide
}

// SideBySide is the width from which both texts stand beside each other, in cells.
const SideBySide = 70

// context is how many equal lines are shown around a change.
const context = 3

// View shows rows in a window.
type View struct {
	rows     []Row
	changes  []int // the first row of each change
	unfolded bool
	folds    bool // there are lines that are folded unless it is unfolded
	unified  bool // also where there is room for both
	items    []item
	w, h     int
	top      int // the first item in the window
	current  int // the change that was gone to; -1 for none
	x        int // cells that are scrolled sideways
}

// item is one line of a view.
type item struct {
	row  int
	fold int  // how many equal rows it stands for, from row on; 0 for none
	side side // of a row that is shown in two lines
}

type side uint8

const (
	both side = iota
	onlyOld
	onlyNew
)

// NewView shows rows, from the first change on.
func NewView(rows []Row) *View {
	v := &View{rows: rows, current: -1}
	for i := range rows {
		if rows[i].Kind != Same && (i == 0 || rows[i-1].Kind == Same) {
			v.changes = append(v.changes, i)
		}
	}
	v.arrange()
	return v
}

// Changes returns in how many places the texts differ.
func (v *View) Changes() int { return len(v.changes) }

// Place returns the change that was gone to, from 1; 0 for none.
func (v *View) Place() int { return v.current + 1 }

// SetSize says how many cells it has.
func (v *View) SetSize(w, h int) {
	if w == v.w && h == v.h {
		return
	}
	v.w, v.h = w, h
	v.arrange()
}

// Unified reports whether the texts stand one below the other.
func (v *View) Unified() bool { return v.unified || v.w < SideBySide }

// SetUnified has the texts stand one below the other, or beside each other where there is
// room.
func (v *View) SetUnified(on bool) { v.unified = on; v.arrange() }

// Folded reports whether equal lines are folded.
func (v *View) Folded() bool { return !v.unfolded }

// Folds reports whether there are lines to fold, or folded ones.
func (v *View) Folds() bool { return v.folds }

// SetFolded folds equal lines, or shows all.
func (v *View) SetFolded(on bool) { v.unfolded = !on; v.arrange() }

// arrange makes the lines of the view anew; the line at the top stays in sight.
func (v *View) arrange() {
	at := 0
	if v.top < len(v.items) {
		at = v.items[v.top].row
	}
	v.items, v.folds = v.items[:0], false
	for i := 0; i < len(v.rows); {
		end := i
		for end < len(v.rows) && (v.rows[end].Kind == Same) == (v.rows[i].Kind == Same) {
			end++
		}
		if v.rows[i].Kind == Same {
			v.appendSame(i, end)
		} else {
			v.appendChange(i, end)
		}
		i = end
	}
	v.top = 0
	for i, it := range v.items {
		if it.row <= at {
			v.top = i
		}
	}
	v.scroll(0)
}

// appendSame appends equal rows, folded but for those beside a change.
func (v *View) appendSame(from, to int) {
	first, last := from, to
	if from > 0 {
		first = min(from+context, to)
	}
	if to < len(v.rows) {
		last = max(to-context, first)
	}
	fold := last - first
	v.folds = v.folds || fold >= 3
	if v.unfolded || fold < 3 {
		first, fold = to, 0
	}
	for i := from; i < first; i++ {
		v.items = append(v.items, item{row: i})
	}
	if fold > 0 {
		v.items = append(v.items, item{row: first, fold: fold})
		for i := last; i < to; i++ {
			v.items = append(v.items, item{row: i})
		}
	}
}

// appendChange appends rows that differ: below each other, first all old lines, then all
// new ones.
func (v *View) appendChange(from, to int) {
	if !v.Unified() {
		for i := from; i < to; i++ {
			v.items = append(v.items, item{row: i})
		}
		return
	}
	for i := from; i < to; i++ {
		if v.rows[i].Kind != Added {
			v.items = append(v.items, item{row: i, side: onlyOld})
		}
	}
	for i := from; i < to; i++ {
		if v.rows[i].Kind != Removed {
			v.items = append(v.items, item{row: i, side: onlyNew})
		}
	}
}

// Scroll scrolls by lines, upwards by less than none.
func (v *View) Scroll(by int) { v.scroll(by) }

// Top scrolls to the first line, Bottom to the last.
func (v *View) Top()    { v.scroll(-len(v.items)) }
func (v *View) Bottom() { v.scroll(len(v.items)) }

func (v *View) scroll(by int) {
	v.top = min(max(v.top+by, 0), max(len(v.items)-max(v.h, 1), 0))
}

// ScrollX scrolls sideways by cells, to the left by less than none.
func (v *View) ScrollX(by int) { v.x = max(v.x+by, 0) }

// Next goes to the next change, or by -1 to the one before; around at the ends.
func (v *View) Next(by int) {
	n := len(v.changes)
	if n == 0 {
		return
	}
	if v.current < 0 && by < 0 {
		v.current = 0
	}
	v.current = ((v.current+by)%n + n) % n
	row := v.changes[v.current]
	for i := range v.items {
		if v.items[i].row >= row {
			v.top = i
			break
		}
	}
	v.scroll(-min(context, v.h/3))
}

// Lines draws what is in the window.
func (v *View) Lines(s Styles) []string {
	lines := make([]string, 0, v.h)
	for _, it := range v.items[min(v.top, len(v.items)):min(v.top+max(v.h, 0), len(v.items))] {
		lines = append(lines, v.line(it, s))
	}
	return lines
}

func (v *View) line(it item, s Styles) string {
	row := &v.rows[it.row]
	here := " "
	if v.isCurrent(it) {
		here = s.Here(">")
	}
	switch {
	case it.fold > 0:
		return s.Dim(sanitize.Cut(fmt.Sprintf(" %s %d equal lines", s.Fold, it.fold), v.w))
	case v.Unified():
		of, sign, paint := &row.New, " ", func(t string) string { return t }
		switch {
		case it.side == onlyOld:
			of, sign, paint = &row.Old, "-", s.Old
		case it.side == onlyNew:
			sign, paint = "+", s.New
		}
		return here + v.side(of, sign, paint, row.Kind == Changed, s, v.w-1)
	}
	half := (v.w - 2) / 2
	plain := func(t string) string { return t }
	left, right := "", ""
	switch row.Kind {
	case Same:
		left, right = v.side(&row.Old, " ", plain, false, s, half), v.side(&row.New, " ", plain, false, s, v.w-2-half)
	case Changed:
		left, right = v.side(&row.Old, "~", s.Old, true, s, half), v.side(&row.New, "~", s.New, true, s, v.w-2-half)
	case Removed:
		left = v.side(&row.Old, "-", s.Old, false, s, half)
	case Added:
		right = v.side(&row.New, "+", s.New, false, s, v.w-2-half)
	}
	return here + styled.Pad(left, half) + s.Dim(s.Bar) + right
}

// isCurrent reports whether a line is of the change that was gone to.
func (v *View) isCurrent(it item) bool {
	if v.current < 0 || it.fold > 0 || v.rows[it.row].Kind == Same {
		return false
	}
	i, exact := slices.BinarySearch(v.changes, it.row)
	if !exact {
		i--
	}
	return i == v.current
}

// numberWidth is how many cells the number of a line has.
func (v *View) numberWidth() int { return max(len(strconv.Itoa(len(v.rows))), 2) }

// side draws one side of a row into w cells: its number, its sign, its text. Paint is for
// what it has alone: all of it, or its marks.
func (v *View) side(of *Side, sign string, paint func(string) string, marks bool, s Styles, w int) string {
	head := ""
	if digits := v.numberWidth(); w >= 30 {
		head = s.Dim(sanitize.PadLeft(strconv.Itoa(of.Number), digits)) + " "
		w -= digits + 1
	}
	head += paint(sign) + " "
	w -= 2
	if marks {
		return head + v.text(of.Text, of.Marks, s.Mark, s, w)
	}
	return head + v.text(of.Text, []Span{{0, len(of.Text)}}, paint, s, w)
}

// text draws the cells of a text that are in sight, what is marked painted. Of a long text
// no more is looked at than that.
func (v *View) text(text string, marks []Span, paint func(string) string, s Styles, w int) string {
	if w <= 0 {
		return ""
	}
	var b strings.Builder
	at := 0 // cells so far, in sight or not
	put := func(part string, how func(string) string) bool {
		for part != "" {
			n := min(len(part), 256)
			for n < len(part) && n < 4096 && part[n] >= utf8.RuneSelf { // what belongs together stays together
				n++
			}
			shown := sanitize.Escape(part[:n])
			width := sanitize.Width(shown)
			if from := max(v.x-at, 0); from < width {
				room := v.x + w - max(at, v.x)
				b.WriteString(how(sanitize.Slice(shown, from, min(width, from+room))))
			}
			if at += width; at > v.x+w {
				return false
			}
			part = part[n:]
		}
		return true
	}
	plain := func(t string) string { return t }
	whole, from := true, 0
	for _, m := range append(marks[:len(marks):len(marks)], Span{len(text), len(text)}) {
		if whole = whole && put(text[from:m.From], plain) && put(text[m.From:m.To], paint); !whole {
			break
		}
		from = m.To
	}
	if !whole {
		return styled.Fit(b.String(), w-1, "") + s.Dim(s.Ellipsis)
	}
	return b.String()
}
