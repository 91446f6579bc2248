package ui

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"segtap/mapping"
	"segtap/ui/widget/jsontree"
	"segtap/ui/widget/sanitize"
)

// View draws the screen as it is.
func (m *Model) View() tea.View {
	v := tea.NewView("")
	v.AltScreen = true
	v.WindowTitle = "segtap"
	if !m.opt.NoMouse {
		v.MouseMode = tea.MouseModeCellMotion
	}
	if m.width <= 0 || m.height <= 0 {
		return v
	}
	lines, cursor := m.lines()
	for i := range lines {
		lines[i] = fit(lines[i], m.width, "")
	}
	v.Content = strings.Join(lines, "\n")
	if cursor != nil && cursor.X < m.width && cursor.Y < m.height {
		v.Cursor = cursor
	}
	return v
}

// lines are exactly as many as the screen has.
func (m *Model) lines() ([]string, *tea.Cursor) {
	l := m.layout()
	screen := make([]string, 0, m.height)
	var typing *tea.Cursor // in the filter
	if !l.header.empty() {
		screen = append(screen, m.headerView(m.width))
		if m.dialog == nil {
			line, cursor := m.filterView(m.width)
			screen, typing = append(screen, line), below(cursor, 0, 1)
		} else {
			screen = append(screen, m.rule(m.width))
		}
	}
	top := len(screen)
	body, cursor := m.body(l, l.body.h)
	for i := range l.body.h {
		if i < len(body) {
			screen = append(screen, body[i])
		} else {
			screen = append(screen, "")
		}
	}
	screen = append(screen, m.saidView(l.said.h)...)
	switch {
	case !l.footer.empty():
		screen = append(screen, m.footerView(m.width))
	case m.filter.open && m.dialog == nil: // what is typed has to be seen
		line, cursor := m.filterView(m.width)
		screen[m.height-1], typing = line, below(cursor, 0, m.height-1)
	}
	if cursor != nil {
		cursor.Y += top
	}
	if typing != nil {
		cursor = typing
	}
	return screen, cursor
}

// body is what stands between header and footer.
func (m *Model) body(l layout, room int) ([]string, *tea.Cursor) {
	switch {
	case m.dialog != nil:
		return m.dialog.view(m, m.width, room)
	case m.screen == screenMetrics:
		return m.metricsView(m.width, room), nil
	case m.total == 0:
		return m.startScreen(m.width, room), nil
	case l.detail.empty():
		return m.listView(l.list.w, room), nil
	case l.list.empty():
		return m.detailView(l), nil
	}
	left, right := m.listView(l.list.w, room), m.detailView(l)
	lines := make([]string, room)
	bar := m.theme.dim.text(m.theme.bar)
	for i := range lines {
		a, b := "", ""
		if i < len(left) {
			a = left[i]
		}
		if i < len(right) {
			b = right[i]
		}
		lines[i] = pad(a, l.list.w) + bar + b
	}
	return lines, nil
}

// detailView draws the selected entry.
func (m *Model) detailView(l layout) []string {
	d, w := &m.detail, l.detail.w
	switch {
	case d.id == 0:
		return []string{m.theme.dim.text(sanitize.Cut("  no entry is selected", w))}
	case d.err != nil:
		return []string{m.theme.bad.text(sanitize.Cut("  cannot read #"+fmt.Sprint(d.id)+": "+sanitize.Escape(d.err.Error()), w))}
	case d.got == nil:
		return []string{m.theme.dim.text(sanitize.Cut("  "+m.reading(), w))}
	}
	lines := m.detailHead(w)[:l.gates.h]
	lines = append(lines, m.panes(l)...)
	if l.problems.h > 0 {
		block := m.bottomBlock(w)
		lines = append(lines, block[:min(l.problems.h, len(block))]...)
	}
	return lines
}

// reading says that the selected entry is on its way.
func (m *Model) reading() string { return fmt.Sprintf("reading #%d %s", m.detail.id, m.theme.ellipsis) }

// detailHead is the headline and the gate strip. While another entry is being
// read the one before stays, and it is said: nothing flickers.
func (m *Model) detailHead(w int) []string {
	e := &m.detail.got.Entry
	name := fmt.Sprintf(" #%d  ", e.ID) + m.entryName(*e)
	if e.Parent != 0 {
		name += m.theme.dim.text(fmt.Sprintf("  of #%d", e.Parent))
	}
	const named = 16 // cells that are enough for the name, which stands in the list as well
	headline := m.headlineText(&m.detail.got.Judgement, w-min(cells(name), named)-2)
	if !m.loaded() {
		headline = m.theme.dim.text(m.reading())
	}
	return []string{m.between(m.theme.title.text(name), headline+" ", w), m.gatesLine(e.Verdict.Gates, w)}
}

// headlineText gives the headline, in few words where the room is less.
func (m *Model) headlineText(j *mapping.Judgement, room int) string {
	text := sanitize.Escape(j.Summary())
	if sanitize.Width(text) > room {
		text = j.Verdict.Headline.String()
	}
	if sanitize.Width(text) > room {
		text = j.Verdict.Headline.Short()
	}
	switch j.Verdict.Headline {
	case mapping.Counts:
		return m.theme.good.text(text)
	case mapping.DroppedBySegment, mapping.Rejected:
		return m.theme.bad.text(text)
	case mapping.CountsNowhere, mapping.MayNotArrive:
		return m.theme.warned.text(text)
	case mapping.HeadlineUnknown, mapping.NotForDestination:
	}
	return m.theme.dim.text(text)
}

// gatesLine draws the strip of gates. Where there is no room for all their
// names, gates of one state that stand behind each other are one range.
func (m *Model) gatesLine(gates mapping.Gates, w int) string {
	line := m.gateRanges(gates, 1)
	if cells(line) > w {
		line = m.gateRanges(gates, len(mapping.AllGates()))
	}
	return fit(line, w, m.theme.ellipsis)
}

// gateRanges draws the gates, up to longest of one state as one range.
func (m *Model) gateRanges(gates mapping.Gates, longest int) string {
	all := mapping.AllGates()
	var b strings.Builder
	for i := 0; i < len(all); {
		state, last := gates.State(all[i]), i
		for last+1 < len(all) && last+1-i < longest && gates.State(all[last+1]) == state {
			last++
		}
		glyph, paint := m.stateGlyph(state)
		name := glyph + all[i].String()
		if last > i {
			name += m.theme.to + all[last].String()
		}
		b.WriteString(" " + paint.text(name))
		i = last + 1
	}
	return b.String()
}

func (m *Model) stateGlyph(s mapping.State) (string, paint) {
	switch s {
	case mapping.Pass:
		return m.theme.ok, m.theme.good
	case mapping.Warn:
		return m.theme.warn, m.theme.warned
	case mapping.Fail:
		return m.theme.err, m.theme.bad
	case mapping.Unknown:
	}
	return m.theme.unknown, m.theme.dim
}

func (m *Model) severityGlyph(s mapping.Severity) (string, paint) {
	switch s {
	case mapping.Error:
		return m.theme.err, m.theme.bad
	case mapping.Warning:
		return m.theme.warn, m.theme.warned
	case mapping.Info:
	}
	return m.theme.none, m.theme.dim
}

// panes draws the message and the event, side by side, above each other, or
// the one that has the focus.
func (m *Model) panes(l layout) []string {
	message := m.messagePane(l.message)
	event := m.eventPane(l.event)
	if l.message.empty() || l.event.empty() || l.message.y != l.event.y {
		return append(message, event...)
	}
	bar := m.theme.dim.text(m.theme.bar)
	lines := make([]string, l.message.h)
	for i := range lines {
		lines[i] = pad(message[i], l.message.w) + bar + event[i]
	}
	return lines
}

func (m *Model) messagePane(r rect) []string {
	if r.empty() {
		return nil
	}
	title := "Segment " + m.detail.got.Entry.Type
	if m.detail.got.Entry.Type == "" {
		title = "what came"
	}
	lines := []string{m.paneTitle(title, r.w, m.focus == paneMessage)}
	return append(lines, m.detail.message.View(r.w, r.h-1, m.treeOptions(m.focus == paneMessage))...)
}

func (m *Model) eventPane(r rect) []string {
	if r.empty() {
		return nil
	}
	j := &m.detail.got.Judgement
	lines := []string{m.paneTitle(eventTitle(j), r.w, m.focus == paneEvent)}
	if m.detail.event != nil {
		return append(lines, m.detail.event.View(r.w, r.h-1, m.treeOptions(m.focus == paneEvent))...)
	}
	lines = append(lines, m.notSent(j, r.w, r.h-1)...)
	for len(lines) < r.h {
		lines = append(lines, "")
	}
	return lines[:r.h]
}

// eventTitle names the event. One that Segment never hands to the destination
// is shown all the same, and said to be lost.
func eventTitle(j *mapping.Judgement) string {
	title := "LaunchDarkly custom event"
	if j.Event != nil && j.Event.Kind == mapping.KindAlias {
		title = "LaunchDarkly alias event"
	}
	if j.Event != nil && !j.Sent() {
		title += ": " + j.Verdict.Headline.String()
	}
	return title
}

// notSent says that nothing goes out, and why.
func (m *Model) notSent(j *mapping.Judgement, w, h int) []string {
	lines := []string{"  " + m.theme.bad.text("(not sent)")}
	if j.Verdict.Headline == mapping.NotForDestination {
		return []string{"  " + m.theme.dim.text("(not sent)"), "  " + m.theme.dim.text(sanitize.Cut("not a Track call", max(w-3, 1)))}[:min(2, max(h, 0))]
	}
	for _, l := range wrapText(sanitize.Escape(j.Reason), max(w-3, 8)) {
		lines = append(lines, "  "+l)
	}
	return lines[:min(len(lines), max(h, 0))]
}

func (m *Model) treeOptions(focused bool) jsontree.Options {
	return jsontree.Options{Cursor: true, Focused: focused, Styles: m.theme.tree, Glyphs: m.theme.treeGlyphs}
}

// paneTitle draws a line with a title in it; the pane that has the focus is
// marked.
func (m *Model) paneTitle(title string, w int, focused bool) string {
	line := m.theme.line
	head := line + line + " "
	if focused {
		head = line + m.theme.cursorRight + " "
	}
	text := head + title + " "
	text += strings.Repeat(line, max(w-sanitize.Width(text), 0))
	if focused {
		return m.theme.title.text(sanitize.Cut(text, w))
	}
	return m.theme.dim.text(sanitize.Cut(text, w))
}

func (m *Model) rule(w int) string {
	return m.theme.dim.text(strings.Repeat(m.theme.line, w))
}

// problemLines is how many lines the entry's attempts and problems would like.
func (m *Model) problemLines(w int) int {
	if m.detail.got == nil {
		return 0
	}
	return len(m.bottomBlock(w))
}
