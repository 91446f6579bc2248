package draw

import (
	"fmt"
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

// Paragraph is what is told of one thing: lines that belong together and are not torn apart.
type Paragraph struct {
	Lines   []string
	Title   string // what it has for a title, of which it is the line; empty for no title
	Problem int    // which diagnostic it tells of; -1 for none
}

// Lines are the lines of paragraphs.
func Lines(all []Paragraph) []string {
	var lines []string
	for i := range all {
		lines = append(lines, all[i].Lines...)
	}
	return lines
}

// Section heads paragraphs of a line each with a title; none where there are no lines.
func Section(t *theme.Theme, title string, w int, lines []string) []Paragraph {
	if len(lines) == 0 {
		return nil
	}
	all := []Paragraph{titled(t, title, w)}
	for _, line := range lines {
		all = append(all, Paragraph{Lines: []string{line}, Problem: -1})
	}
	return all
}

func titled(t *theme.Theme, title string, w int) Paragraph {
	return Paragraph{Lines: []string{Title(t, title, w, false)}, Title: title, Problem: -1}
}

// Telling is how much is told of each problem.
type Telling uint8

// How much is told.
const (
	Brief    Telling = iota // of the selected one what comes of it and how to repair it
	Remedies                // of each how to repair it
	Whole                   // all of it
	Teaching                // and what each gate answers
)

// Problems lists the problems in the order of the gates, with what comes of them and how to
// repair them. What has been said of one is not said again of another. Of several the
// selected one has a mark. Fixes is the key that repairs it here; empty for none.
func Problems(t *theme.Theme, list []verdict.Diagnostic, selected, w int, fixes string, telling Telling) []Paragraph {
	if len(list) == 0 {
		return nil
	}
	all := []Paragraph{titled(t, problemsTitle(selected, len(list)), w)}
	said := make(map[string]bool)
	tell := func(i int, text string, paint theme.Paint) {
		if text == "" || said[text] {
			return
		}
		said[text] = true
		p := Paragraph{Problem: i}
		for _, l := range styled.Wrap(sanitize.Escape(text), max(w-5, 10)) {
			p.Lines = append(p.Lines, "   "+paint.Text(l))
		}
		all = append(all, p)
	}
	for i := range list {
		d, mark := &list[i], " "
		if i == selected && len(list) > 1 {
			mark = t.Cursor
		}
		all = append(all, Paragraph{Lines: []string{mark + Diagnostic(t, *d, w-2)}, Problem: i})
		here := i == max(selected, 0)
		if here || telling >= Whole {
			tell(i, d.Effect, theme.Paint{})
		}
		fix := d.Fix
		if d.QuickFix != nil && fixes != "" && here {
			fix += "   [" + fixes + " fixes it]"
		}
		if here || telling >= Remedies {
			paint := t.Accent
			if d.Severity == verdict.Info { // nothing has to be done
				paint = theme.Paint{}
			}
			tell(i, fix, paint)
		}
	}
	return all
}

// problemsTitle says which of the problems is selected.
func problemsTitle(selected, of int) string {
	switch {
	case of == 1:
		return "Problem"
	case selected < 0:
		return fmt.Sprintf("%d problems", of)
	}
	return fmt.Sprintf("Problem %d of %d", selected+1, of)
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
func Metrics(t *theme.Theme, j *mapping.Judgement, w int) []Paragraph {
	if len(j.Metrics) == 0 || !j.Sent() {
		return nil
	}
	var lines []string
	for i := range j.Metrics {
		v := &j.Metrics[i]
		counts := j.CountsFor(v)
		glyph, paint := State(t, counts)
		text := sanitize.Escape(v.Metric.Key + "  " + verdictText(v, counts))
		lines = append(lines, " "+paint.Text(glyph)+" "+sanitize.Cut(text, max(w-4, 1)))
	}
	all := Section(t, "Metrics", w, lines)
	if j.Verdict.Headline != verdict.CountsNowhere {
		p := Paragraph{Problem: -1}
		for _, part := range styled.Wrap(unseenHere, max(w-5, 10)) {
			p.Lines = append(p.Lines, "   "+t.Dim.Text(part))
		}
		all = append(all, p)
	}
	return all
}

// Answers lists what each gate asks for, with the sign of whether that is so, which the problems say more of. Where it is
// not known the first of those that answer the same says why. What is asked is the same for all entries, and so not drawn
// again for another one.
func Answers(t *theme.Theme, j *mapping.Judgement, w int) []Paragraph {
	all, before, failed := []Paragraph{titled(t, "Gates: what each asks for", w)}, "", false
	for _, g := range verdict.AllGates() {
		state := j.Verdict.Gates.State(g)
		glyph, paint := State(t, state)
		text, answer := g.Passes(), j.Answer(g)
		if failed { // by which gate is in sight
			answer, _, _ = strings.Cut(answer, ":")
		}
		if state == verdict.Unknown && answer != before {
			text += " " + t.Dash + " " + answer
		}
		before, failed = answer, failed || state == verdict.Fail
		head := " " + paint.Text(glyph) + " " + sanitize.Pad(g.String(), 11)
		p := Paragraph{Problem: -1}
		for _, l := range styled.Wrap(text, max(w-15, 10)) {
			p.Lines = append(p.Lines, styled.Fit(head+l, w, t.Ellipsis))
			head = strings.Repeat(" ", 14)
		}
		all = append(all, p)
	}
	return all
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
		{v.Measurable, "cannot count this event"}, {v.Recording, "is not recorded by a running experiment"}, {v.Unit, "finds no key of its unit in the event"},
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
