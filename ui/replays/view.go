package replays

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"segtap/capture/replay"
	"segtap/capture/store"
	"segtap/mapping/jsondoc"
	"segtap/ui/draw"
	"segtap/ui/theme"
	"segtap/ui/widget/sanitize"
	"segtap/ui/widget/styled"
)

// listHeight is how many attempts are shown: the rest of the room has all of the selected
// one, where there is enough.
func (s *Screen) listHeight() int {
	h := s.h - 1 // the heading
	if s.h >= 8 {
		h = max(h*2/5, 3)
	}
	return max(h, 0)
}

// View draws the list, and under it the selected attempt.
func (s *Screen) View() []string {
	if len(s.rows) == 0 {
		return styled.Fill(s.emptyView(), s.h)
	}
	c := fit(s.w - 1)
	lines := []string{s.theme.Dim.Text(sanitize.Cut(c.line("  ", " ", "TIME", "ENTRY", "TARGET", "RESULT", "TOOK", "TRIES"), s.w))}
	from, upTo := s.place.Window()
	for i := range s.rows {
		lines = append(lines, s.rowView(&s.rows[i], c, from+i == s.place.Cursor()))
	}
	draw.Scrollable(s.theme, lines[1:], s.w, from, upTo, s.place.Count())
	lines = styled.Fill(lines, s.listHeight()+1)
	lines = append(lines, s.below.view(s.h-len(lines))...)
	return lines[:min(len(lines), max(s.h, 0))]
}

func (s *Screen) emptyView() []string {
	text := []string{"Nothing has been sent from here yet.", "On the events, " + s.opt.Keys.Of("replay") + " sends the selected entry again: each attempt is listed here, with the request and the answer."}
	switch {
	case s.coming != nil:
		text = []string{s.state()}
	case s.wanted != nil:
		text = []string{"No attempt matches the filter; " + s.opt.Keys.Of("back") + " clears it."}
	}
	lines := []string{""}
	for _, t := range text {
		for _, part := range styled.Wrap(t, max(s.w-4, 10)) {
			lines = append(lines, "  "+s.theme.Dim.Text(part))
		}
	}
	return lines
}

// columns are the widths of the columns, in cells; 0 leaves one out.
type columns struct{ time, entry, target, result, took, tries int }

func fit(w int) columns {
	c := columns{entry: 10, result: 20}
	if w < 46 {
		c.entry, c.result = 6, 12
	}
	room := w - 4 - c.entry - c.result - 2
	take := func(width, least int) int {
		if room-width-1 < least {
			return 0
		}
		room -= width + 1
		return width
	}
	c.time, c.took, c.tries = take(8, 12), take(8, 20), take(5, 24)
	c.target = max(room, 1)
	return c
}

// line lays cells out.
func (c columns) line(cursor, glyph, at, entry, target, result, took, tries string) string {
	line := cursor + glyph + " "
	for _, cell := range []struct {
		text  string
		width int
	}{{at, c.time}, {entry, c.entry}, {target, c.target}, {result, c.result}, {took, c.took}, {tries, c.tries}} {
		if cell.width > 0 {
			line += sanitize.Pad(sanitize.Cut(cell.text, cell.width), cell.width) + " "
		}
	}
	return strings.TrimRight(line, " ")
}

func (s *Screen) rowView(a *store.Sent, c columns, selected bool) string {
	t := s.theme
	if a.Number == 0 {
		return t.Dim.Text(sanitize.Cut("    its entry has gone", s.w))
	}
	glyph, paint := sign(t, a)
	cursor := "  "
	if selected {
		cursor = t.Key.Text(t.Cursor) + " "
	}
	entry := draw.ID(t, a.Entry)
	switch {
	case a.Sends > 1:
		entry += fmt.Sprintf(" +%d", a.Sends-1)
	case a.Child != 0:
		entry += " " + t.Replayed + draw.ID(t, a.Child)
	}
	tries := strconv.Itoa(a.Tries)
	line := func(glyph string) string {
		return c.line(cursor, glyph, a.At.Local().Format("15:04:05"), entry, sanitize.Visible(a.Target), result(a), took(a.Duration), tries)
	}
	row := strings.Replace(line(glyph), glyph, paint.Text(glyph), 1)
	if selected {
		return t.Row(row, s.w, true)
	}
	return row
}

// sign returns the sign of what came of an attempt.
func sign(t *theme.Theme, a *store.Sent) (string, theme.Paint) {
	switch {
	case a.Status >= 200 && a.Status < 300 && a.Result == "":
		return t.OK, t.Good
	case a.Result == "unknown":
		return t.Maybe, t.Warned
	case a.Result == "dry_run":
		return t.None, t.Dim
	}
	return t.Err, t.Bad
}

// result says what came of an attempt in a few words.
func result(a *store.Sent) string {
	switch {
	case a.Result == "":
		return strconv.Itoa(a.Status)
	case a.Status != 0:
		return strconv.Itoa(a.Status) + " " + strings.ReplaceAll(a.Result, "_", " ")
	}
	return strings.ReplaceAll(a.Result, "_", " ")
}

func took(d time.Duration) string {
	if d < time.Second {
		return fmt.Sprintf("%d ms", d.Milliseconds())
	}
	return fmt.Sprintf("%.1f s", d.Seconds())
}

// below is the selected attempt, laid open under the list.
type below struct {
	look  theme.Look
	lines []string
	of    readMsg
	w     int
	top   int
}

func (b *below) scroll(by int) { b.top = min(max(b.top+by, 0), max(len(b.lines)-1, 0)) }

// arrange renders the attempt, unless that has been done.
func (b *below) arrange(s *Screen, w int) {
	if s.selected.Number == 0 || s.read.sent.Number != s.selected.Number {
		*b = below{}
		if s.selected.Number != 0 {
			b.lines = []string{s.theme.Dim.Text(" reading " + s.theme.Ellipsis)}
		}
		return
	}
	if b.look == s.theme.Look && b.w == w && b.of.sent == s.read.sent && b.lines != nil {
		return
	}
	b.look, b.w, b.of, b.lines = s.theme.Look, w, s.read, nil
	if s.read.err != nil {
		b.lines = []string{s.theme.Bad.Text(sanitize.Cut(" "+s.theme.Err+" it cannot be read: "+sanitize.Escape(s.read.err.Error()), w))}
		return
	}
	b.lines = attemptLines(s.theme, &s.read.attempt, w)
}

func (b *below) view(h int) []string {
	top := min(b.top, len(b.lines))
	return b.lines[top:min(len(b.lines), top+max(h, 0))]
}

// attemptLines is all that was recorded of an attempt.
func attemptLines(t *theme.Theme, a *replay.Attempt, w int) []string {
	lines := []string{draw.Title(t, a.At.Local().Format("2006-01-02 15:04:05")+"  "+sanitize.Escape(a.Target), w, false)}
	wrapped := func(text string) {
		for _, part := range styled.Wrap(sanitize.Escape(text), max(w-2, 10)) {
			lines = append(lines, " "+part)
		}
	}
	cut := func(text string) { lines = append(lines, " "+sanitize.Cut(sanitize.Escape(text), max(w-2, 1))) }
	body := func(text []byte, truncated bool) {
		if len(text) == 0 {
			return
		}
		for line := range strings.SplitSeq(string(jsondoc.Indent(text)), "\n") {
			cut(line)
		}
		if truncated {
			lines = append(lines, t.Dim.Text(" (it is longer: this is what was kept of it)"))
		}
	}
	wrapped(a.Meaning())
	lines = append(lines, draw.Title(t, "Request", w, false))
	cut(a.Method + " " + a.URL)
	for _, f := range a.RequestHeader {
		cut(f.Name + ": " + f.Value)
	}
	body(a.RequestBody, a.RequestBodyTruncated)
	lines = append(lines, draw.Title(t, "Answer", w, false))
	if a.Status == 0 {
		return append(lines, t.Dim.Text(sanitize.Cut(" none came", max(w, 1))))
	}
	cut(strconv.Itoa(a.Status) + "  after " + took(a.Duration))
	for _, f := range a.ResponseHeader {
		cut(f.Name + ": " + f.Value)
	}
	body(a.ResponseBody, a.Truncated)
	return lines
}
