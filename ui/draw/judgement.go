package draw

import (
	"strings"

	"segtap/mapping"
	"segtap/mapping/destination"
	"segtap/mapping/verdict"
	"segtap/ui/theme"
	"segtap/ui/widget/sanitize"
	"segtap/ui/widget/styled"
)

// Headline returns the headline, in few words where the room is less.
func Headline(t *theme.Theme, j *mapping.Judgement, room int) string {
	text := sanitize.Escape(j.Summary())
	if sanitize.Width(text) > room {
		text = j.Verdict.Headline.String()
	}
	if sanitize.Width(text) > room {
		text = j.Verdict.Headline.Short()
	}
	switch j.Verdict.Headline {
	case verdict.Counts:
		return t.Good.Text(text)
	case verdict.DroppedBySegment, verdict.Rejected:
		return t.Bad.Text(text)
	case verdict.CountsNowhere, verdict.MayNotArrive:
		return t.Warned.Text(text)
	case verdict.HeadlineUnknown, verdict.NotForDestination, verdict.Unseen:
	}
	return t.Dim.Text(text)
}

// Gates draws the strip of gates. Where there is no room for all their
// names, gates of one state that stand behind each other are one range.
func Gates(t *theme.Theme, gates verdict.Gates, w int) string {
	line := gateRanges(t, gates, 1)
	if styled.Width(line) > w {
		line = gateRanges(t, gates, len(verdict.AllGates()))
	}
	return styled.Fit(line, w, t.Ellipsis)
}

// gateRanges draws the gates, up to longest of one state as one range.
func gateRanges(t *theme.Theme, gates verdict.Gates, longest int) string {
	all := verdict.AllGates()
	var b strings.Builder
	for i := 0; i < len(all); {
		state, last := gates.State(all[i]), i
		for last+1 < len(all) && last+1-i < longest && gates.State(all[last+1]) == state {
			last++
		}
		glyph, paint := State(t, state)
		name := glyph + all[i].String()
		if last > i {
			name += t.To + all[last].String()
		}
		b.WriteString(" " + paint.Text(name))
		i = last + 1
	}
	return b.String()
}

// State returns the sign of a gate's state, and its style.
func State(t *theme.Theme, s verdict.State) (string, theme.Paint) {
	switch s {
	case verdict.Pass:
		return t.OK, t.Good
	case verdict.Warn:
		return t.Warn, t.Warned
	case verdict.Fail:
		return t.Err, t.Bad
	case verdict.Unknown:
	}
	return t.Unknown, t.Dim
}

// Severity returns the sign of a severity, and its style.
func Severity(t *theme.Theme, s verdict.Severity) (string, theme.Paint) {
	switch s {
	case verdict.Error:
		return t.Err, t.Bad
	case verdict.Warning:
		return t.Warn, t.Warned
	case verdict.Info:
	}
	return t.None, t.Dim
}

// EventTitle names the event. One that Segment never hands to the destination
// is shown all the same, and said to be lost.
func EventTitle(j *mapping.Judgement) string {
	title := "LaunchDarkly custom event"
	if j.Event != nil && j.Event.Kind == destination.KindAlias {
		title = "LaunchDarkly alias event"
	}
	if j.Event != nil && !j.Sent() {
		title += ": " + j.Verdict.Headline.String()
	}
	return title
}

// NotSent says that nothing goes out, and why.
func NotSent(t *theme.Theme, j *mapping.Judgement, w, h int) []string {
	lines := []string{"  " + t.Bad.Text("(not sent)")}
	if j.Verdict.Headline == verdict.NotForDestination {
		return []string{"  " + t.Dim.Text("(not sent)"), "  " + t.Dim.Text(sanitize.Cut("not a Track call", max(w-3, 1)))}[:min(2, max(h, 0))]
	}
	if cause := j.Cause(); cause >= 0 { // what it comes to is told once, with the problems
		lines = append(lines, "  "+sanitize.Cut(t.Err+" "+j.Diagnostics[cause].Name(), max(w-3, 1)))
		return lines[:min(len(lines), max(h, 0))]
	}
	for _, l := range styled.Wrap(sanitize.Escape(j.Reason), max(w-3, 8)) {
		lines = append(lines, "  "+l)
	}
	return lines[:min(len(lines), max(h, 0))]
}

// Title draws a line with a title in it; the pane that has the focus is
// marked.
func Title(t *theme.Theme, title string, w int, focused bool) string {
	line := t.Line
	head := line + line + " "
	if focused {
		head = line + t.CursorRight + " "
	}
	text := head + title + " "
	text += strings.Repeat(line, max(w-sanitize.Width(text), 0))
	if focused {
		return t.Title.Text(sanitize.Cut(text, w))
	}
	return t.Dim.Text(sanitize.Cut(text, w))
}
