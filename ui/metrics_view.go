package ui

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"segtap/capture"
	"segtap/mapping"
	"segtap/ui/plain"
)

// metricColumns are the widths of the table's columns, in cells; 0 leaves one
// out.
type metricColumns struct{ name, event, kind, unit, runs, seen, counts, last int }

func fitMetricColumns(w int) metricColumns {
	c := metricColumns{seen: 6}
	w -= 4 + c.seen + 1
	if w >= 40 {
		c.counts, w = 6, w-7
	}
	if w >= 60 {
		c.last, w = 8, w-9
	}
	if w >= 60 {
		c.kind, w = 10, w-11
	}
	if w >= 60 {
		c.unit, w = 8, w-9
	}
	if w >= 66 {
		c.runs = w * 3 / 10
		w -= c.runs + 1
	}
	if w >= 24 {
		c.event = w / 2
		w -= c.event + 1
	}
	c.name = max(w, 1)
	return c
}

// metricDetailLines is how many lines the selected row's block has.
const metricDetailLines = 11

// metricsView draws the table, and under it all that is known of the selected
// row.
func (m *Model) metricsView(w, h int) []string {
	s := &m.metrics
	if len(s.items) == 0 {
		return m.noMetrics(w)
	}
	tableRows, detailRows := metricRooms(h)
	c := fitMetricColumns(w)
	var lines []string
	if tableRows > 2 {
		lines = append(lines, m.theme.dim.text(plain.Cut(metricHeading(c), w)))
	}
	from, to := s.list.Window()
	for i := from; i < to && len(lines) < tableRows; i++ {
		lines = append(lines, m.metricRow(&s.items[i], c, w, i == s.list.Cursor()))
	}
	for len(lines) < tableRows {
		lines = append(lines, "")
	}
	if detailRows > 0 {
		if item, ok := s.selected(); ok {
			lines = append(lines, m.metricDetail(&item, w)...)
		}
	}
	return lines[:min(len(lines), h)]
}

// metricRooms gives the heights of the table, its heading included, and of the
// block under it.
func metricRooms(h int) (table, detail int) {
	if h < 16 {
		return h, 0
	}
	detail = min(metricDetailLines, h/2)
	return h - detail, detail
}

// noMetrics says how the screen comes to have something to show.
func (m *Model) noMetrics(w int) []string {
	lines := []string{"", "  " + m.theme.title.text("No metrics are known, and no event has been seen."), ""}
	for _, text := range []string{
		"--metrics FILE reads metrics and experiments: what `segtap metrics pull` wrote, a page of LaunchDarkly's API, or a few lines of YAML.",
		"ctrl+r asks LaunchDarkly, with LD_ACCESS_TOKEN and --ld-project.",
		"Then every event says whether it counts, and this screen which metrics wait for theirs.",
	} {
		for _, part := range wrapText(text, max(w-6, 10)) {
			lines = append(lines, "    "+part)
		}
	}
	return lines
}

func metricHeading(c metricColumns) string {
	line := "    " + plain.Pad("METRIC", c.name)
	for _, col := range []struct {
		title string
		width int
	}{{"EVENT KEY", c.event}, {"KIND", c.kind}, {"UNIT", c.unit}, {"RUNS IN", c.runs}} {
		if col.width > 0 {
			line += " " + plain.Pad(col.title, col.width)
		}
	}
	line += " " + padLeft("SEEN", c.seen)
	if c.counts > 0 {
		line += " " + padLeft("COUNTS", c.counts)
	}
	if c.last > 0 {
		line += " " + plain.Pad("LAST", c.last)
	}
	return line
}

// metricRow draws a metric, or an event name that no metric has.
func (m *Model) metricRow(item *metricItem, c metricColumns, w int, selected bool) string {
	glyph, paint := m.metricGlyph(item.state)
	cell := func(text string, width int) string {
		if width == 0 {
			return ""
		}
		return " " + plain.Pad(plain.Cut(m.orDash(text), width), width)
	}
	line := plain.Pad(plain.Cut(plain.Escape(item.name), c.name), c.name)
	if item.metric == nil {
		line += cell(m.nearestText(item.name), c.event) + cell("no metric", c.kind) + cell("", c.unit) + cell("", c.runs)
	} else {
		line += cell(item.metric.EventKey, c.event) + cell(item.metric.Measures(), c.kind) +
			cell(strings.Join(item.metric.Units, ","), c.unit) + cell(keysOf(item.running), c.runs)
	}
	line += " " + padLeft(thousands(item.seen.Sent), c.seen)
	if c.counts > 0 {
		line += " " + padLeft(thousands(item.counted), c.counts)
	}
	if c.last > 0 {
		line += cell(m.clockOf(item.seen), c.last)
	}
	if selected {
		return m.theme.selected.text(plain.Pad(plain.Cut(m.theme.cursor+" "+glyph+" "+line, w), w))
	}
	if item.state >= unseen {
		return m.theme.dim.text(plain.Cut("  "+glyph+" "+line, w))
	}
	return "  " + paint.text(glyph) + " " + plain.Cut(line, max(w-4, 1))
}

// nearestText names the event key that a name was probably meant to be.
func (m *Model) nearestText(name string) string {
	if near := m.opt.Store.Judge().Match(name).Nearest; near != nil && near.EventKey != "" {
		return "near " + near.EventKey
	}
	return ""
}

func (m *Model) clockOf(seen capture.Sighting) string {
	if seen.Last.IsZero() {
		return ""
	}
	return seen.Last.Local().Format(time.TimeOnly)
}

func keysOf(experiments []*mapping.Experiment) string {
	keys := make([]string, len(experiments))
	for i, e := range experiments {
		keys[i] = e.Key
	}
	return strings.Join(keys, ", ")
}

func (m *Model) metricGlyph(s metricState) (string, paint) {
	switch s {
	case waited, uncounted:
		return m.theme.err, m.theme.bad
	case counted:
		return m.theme.ok, m.theme.good
	case seenOnly:
		return m.theme.nowhere, m.theme.warned
	case unmatched:
		return m.theme.warn, m.theme.warned
	case unseen, unusable:
	}
	return m.theme.none, m.theme.dim
}

// metricDetail is all that is known of the selected row.
func (m *Model) metricDetail(item *metricItem, w int) []string {
	title := plain.Escape(item.name)
	if item.metric != nil && item.metric.Name != "" && item.metric.Name != item.name {
		title += "  " + plain.Escape(item.metric.Name)
	}
	lines := []string{m.paneTitle(plain.Cut(title, max(w-8, 1)), w, false)}
	add := func(name, text string) {
		if text == "" {
			return
		}
		for i, part := range wrapText(plain.Escape(text), max(w-16, 10)) {
			if i > 0 {
				name = ""
			}
			lines = append(lines, " "+m.theme.dim.text(plain.Pad(name, 13))+" "+part)
		}
	}
	add("state", stateTexts[item.state])
	if item.metric == nil {
		if judge := m.opt.Store.Judge(); judge.Catalogue() != nil {
			add("nearest", judge.Match(item.name).Sentence)
		}
		m.addSeen(item.name, item, add)
		return lines
	}
	x := item.metric
	add("event key", x.EventKey)
	add("measures", measures(x))
	add("filter", filterText(x.Filter))
	add("experiments", m.experimentsText(x))
	m.addSeen(x.EventKey, item, add)
	if x.LastSeen > 0 {
		add("LaunchDarkly", "saw the newest event at "+time.UnixMilli(x.LastSeen).Local().Format("2006-01-02 15:04")+", to the hour")
	}
	return lines
}

// addSeen tells what has been seen of an event key.
func (m *Model) addSeen(key string, item *metricItem, add func(name, text string)) {
	seen, ok := m.opt.Store.Sighting(key)
	if !ok {
		return
	}
	text := plural(seen.Sent, "event") + " sent"
	if item.metric != nil {
		text += ", " + thousands(item.counted) + " count"
	}
	if seen.Lost > 0 {
		text += ", " + thousands(seen.Lost) + " dropped by Segment"
	}
	add("seen", text+", the last at "+m.clockOf(seen))
	var kinds []string
	for _, k := range seen.Contexts {
		kinds = append(kinds, thousands(int(k.Keys))+" "+k.Kind)
	}
	add("context keys", strings.Join(kinds, ", "))
	if v := seen.Values; v.Count > 0 {
		add("values", fmt.Sprintf("%s: min %s, mean %s, max %s  %s", thousands(v.Count), number(v.Min), number(v.Mean), number(v.Max), m.bars(v.Histogram)))
	}
}

// number writes a value with at most six significant digits.
func number(v float64) string { return strconv.FormatFloat(v, 'g', 6, 64) }

// bars draws a histogram in one line.
func (m *Model) bars(shares []float64) string {
	steps := []rune(m.theme.bars)
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
func measures(x *mapping.Metric) string {
	parts := []string{x.Measures()}
	if x.Numeric && x.Aggregation != "" {
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
func (m *Model) experimentsText(x *mapping.Metric) string {
	var parts []string
	for i := range m.metrics.known.Experiments {
		e := &m.metrics.known.Experiments[i]
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
		return plural(x.Experiments, "experiment") + " elsewhere, " + strconv.Itoa(max(x.ActiveExperiments, 0)) + " of them running"
	case len(parts) == 0 && m.metrics.known.ExperimentsKnown:
		return "none"
	}
	return strings.Join(parts, "; ")
}

// filterText writes a metric's filter as a person reads it.
func filterText(f *mapping.MetricFilter) string {
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
