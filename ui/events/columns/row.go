package columns

import (
	"fmt"
	"strings"
	"time"

	"segtap/capture"
	"segtap/mapping/verdict"
	"segtap/ui/draw"
	"segtap/ui/theme"
	"segtap/ui/widget/sanitize"
)

// Table draws entries in the columns that fit.
type Table struct {
	theme  *theme.Theme
	now    time.Time
	words  []string // lit up where they stand
	w      int
	placed []placed
	metric bool // the metric has a column of its own
	unread bool // there are metrics that were not read
}

// New returns a table of w cells. Words are lit up where they stand, in any case of letters.
func New(t *theme.Theme, now time.Time, shown Shown, words []string, w int) *Table {
	table := &Table{theme: t, now: now, words: words, w: w, placed: shown.fit(w), unread: shown.Unread}
	for _, p := range table.placed {
		table.metric = table.metric || p.Column == Metric
	}
	return table
}

// Heading names the columns.
func (t *Table) Heading() string {
	var b strings.Builder
	b.WriteString(strings.Repeat(" ", min(margin, t.w)))
	for i, p := range t.placed {
		if i > 0 {
			b.WriteByte(' ')
		}
		text := specs[p.Column].heading
		if p.Column == Verdict && p.w == 1 {
			text = ""
		}
		text = sanitize.CutTail(text, p.w, t.theme.Ellipsis)
		if p.right() {
			text = sanitize.PadLeft(text, p.w)
		}
		b.WriteString(sanitize.Pad(text, p.w))
	}
	return t.theme.Dim.Text(sanitize.CutTail(strings.TrimRight(b.String(), " "), t.w, ""))
}

func (p placed) right() bool { return p.Column == Value || p.Column == Number }

// Row draws an entry. Selected says that it is the one under the cursor, focused that keys
// go there.
func (t *Table) Row(e *capture.Entry, selected, focused bool) string {
	ink := t.theme.On(selected, focused)
	r := row{Table: t, e: e, ink: ink, text: ink.Plain}
	r.b.Grow(2 * t.w)
	used := min(margin, t.w)
	if !selected && e.Type != "track" && e.Verdict.Errors == 0 {
		r.text = ink.Dim
	}
	cursor, paint := " ", r.text
	if selected {
		cursor, paint = t.theme.Cursor, ink.Accent
	}
	r.put(sanitize.CutTail(cursor, t.w, ""), paint)
	r.put(sanitize.CutTail(" ", t.w-1, ""), r.text)
	for i, p := range t.placed {
		if i > 0 {
			r.put(" ", r.text)
			used++
		}
		r.cell(p)
		used += p.w
	}
	if selected {
		r.put(blanks(t.w-used), ink.Plain)
	}
	return r.b.String()
}

// row is an entry being drawn.
type row struct {
	*Table
	e    *capture.Entry
	ink  *theme.Inks
	text theme.Paint // of what has no meaning of its own
	b    strings.Builder
}

// put appends a text.
func (r *row) put(text string, paint theme.Paint) {
	if text != "" {
		r.b.WriteString(paint.On)
		r.b.WriteString(text)
		r.b.WriteString(paint.Off)
	}
}

// cell draws what the entry has in a column, in exactly its width.
func (r *row) cell(p placed) {
	text, paint := r.content(p)
	text = sanitize.CutTail(text, p.w, r.theme.Ellipsis)
	gap := blanks(p.w - width(text))
	if p.right() || p.Column == Time {
		r.put(gap, r.text)
		gap = ""
	}
	if p.Column.hasWords() {
		r.lit(text, paint)
	} else {
		r.put(text, paint)
	}
	r.put(gap, r.text)
}

// width is [sanitize.Width], which most texts need not be asked for.
func width(text string) int {
	if sanitize.IsASCII(text) {
		return len(text)
	}
	return sanitize.Width(text)
}

const someBlanks = "                                                                                                    "

// blanks returns n spaces.
func blanks(n int) string {
	if n <= 0 {
		return ""
	}
	if n <= len(someBlanks) {
		return someBlanks[:n]
	}
	return strings.Repeat(" ", n)
}

// content is the text of an entry in a column, safe to show, and how it is painted.
func (r *row) content(p placed) (string, theme.Paint) {
	e, t := r.e, r.theme
	switch p.Column {
	case Number:
		return draw.ID(t, e.ID), r.text
	case Time:
		if p.w > specs[Time].least {
			return draw.DateAndClock(e.At, r.now), r.text
		}
		return draw.Clock(e.At, r.now), r.text
	case Verdict:
		sign, paint := draw.VerdictOn(t, r.ink, *e)
		if p.w > 1 {
			sign += " " + e.Verdict.Headline.Word()
		}
		return sign, paint
	case Event:
		return draw.NameAndLineage(t, *e, p.w), r.text
	case User:
		return draw.OrDash(t, e.User), r.text
	case Value:
		return draw.OrDash(t, e.Value), r.text
	case Why:
		return r.why(p.w)
	case Metric:
		return r.metrics(), r.text
	case Source:
		return sanitize.Visible(e.Source), r.ink.Dim
	case count:
	}
	return "", r.text
}

// why is the first problem in two or three words; of an entry without one, what it counts
// for.
func (r *row) why(w int) (string, theme.Paint) {
	e := r.e
	if why := e.Verdict.Why(e.Code, e.Toward.Metrics > 0, r.unread); why != "" {
		_, paint := draw.VerdictOn(r.theme, r.ink, *e)
		if e.Verdict.Worst() == verdict.Info {
			paint = r.text
		}
		return why, paint
	}
	metric, experiment := sanitize.Visible(e.Toward.Metric), sanitize.Visible(e.Toward.Experiment)
	switch both := metric + " in " + experiment; {
	case r.metric:
		return experiment, r.text
	case experiment != "" && sanitize.Width(both) <= w:
		return both, r.text
	}
	return metric, r.text
}

// metrics is the metric that says most of the entry, and how many more there are.
func (r *row) metrics() string {
	toward := &r.e.Toward
	if toward.Metrics < 2 {
		return sanitize.Visible(toward.Metric)
	}
	return fmt.Sprintf("%s +%d", sanitize.Visible(toward.Metric), toward.Metrics-1)
}
