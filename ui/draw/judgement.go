package draw

import (
	"strconv"
	"strings"

	"segtap/mapping"
	"segtap/mapping/destination"
	"segtap/mapping/verdict"
	"segtap/ui/theme"
	"segtap/ui/widget/sanitize"
	"segtap/ui/widget/styled"
)

// Headline returns the headline, in few words where the room is less: what it comes to as a
// label, and why behind it.
func Headline(t *theme.Theme, j *mapping.Judgement, room int) string {
	label, ink, labelled := headlinePaints(t, j.Verdict.Headline)
	if labelled {
		room -= 3 // what a label takes besides, and the space behind it
	}
	what, text := j.Verdict.Headline.String(), sanitize.Escape(j.Summary())
	if before, _, ok := strings.Cut(text, ": "); ok && !labelled && sanitize.Width(text) > room {
		text = before // it can do without what stands behind
	}
	if sanitize.Width(text) > room {
		text = what
	}
	if sanitize.Width(text) > room {
		what = j.Verdict.Headline.Short()
		text = what
	}
	if !labelled {
		return ink.Text(text)
	}
	why, ok := strings.CutPrefix(text, what)
	if !ok {
		what, why = text, ""
	}
	if t.Look.Profile == theme.NoColours {
		return label.Text(what) + ink.Text(why)
	}
	if because, ok := strings.CutPrefix(why, ":"); ok { // it would stand apart from its word
		why = " " + t.Dash + because
	}
	why = strings.TrimPrefix(why, " ")
	if why == "" {
		return label.Text(what)
	}
	return label.Text(what) + " " + why // which weighs less than what it comes to
}

// headlinePaints returns how a headline is painted. One that says neither well nor ill is no
// label.
func headlinePaints(t *theme.Theme, h verdict.Headline) (label, ink theme.Paint, labelled bool) {
	switch h {
	case verdict.Counts:
		return t.Labels.Good, t.Good, true
	case verdict.DroppedBySegment, verdict.Rejected:
		return t.Labels.Bad, t.Bad, true
	case verdict.CountsNowhere, verdict.MayNotArrive:
		return t.Labels.Warned, t.Warned, true
	case verdict.HeadlineUnknown, verdict.NotForDestination, verdict.Unseen:
	}
	return theme.Paint{}, t.Dim, false
}

// Gates draws the strip of gates by their numbers, the first that fails as a label. Where
// there is no room for all their names, gates of one state that stand behind each other are
// one range; where there is none for those, only what needs a look has its name.
func Gates(t *theme.Theme, v verdict.Verdict, w int) string {
	line := gateRanges(t, v, 1, true)
	if styled.Width(line) > w {
		line = gateRanges(t, v, len(verdict.AllGates()), true)
	}
	if styled.Width(line) > w {
		line = gateRanges(t, v, len(verdict.AllGates()), false)
	}
	return styled.Fit(line, w, t.Ellipsis)
}

// gateRanges draws the gates, up to longest of one state as one range. Named says that those
// have their names that need no look.
func gateRanges(t *theme.Theme, v verdict.Verdict, longest int, named bool) string {
	all, gates := verdict.AllGates(), v.Gates
	calm := v.Headline == verdict.NotForDestination && v.Errors == 0 // it is no mistake
	var b strings.Builder
	var run theme.Paint // those behind each other that are painted alike take one paint
	text, failed := " ", false
	put := func(gate string, paint theme.Paint) {
		if paint != run {
			b.WriteString(run.Text(text))
			text, run = "", paint
		}
		text += gate + " "
	}
	for i := 0; i < len(all); {
		state, last := gates.State(all[i]), i
		for last+1 < len(all) && last+1-i < longest && gates.State(all[last+1]) == state && (state != verdict.Fail || failed) {
			last++
		}
		number, name := strconv.Itoa(i+1), all[i].String()
		if last > i {
			number += t.To + strconv.Itoa(last+1)
			name += t.To + all[last].String()
		}
		glyph, paint := State(t, state)
		if needsLook := state == verdict.Warn || state == verdict.Fail; named || needsLook && !failed {
			number += " " + name
		}
		switch {
		case failed, state == verdict.Fail && calm: // what stands behind is told as if it had passed: it is nobody's next step
			put(glyph+number, t.Dim)
		case state == verdict.Fail:
			b.WriteString(run.Text(text))
			run, text, failed = theme.Paint{}, t.Labels.Bad.Text(glyph+number)+" ", true
		default:
			put(glyph+number, paint)
		}
		i = last + 1
	}
	b.WriteString(run.Text(strings.TrimSuffix(text, " ")))
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

const nothing = "nothing goes to LaunchDarkly"

// NotSentWidth is how many cells [NotSent] needs to say that nothing goes out.
const NotSentWidth = 2 + len(nothing) + 1

// NotSent says that nothing goes out, and why.
func NotSent(t *theme.Theme, j *mapping.Judgement, w, h int) []string {
	lines := []string{"  " + t.Bad.Text(sanitize.Cut(nothing, max(w-3, 1)))}
	if j.Verdict.Headline == verdict.NotForDestination {
		return []string{"  " + t.Dim.Text(sanitize.Cut(nothing, max(w-3, 1))), "  " + t.Dim.Text(sanitize.Cut("not a Track call", max(w-3, 1)))}[:min(2, max(h, 0))]
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

// Title draws a line with a title in it; that of the pane that has the focus has a mark.
func Title(t *theme.Theme, title string, w int, focused bool) string {
	return t.Heading(sanitize.Cut(title, max(w-1, 0)), w, focused)
}
