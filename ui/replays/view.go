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
	"segtap/ui/layout"
	"segtap/ui/theme"
	"segtap/ui/widget/sanitize"
	"segtap/ui/widget/styled"
	"segtap/ui/widget/table"
)

// margin is how many cells stand before the first column: cursor, sign, and a space.
const margin = 4

// beside is from how many cells on the selected attempt stands beside the list.
const beside = 150

// boxes say where the list stands, its heading included, and where the selected attempt:
// under the list where there is room, beside it where there is more.
type boxes struct{ list, attempt layout.Rect }

func (s *Screen) boxes() boxes {
	list := layout.Rect{W: s.w, H: s.h}
	switch {
	case s.w >= beside && s.h >= 8:
		list.W = s.w/2 - 1
		return boxes{list, layout.Rect{X: list.W + 1, W: s.w - list.W - 1, H: s.h}}
	case s.h >= 8:
		list.H = max((s.h-1)*2/5, 3) + 1
		return boxes{list, layout.Rect{Y: list.H, W: s.w, H: s.h - list.H}}
	}
	return boxes{list: list}
}

// layout says where the columns stand.
func (s *Screen) layout() table.Layout {
	return table.Fit(s.boxes().list.W-margin-1, s.theme.Ellipsis,
		table.Column{ID: string(byTime), Title: "TIME", Rank: 3, Least: 8, Most: 8},
		table.Column{ID: "entry", Title: "ENTRY", Rank: 1, Least: 6, Most: 14},
		table.Column{ID: string(byTarget), Title: "TARGET", Rank: 2, Least: 8},
		table.Column{ID: string(byResult), Title: "RESULT", Rank: 0, Least: 12, Most: 20},
		table.Column{ID: string(byDuration), Title: "TOOK", Rank: 4, Least: 8, Most: 8},
		table.Column{ID: string(byTries), Title: "TRIES", Rank: 5, Least: 6, Most: 6},
	)
}

// View draws the list, and under or beside it the selected attempt.
func (s *Screen) View() []string {
	if len(s.rows) == 0 {
		return styled.Fill(s.emptyView(), s.h)
	}
	b, columns := s.boxes(), s.layout()
	heading := strings.Repeat(" ", margin) + columns.Heading(string(s.order), s.theme.Down)
	lines := []string{s.theme.Dim.Text(sanitize.Cut(heading, b.list.W))}
	from, upTo := s.place.Window()
	for i := range s.rows {
		lines = append(lines, s.rowView(&s.rows[i], &columns, b.list.W, from+i == s.place.Cursor()))
	}
	draw.Scrollable(s.theme, lines[1:], b.list.W, from, upTo, s.place.Count())
	lines = styled.Fill(lines, b.list.H)
	if b.attempt.X > 0 {
		return styled.Beside(lines, s.below.view(s.h), b.list.W, s.h, s.theme.Divider())
	}
	lines = append(lines, s.below.view(b.attempt.H)...)
	return lines[:min(len(lines), max(s.h, 0))]
}

func (s *Screen) emptyView() []string {
	text := []string{"Nothing has been sent from here yet.", "On the events, " + s.opt.Keys.Of("replay") + " sends the selected entry again: each attempt is listed here, with the request and the answer."}
	if no := s.opt.Guest.Unwriting(); no != "" {
		text[1] = "Each attempt to send an entry again is listed here, with the request and the answer; " + no + "."
	}
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

func (s *Screen) rowView(a *store.Sent, columns *table.Layout, w int, selected bool) string {
	t := s.theme
	if a.Number == 0 {
		return t.Dim.Text(sanitize.Cut("    its entry has gone", w))
	}
	glyph, paint := sign(t, a)
	entry := draw.ID(t, a.Entry)
	switch {
	case a.Sends > 1:
		entry += fmt.Sprintf(" +%d", a.Sends-1)
	case a.Child != 0:
		entry += " " + t.Replayed + draw.ID(t, a.Child)
	}
	line := columns.Row(
		table.Cell{Text: draw.Clock(a.At, s.opt.Now())}, table.Cell{Text: entry}, table.Cell{Text: sanitize.Visible(a.Target)},
		table.Cell{Text: result(a)}, table.Cell{Text: took(a.Duration)}, table.Cell{Text: strconv.Itoa(a.Tries)},
	)
	row := paint.Text(glyph) + " " + sanitize.Cut(line, max(w-margin, 1))
	if selected {
		return t.Row(t.Key.Text(t.Cursor)+" "+row, w, true)
	}
	return "  " + row
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
		b.lines = []string{s.theme.Bad.Text(sanitize.Cut(" "+s.theme.Err+" it cannot be read: "+sanitize.Escape(s.opt.Guest.Why(s.read.err)), w))}
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
