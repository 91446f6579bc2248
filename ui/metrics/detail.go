package metrics

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/dustin/go-humanize/english"

	"segtap/capture/coverage"
	"segtap/mapping/catalogue"
	"segtap/ui/draw"
	"segtap/ui/metrics/names"
	"segtap/ui/widget/count"
	"segtap/ui/widget/sanitize"
	"segtap/ui/widget/styled"
)

// plotWidth is how many cells the plots take beside what is told of a metric, and
// besidePlots from how many cells on there is room for both.
const (
	plotWidth   = 48
	besidePlots = 116
)

// detailView is what stands under the table in h lines: all that is known of
// the selected row, its state where there is one line only.
func (s view) detailView(item *row, w, h int) []string {
	switch h {
	case 0:
		return nil
	case 1:
		text := stateText(&s.opt, item)
		if item.isExperiment() {
			text = item.says
		}
		if item.call != nil {
			text = item.call.Why
		}
		return []string{s.theme.Dim.Text(" " + styled.Fit(sanitize.Visible(item.name)+": "+sanitize.Escape(text), max(w-1, 1), s.theme.Ellipsis))}
	}
	title := sanitize.Visible(item.name)
	switch {
	case item.metric != nil && item.metric.Name != "" && item.metric.Name != item.name:
		title += "  " + sanitize.Visible(item.metric.Name)
	case item.isExperiment() && item.experiment.Name != "":
		title += "  " + sanitize.Visible(item.experiment.Name)
	}
	text, plots := s.laidOut(item, w)
	title = sanitize.Cut(title, max(w-8, 1))
	top := s.top(len(text), h-1)
	if len(text) > h-1 {
		of := fmt.Sprintf("lines %d-%d of %d", top+1, top+h-1, len(text))
		if room := w - 3 - len(of); room > 10 {
			title = sanitize.Pad(sanitize.CutTail(title, room, s.theme.Ellipsis), room) + of
		}
	}
	lines := []string{draw.Title(s.theme, title, w, false)}
	text = styled.Head(text[top:], h-1, " "+s.theme.Ellipsis)
	if len(plots) > 0 {
		return append(lines, styled.Beside(text, plots, w-plotWidth-1, h-1, s.theme.Divider())...)
	}
	return append(lines, text...)
}

// about is all that is known of a row, what matters most first; with its plots in a line
// each where they do not stand beside it.
func (s view) about(item *row, w int, plots bool) (lines []string) {
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
	switch {
	case item.isExperiment():
		s.addExperiment(item, add)
		return lines
	case item.call != nil:
		s.addCall(item.call, add)
		return lines
	}
	x := item.metric
	if item.experiment != nil {
		add("here", count.Number(item.toward)+" "+english.PluralWord(item.toward, "event counts", "events count")+" in "+item.experiment.Key)
	}
	_, wrong := item.written.isWrong()
	if x == nil && !wrong { // else the fix stands with what is wrong
		add("to fix", s.chosen.instead)
	}
	add("state", stateText(&s.opt, item))
	add("seen", s.seenText(item))
	for _, line := range item.written.known().Lines(names.Room{Cells: max(w/2, 20), Ellipsis: s.theme.Ellipsis}) {
		add(line.Label, line.Text)
	}
	switch {
	case x == nil && !wrong:
		add("nearest", s.chosen.nearest)
	case x != nil:
		add("not counted", item.uncounted())
		add("may count", item.unsure())
		add("near misses", strings.TrimPrefix(strings.TrimPrefix(item.missText(len(item.misses)), "near misses "), "near miss "))
	}
	s.addSeen(item, plots, add)
	if x == nil {
		return lines
	}
	for _, key := range item.keys {
		add("event key", sanitize.Visible(key))
	}
	add("experiments", s.experimentsText(x))
	add("filter", filterText(x.Filter))
	add("measures", measures(x))
	if x.LastSeen > 0 {
		add("LaunchDarkly", "saw the newest event at "+time.UnixMilli(x.LastSeen).Local().Format("2006-01-02 15:04")+", to the hour")
	}
	return lines
}

// addExperiment tells of an experiment.
func (s view) addExperiment(item *row, add func(name, text string)) {
	add("answer", item.says)
	if n := item.came() + item.seen.Made; n > 0 {
		add("its events", count.Number(n)+", with what is lost and with near misses: "+s.opt.Keys.Of("open")+" shows them")
	}
	add("iteration", iterationText(item.experiment, s.day))
	label := "metrics"
	for i := range s.items {
		if m := &s.items[i]; m.experiment == item.experiment && m.metric != nil {
			add(label, m.name+": "+underText(&s.opt, m))
			label = ""
		}
	}
}

// seenText tells what became of the events that came.
func (s view) seenText(item *row) string {
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
		parts = append(parts, count.Number(item.seen.Lost)+" dropped by Segment")
	}
	if item.metric != nil {
		parts = append(parts, count.Number(item.tally.Counts)+" "+english.PluralWord(item.tally.Counts, "counts", "count"))
	}
	if item.tally.May > 0 {
		parts = append(parts, count.Number(item.tally.May)+" may count")
	}
	parts = append(parts, "the last at "+draw.DateAndClock(item.seen.Last, s.opt.Now()))
	if made != "" {
		parts = append(parts, made)
	}
	return strings.Join(parts, "; ")
}

// addSeen tells of the values and contexts of each event key of a row.
func (s view) addSeen(item *row, plots bool, add func(name, text string)) {
	if trend := draw.Sparkline(s.theme, draw.Fold(item.trend, 60)); plots && trend != "" && item.came() > 0 {
		add("trend", trend+"  "+draw.Times(s.theme, s.axis.Fit(60), s.opt.Now()))
	}
	unit := ""
	if item.metric != nil {
		unit = item.metric.Unit
	}
	for _, seen := range s.chosen.seen {
		if v := seen.Values; v.Count > 0 {
			text := fmt.Sprintf("%s: min %s, mean %s, max %s", count.Number(v.Count), draw.Value(v.Min, ""), draw.Value(v.Mean, ""), draw.Value(v.Max, unit))
			if plots && v.Count > 1 {
				text += "; " + percentiles(&v, "") + "  " + strings.Join(draw.Histogram(s.theme, v.Histogram, len(v.Histogram), 1), "")
			}
			add("values", text)
		}
		var kinds []string
		for _, k := range seen.Contexts {
			kinds = append(kinds, k.Kind+" "+count.Number(int(k.Keys)))
		}
		add("distinct keys", strings.Join(kinds, ", "))
	}
}

// percentiles writes those of values.
func percentiles(v *coverage.Values, unit string) string {
	return "p50 " + draw.Value(v.P50, "") + ", p90 " + draw.Value(v.P90, "") + ", p99 " + draw.Value(v.P99, unit)
}

// plots are the shapes of the values of a row, and when its events arrived, in w cells.
func (s view) plots(item *row, w int) (lines []string) {
	if item.isExperiment() {
		return nil
	}
	t := s.theme
	unit := ""
	if item.metric != nil {
		unit = item.metric.Unit
	}
	for i := range s.chosen.seen {
		v := &s.chosen.seen[i].Values
		if v.Count < 2 {
			continue
		}
		lines = append(lines, t.Dim.Text(" "+sanitize.Cut(count.Of(v.Count, "value")+", "+percentiles(v, unit), w-1)))
		lines = append(lines, s.histogram(v, unit, w)...)
	}
	if trend := draw.Sparkline(t, draw.Fold(item.trend, w-2)); trend != "" && item.came() > 0 {
		lines = append(lines, t.Dim.Text(" "+sanitize.Cut("arrivals, "+draw.Times(t, s.axis.Fit(w-2), s.opt.Now()), w-1)), " "+trend)
	}
	return lines
}

// barLines is how high a histogram is.
const barLines = 4

// histogram draws values with their axes.
func (s view) histogram(v *coverage.Values, unit string, w int) []string {
	t := s.theme
	bars := draw.Histogram(t, v.Histogram, w-7, barLines)
	if bars == nil {
		return nil
	}
	most := strconv.Itoa(int(math.Round(100*slices.Max(v.Histogram)))) + " %"
	var lines []string
	for i, bar := range bars {
		label := ""
		if i == 0 {
			label = most
		}
		lines = append(lines, sanitize.PadLeft(label, 5)+t.Dim.Text(t.Bar)+bar)
	}
	wide := (w - 7) / len(v.Histogram) * len(v.Histogram)
	low, high := draw.Value(v.Min, ""), draw.Value(v.Max, unit)
	ends := low + strings.Repeat(" ", max(wide-sanitize.Width(low)-sanitize.Width(high), 1)) + high
	return append(lines, sanitize.PadLeft("0", 5)+t.Dim.Text(strings.Repeat(t.Line, wide+1)), strings.Repeat(" ", 6)+sanitize.Cut(ends, w-6))
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
	if x.Host() != catalogue.HostLaunchDarkly { // as most are
		parts = append(parts, "data source "+x.DataSource)
	}
	if x.Archived {
		parts = append(parts, "archived")
	}
	return strings.Join(parts, ", ")
}

// experimentsText lists the experiments that use the metric here, and how many
// others there are.
func (s view) experimentsText(x *catalogue.Metric) string {
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
		where := " in some environment, "
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
