package metrics

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/dustin/go-humanize/english"

	"segtap/capture/coverage"
	"segtap/mapping/catalogue"
	"segtap/ui/draw"
	"segtap/ui/widget/count"
	"segtap/ui/widget/sanitize"
	"segtap/ui/widget/styled"
)

// detailView is what stands under the table in h lines: all that is known of
// the selected row, its state where there is one line only.
func (s *Screen) detailView(item *row, w, h int) []string {
	switch h {
	case 0:
		return nil
	case 1:
		return []string{s.theme.Dim.Text(" " + styled.Fit(sanitize.Visible(item.name)+": "+stateText(item), max(w-1, 1), s.theme.Ellipsis))}
	}
	return styled.Head(s.about(item, w), h, " "+s.theme.Ellipsis)
}

// about is all that is known of a row, what matters most first.
func (s *Screen) about(item *row, w int) []string {
	title := sanitize.Visible(item.name)
	if item.metric != nil && item.metric.Name != "" && item.metric.Name != item.name {
		title += "  " + sanitize.Visible(item.metric.Name)
	}
	lines := []string{draw.Title(s.theme, sanitize.Cut(title, max(w-8, 1)), w, false)}
	add := func(name, text string) {
		if text == "" {
			return
		}
		for i, part := range styled.Wrap(sanitize.Escape(text), max(w-17, 10)) {
			if i > 0 {
				name = ""
			}
			lines = append(lines, " "+s.theme.Dim.Text(sanitize.Pad(name, 13))+" "+part)
		}
	}
	add("state", stateText(item))
	add("seen", s.seenText(item))
	x := item.metric
	if x == nil {
		add("nearest", s.chosen.nearest)
		s.addSeen(add)
		return lines
	}
	not, may := reasonTexts(s.chosen.reasons)
	add("not counted", not)
	add("may count", may)
	for _, key := range item.keys {
		add("event key", sanitize.Visible(key))
	}
	add("experiments", s.experimentsText(x))
	add("filter", filterText(x.Filter))
	add("measures", measures(x))
	s.addSeen(add)
	if x.LastSeen > 0 {
		add("LaunchDarkly", "saw the newest event at "+time.UnixMilli(x.LastSeen).Local().Format("2006-01-02 15:04")+", to the hour")
	}
	return lines
}

// seenText tells what became of the events that came.
func (s *Screen) seenText(item *row) string {
	made := ""
	if n := item.seen.Made; n > 0 {
		made = count.Of(n, "edit or replay")
		if n > 1 {
			made = count.Number(n) + " edits and replays"
		}
		made += " made here left out"
	}
	if item.came() == 0 {
		return made
	}
	parts := []string{count.Of(item.came(), "event")}
	if item.seen.Lost > 0 {
		parts = append(parts, count.Number(item.seen.Lost)+" lost, dropped or refused by Segment")
	}
	if item.metric != nil {
		parts = append(parts, count.Number(item.tally.Counts)+" "+english.PluralWord(item.tally.Counts, "counts", "count"))
	}
	if item.tally.May > 0 {
		parts = append(parts, count.Number(item.tally.May)+" may count")
	}
	parts = append(parts, "the last at "+s.clockOf(item.seen))
	if made != "" {
		parts = append(parts, made)
	}
	return strings.Join(parts, "; ")
}

// reasonTexts lists why events do not count, and why they only may.
func reasonTexts(reasons []coverage.Reason) (not, may string) {
	var nots, mays []string
	for _, r := range reasons {
		text := count.Number(r.Events) + " " + r.Code.OfEvents()
		if r.Code.Unsure() {
			mays = append(mays, text)
		} else {
			nots = append(nots, text)
		}
	}
	return strings.Join(nots, ", "), strings.Join(mays, ", ")
}

// addSeen tells of the values and contexts of each event key of the selected row.
func (s *Screen) addSeen(add func(name, text string)) {
	for _, seen := range s.chosen.seen {
		if v := seen.Values; v.Count > 0 {
			add("values", fmt.Sprintf("%s: min %s, mean %s, max %s  %s", count.Number(v.Count), number(v.Min), number(v.Mean), number(v.Max), s.bars(v.Histogram)))
		}
		var kinds []string
		for _, k := range seen.Contexts {
			kinds = append(kinds, k.Kind+" "+count.Number(int(k.Keys)))
		}
		add("distinct keys", strings.Join(kinds, ", "))
	}
}

// number writes a value with at most six significant digits.
func number(v float64) string { return strconv.FormatFloat(v, 'g', 6, 64) }

// bars draws a histogram in one line.
func (s *Screen) bars(shares []float64) string {
	steps := []rune(s.theme.Bars)
	top := 0.0
	for _, s := range shares {
		top = max(top, s)
	}
	var b strings.Builder
	for _, s := range shares {
		if s == 0 {
			b.WriteByte(' ')
			continue
		}
		b.WriteRune(steps[min(int(s/top*float64(len(steps))), len(steps)-1)])
	}
	return b.String()
}

// measures says what the metric makes of its events.
func measures(x *catalogue.Metric) string {
	parts := []string{x.Measures()}
	if x.Numeric && x.Aggregation != "" && x.Aggregation != parts[0] {
		parts = append(parts, x.Aggregation+" per unit")
	}
	if x.Unit != "" {
		parts = append(parts, "in "+x.Unit)
	}
	if len(x.Units) > 0 {
		parts = append(parts, "by "+strings.Join(x.Units, " or "))
	}
	if x.DataSource != "" {
		parts = append(parts, "data source "+x.DataSource)
	}
	if x.Archived {
		parts = append(parts, "archived")
	}
	return strings.Join(parts, ", ")
}

// experimentsText lists the experiments that use the metric here, and how many
// others there are.
func (s *Screen) experimentsText(x *catalogue.Metric) string {
	var parts []string
	for i := range s.known.Experiments {
		e := &s.known.Experiments[i]
		if e.Iteration == nil {
			continue
		}
		for _, used := range e.Iteration.Metrics {
			if used.Key != x.Key {
				continue
			}
			text := e.Key + " (" + e.Iteration.Status + ", by " + e.Iteration.Unit
			if len(e.Iteration.Flags) > 0 {
				text += ", flag " + strings.Join(e.Iteration.Flags, ", ")
			}
			parts = append(parts, text+")")
			break
		}
	}
	switch {
	case len(parts) == 0 && x.Experiments > 0:
		where := " in whatever environment, "
		if !s.known.ExperimentsKnown {
			where = ", not read, "
		}
		return count.Of(x.Experiments, "experiment") + where + strconv.Itoa(max(x.ActiveExperiments, 0)) + " running"
	case len(parts) == 0 && (s.known.ExperimentsKnown || x.Experiments == 0):
		return "none"
	case len(parts) == 0:
		return "not read"
	}
	return strings.Join(parts, "; ")
}

// filterText writes a metric's filter as a person reads it.
func filterText(f *catalogue.Filter) string {
	if f == nil {
		return ""
	}
	not := ""
	if f.Negate {
		not = "not "
	}
	if f.Type == "group" {
		parts := make([]string, len(f.Group))
		for i := range f.Group {
			parts[i] = filterText(&f.Group[i])
		}
		return not + "(" + strings.Join(parts, " "+f.Op+" ") + ")"
	}
	of := f.Attribute
	if f.Type == "contextAttribute" {
		of = f.ContextKind + "'s " + f.Attribute
	}
	return not + of + " " + f.Op + " " + strings.Join(f.Values, ", ")
}
