package draw

import (
	"strings"

	"segtap/capture/replay"
	"segtap/mapping"
	"segtap/mapping/verdict"
	"segtap/ui/theme"
	"segtap/ui/widget/jsontree"
	"segtap/ui/widget/sanitize"
	"segtap/ui/widget/styled"
)

// Attempt says what came of an attempt, with its sign.
func Attempt(t *theme.Theme, a *replay.Attempt) string {
	if a.OK() {
		return t.Good.Text(t.OK + " " + a.Result())
	}
	return t.Bad.Text(t.Err + " " + a.Result())
}

// Problems lists the problems, the selected one with what comes of it and how to
// repair it. Fixes is the key that does that here; empty for none.
func Problems(t *theme.Theme, list []verdict.Diagnostic, selected, w int, fixes string) []string {
	if len(list) == 0 {
		return nil
	}
	lines := []string{Title(t, "Problems", w, false)}
	if selected > 0 { // the selected one is always in sight: it goes first
		list = append([]verdict.Diagnostic{list[selected]}, append(append([]verdict.Diagnostic(nil), list[:selected]...), list[selected+1:]...)...)
		selected = 0
	}
	for i, d := range list {
		lines = append(lines, " "+Diagnostic(t, d, w-2))
		if i != max(selected, 0) {
			continue
		}
		for _, l := range styled.Wrap(sanitize.Escape(d.Effect), max(w-5, 10)) {
			lines = append(lines, "   "+l)
		}
		fix := d.Fix
		if d.QuickFix != nil && fixes != "" {
			fix += "   [" + fixes + " fixes it]"
		}
		for _, l := range styled.Wrap(sanitize.Escape(fix), max(w-5, 10)) {
			lines = append(lines, "   "+t.Accent.Text(l))
		}
	}
	return lines
}

// Diagnostic names a problem in one line: its code, its place and the value there.
func Diagnostic(t *theme.Theme, d verdict.Diagnostic, w int) string {
	glyph, paint := Severity(t, d.Severity)
	rest := d.Name()
	if d.Metric != "" {
		rest += "  " + sanitize.Escape(d.Metric)
	}
	if d.Pointer != "" {
		rest += "  " + sanitize.Escape(d.Pointer)
	}
	if d.Value != "" {
		rest += "  " + sanitize.Escape(d.Value)
	}
	return paint.Text(glyph) + " " + sanitize.Cut(rest, max(w-2, 1))
}

// Metrics tells of each metric of the event whether it counts.
func Metrics(t *theme.Theme, j *mapping.Judgement, w int) []string {
	if len(j.Metrics) == 0 || !j.Sent() {
		return nil
	}
	lines := []string{Title(t, "Metrics", w, false)}
	for i := range j.Metrics {
		v := &j.Metrics[i]
		counts := j.CountsFor(v)
		glyph, paint := State(t, counts)
		text := sanitize.Escape(v.Metric.Key + "  " + verdictText(v, counts))
		lines = append(lines, " "+paint.Text(glyph)+" "+sanitize.Cut(text, max(w-4, 1)))
	}
	if j.Verdict.Headline != verdict.CountsNowhere {
		for _, part := range styled.Wrap(unseenHere, max(w-5, 10)) {
			lines = append(lines, t.Dim.Text("   "+part))
		}
	}
	return lines
}

// unseenHere is what nobody can see from here, and what may keep an event that
// is right from counting (LaunchDarkly docs, home/experimentation).
const unseenHere = "not visible here: whether this person was shown the flag before, holdouts and traffic allocation, " +
	"another key for the same person, ad blockers"

// verdictText says what one metric makes of the event.
func verdictText(v *verdict.Metric, counts verdict.State) string {
	var experiments []string
	for _, t := range v.Toward {
		experiments = append(experiments, t.Experiment.Key+" by "+t.Unit)
	}
	switch counts {
	case verdict.Pass:
		return "counts in " + strings.Join(experiments, ", ")
	case verdict.Unknown:
		if len(experiments) > 0 {
			return "may count in " + strings.Join(experiments, ", ")
		}
		return "may count"
	case verdict.Warn, verdict.Fail:
	}
	for _, gate := range []struct {
		state verdict.State
		text  string
	}{
		{v.Measurable, "cannot count this event"}, {v.Recording, "is not recorded by a running experiment"}, {v.Unit, "finds no key of its unit"},
	} {
		if gate.state == verdict.Fail {
			return gate.text
		}
	}
	return "does not count"
}

// Marks are the signs that stand at the offending fields.
func Marks(t *theme.Theme, list []verdict.Diagnostic) map[string]jsontree.Mark {
	marks := make(map[string]jsontree.Mark)
	worst := make(map[string]verdict.Severity)
	for _, d := range list {
		if d.Severity == verdict.Info || d.Pointer == "" {
			continue
		}
		if s, ok := worst[d.Pointer]; ok && s >= d.Severity {
			continue
		}
		worst[d.Pointer] = d.Severity
		glyph, paint := Severity(t, d.Severity)
		marks[d.Pointer] = jsontree.Mark{Glyph: glyph, Style: paint.On, Rank: int(d.Severity)}
	}
	return marks
}
