package ui

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"segtap/capture/journal"
	"segtap/capture/replay"
	"segtap/mapping"
	"segtap/ui/widget/sanitize"
)

// bottomBlock is what stands under the panes: where the entry was sent, its
// problems, and what its metrics make of it.
func (m *Model) bottomBlock(w int) []string {
	d := &m.detail
	block := m.cameBlock(w)
	block = append(block, m.sentBlock(w)...)
	block = append(block, m.problemBlock(d.problems(), d.problem, w)...)
	return append(block, m.verdictBlock(&d.got.Judgement, w)...)
}

// cameBlock says how the entry came, when its sender was answered anything but
// 200 or sent it more than once: otherwise there is nothing to say.
func (m *Model) cameBlock(w int) []string {
	rec, e := &m.detail.got.Record, &m.detail.got.Entry
	if rec.Kind != journal.Request || rec.Status == http.StatusOK && e.Retries == 0 {
		return nil
	}
	line := " answered " + m.answered(rec.Status)
	if e.Retries > 0 {
		line += " at first, and sent again " + plural(e.Retries, "time")
	}
	if last := m.detail.got.LastStatus; last != 0 {
		line += ", at last " + m.answered(last)
	}
	line += m.theme.dim.text("  " + sanitize.Escape(strings.TrimSpace(rec.Method+" "+rec.Path+"  "+rec.Library)))
	return []string{m.paneTitle("Came", w, false), fit(line, w, m.theme.ellipsis)}
}

// answered is the status that a sender was answered with, with its sign.
func (m *Model) answered(status int) string {
	if status == http.StatusOK {
		return m.theme.good.text(m.theme.ok + " 200")
	}
	return m.theme.bad.text(m.theme.err + " " + strconv.Itoa(status))
}

// attemptResult says what came of an attempt, with its sign.
func (m *Model) attemptResult(a *replay.Attempt) string {
	if a.OK() {
		return m.theme.good.text(m.theme.ok + " " + a.Result())
	}
	return m.theme.bad.text(m.theme.err + " " + a.Result())
}

// sentBlock lists where the entry was sent from here and what came of it, the
// latest first.
func (m *Model) sentBlock(w int) []string {
	attempts := m.detail.got.Attempts
	if len(attempts) == 0 {
		return nil
	}
	lines := []string{m.paneTitle("Sent from here", w, false)}
	for i := len(attempts) - 1; i >= 0; i-- {
		a := &attempts[i]
		line := fmt.Sprintf(" %s %s  %s  %s", m.attemptResult(a), a.At.Local().Format("15:04:05"), sanitize.Escape(a.Target), sanitize.Escape(a.URL))
		lines = append(lines, fit(line, w, m.theme.ellipsis))
		if len(lines) == maxSent+1 && i > 0 {
			return append(lines, m.theme.dim.text(fmt.Sprintf("   and %d before", i)))
		}
	}
	return lines
}

// maxSent is how many attempts are listed.
const maxSent = 3

// problemBlock lists the problems, the selected one with what comes of it and
// how to repair it.
func (m *Model) problemBlock(list []mapping.Diagnostic, selected, w int) []string {
	if len(list) == 0 {
		return nil
	}
	lines := []string{m.paneTitle("Problems", w, false)}
	if selected > 0 { // the selected one is always in sight: it goes first
		list = append([]mapping.Diagnostic{list[selected]}, append(append([]mapping.Diagnostic(nil), list[:selected]...), list[selected+1:]...)...)
		selected = 0
	}
	for i, d := range list {
		lines = append(lines, " "+m.diagnosticLine(d, w-2))
		if i != max(selected, 0) {
			continue
		}
		for _, l := range wrapText(sanitize.Escape(d.Effect), max(w-5, 10)) {
			lines = append(lines, "   "+l)
		}
		fix := d.Fix
		if d.QuickFix != nil && m.dialog == nil {
			fix += "   [f fixes it]"
		}
		for _, l := range wrapText(sanitize.Escape(fix), max(w-5, 10)) {
			lines = append(lines, "   "+m.theme.accent.text(l))
		}
	}
	return lines
}

func (m *Model) diagnosticLine(d mapping.Diagnostic, w int) string {
	glyph, paint := m.severityGlyph(d.Severity)
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
	return paint.text(glyph) + " " + sanitize.Cut(rest, max(w-2, 1))
}

// unseenHere is what nobody can see from here, and what may keep an event that
// is right from counting (LaunchDarkly docs, home/experimentation).
const unseenHere = "not visible here: whether this person was shown the flag before, holdouts and traffic allocation, " +
	"another key for the same person, ad blockers"

// verdictBlock tells of each metric of the event whether it counts.
func (m *Model) verdictBlock(j *mapping.Judgement, w int) []string {
	if len(j.Metrics) == 0 || !j.Sent() {
		return nil
	}
	lines := []string{m.paneTitle("Metrics", w, false)}
	for i := range j.Metrics {
		v := &j.Metrics[i]
		counts := j.CountsFor(v)
		glyph, paint := m.stateGlyph(counts)
		text := sanitize.Escape(v.Metric.Key + "  " + verdictText(v, counts))
		lines = append(lines, " "+paint.text(glyph)+" "+sanitize.Cut(text, max(w-4, 1)))
	}
	if j.Verdict.Headline != mapping.CountsNowhere {
		for _, part := range wrapText(unseenHere, max(w-5, 10)) {
			lines = append(lines, m.theme.dim.text("   "+part))
		}
	}
	return lines
}

// verdictText says what one metric makes of the event.
func verdictText(v *mapping.MetricVerdict, counts mapping.State) string {
	var experiments []string
	for _, t := range v.Toward {
		experiments = append(experiments, t.Experiment.Key+" by "+t.Unit)
	}
	switch counts {
	case mapping.Pass:
		return "counts in " + strings.Join(experiments, ", ")
	case mapping.Unknown:
		if len(experiments) > 0 {
			return "may count in " + strings.Join(experiments, ", ")
		}
		return "may count"
	case mapping.Warn, mapping.Fail:
	}
	for _, gate := range []struct {
		state mapping.State
		text  string
	}{
		{v.Measurable, "cannot count this event"}, {v.Recording, "is not recorded by a running experiment"}, {v.Unit, "finds no key of its unit"},
	} {
		if gate.state == mapping.Fail {
			return gate.text
		}
	}
	return "does not count"
}
