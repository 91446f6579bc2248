package ui

import (
	"fmt"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"segtap/capture/forward"
	"segtap/mapping"
	"segtap/ui/keymap"
	"segtap/ui/widget/count"
	"segtap/ui/widget/input"
	"segtap/ui/widget/sanitize"
	"segtap/ui/widget/styled"
)

// View draws the screen from what the last update has left: it asks nobody and changes
// nothing.
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
		lines[i] = styled.Fit(lines[i], m.width, "")
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
	lines := make([]string, 0, m.height)
	var typing *tea.Cursor // in the filter
	filtering := m.open == keymap.Events && m.events.Typing() && m.dialog == nil
	if !l.Header.Empty() {
		second := m.theme.Rule(m.width)
		switch {
		case filtering:
			second, typing = m.events.FilterView(m.width)
			typing = input.Moved(typing, 0, 1)
		case m.dialog == nil:
			second = m.screensView(m.width)
		}
		lines = append(lines, m.headerView(m.width), second)
	}
	body, cursor := m.bodyView()
	lines = append(lines, styled.Fill(body, l.Body.H)...)
	lines = append(lines, m.said.View(m.theme, l.Said.H)...)
	switch {
	case !l.Footer.Empty():
		lines = append(lines, m.footerView(m.width))
	case filtering: // what is typed has to be seen
		lines[m.height-1], typing = m.events.FilterView(m.width)
		typing = input.Moved(typing, 0, m.height-1)
	}
	if typing != nil {
		return lines, typing
	}
	return lines, input.Moved(cursor, 0, l.Body.Y)
}

// bodyView is what stands between header and footer.
func (m *Model) bodyView() ([]string, *tea.Cursor) {
	if m.dialog != nil {
		return m.dialog.View()
	}
	return m.screen().View(), nil
}

// wire is what the endpoint does besides capturing, as of the last update.
type wire struct {
	faults  string // empty for none
	forward forward.Counts
}

func (m *Model) wireNow() (w wire) {
	w.faults = m.opt.Faults.String()
	if m.opt.Forward != nil {
		w.forward = m.opt.Forward.Counts()
	}
	return w
}

// headerView draws the status line: where segtap listens, how much it has seen, whether
// the list follows.
func (m *Model) headerView(w int) string {
	t, c := m.theme, &m.counts
	parts := []string{
		" " + t.Title.Text("segtap") + "  " + m.listening(),
		count.Of(c.Entries, "event"),
	}
	if c.Errors > 0 {
		parts = append(parts, t.Bad.Text(count.Of(c.Errors, "error")))
	}
	if c.Warnings > 0 {
		parts = append(parts, t.Warned.Text(count.Of(c.Warnings, "warning")))
	}
	if c.Loading < 1 {
		parts = append(parts, t.Warned.Text(fmt.Sprintf("indexing %.0f %%", 100*c.Loading)))
	}
	if c.Stale > 0 && c.Loading == 1 {
		parts = append(parts, t.Warned.Text("judging "+count.Number(c.Stale)+" anew"))
	}
	if m.open == keymap.Events {
		parts = append(parts, m.events.FollowView())
	}
	if c.Evicted > 0 {
		parts = append(parts, t.Dim.Text(count.Number(c.Evicted)+" older not listed"))
	}
	if c.Damaged > 0 {
		parts = append(parts, t.Warned.Text(count.Of(c.Damaged, "damaged place")))
	}
	line := parts[0]
	for _, part := range append(parts[1:], m.wireParts()...) {
		if styled.Width(line)+2+styled.Width(part) > w {
			break
		}
		line += "  " + part
	}
	return styled.Spread(line, t.Dim.Text(m.catalogueText(w-styled.Width(line)-2)+" "), w)
}

// listening says where segtap listens, if it does.
func (m *Model) listening() string {
	switch {
	case m.counts.WriterGone:
		return m.theme.Warned.Text(m.theme.Err + " the other segtap has ended: start again to capture")
	case m.opt.Watching:
		return m.theme.Warned.Text("watching another segtap")
	}
	return m.theme.Good.Text(m.theme.Dot) + " " + strings.TrimPrefix(m.opt.Address, "http://")
}

// catalogueText says what events are checked against, in the room there is.
func (m *Model) catalogueText(room int) string {
	short := m.opt.Destination
	judge := m.events.Judge()
	c := judge.Catalogue()
	if c == nil {
		return short
	}
	metrics := count.Of(len(judge.Feeds()), "metric")
	short += " · " + metrics
	where := strings.Trim(sanitize.Escape(c.Project)+"/"+sanitize.Escape(c.Environment), "/")
	long := m.opt.Destination + " · " + strings.TrimSpace(where+" ("+metrics)
	if age := ageText(c, m.now); age != "" {
		long += ", " + age
	}
	if long += ")"; sanitize.Width(long) <= room {
		return long
	}
	return short
}

// ageText says how old the catalogue is; empty when that is not known.
func ageText(c *mapping.Catalogue, now time.Time) string {
	if c.PulledAt == 0 {
		return ""
	}
	age := now.Sub(time.UnixMilli(c.PulledAt))
	switch {
	case age < time.Minute:
		return "just read"
	case age < time.Hour:
		return count.Of(int(age/time.Minute), "minute") + " old"
	case age < 48*time.Hour:
		return count.Of(int(age/time.Hour), "hour") + " old"
	}
	return count.Of(int(age/(24*time.Hour)), "day") + " old"
}

// wireParts say what the endpoint does besides capturing: faults, forwarding.
func (m *Model) wireParts() []string {
	var parts []string
	if m.wire.faults != "" {
		parts = append(parts, m.theme.Warned.Text("faults "+m.wire.faults))
	}
	if m.opt.Forward == nil {
		return parts
	}
	c := m.wire.forward
	parts = append(parts, fmt.Sprintf("%s %s passed on", m.theme.PassedOn, count.Number(c.Passed)))
	if bad := c.Refused + c.Failed; bad > 0 {
		parts = append(parts, m.theme.Bad.Text(count.Number(bad)+" failed"))
	}
	if c.Dropped > 0 {
		parts = append(parts, m.theme.Bad.Text(count.Number(c.Dropped)+" dropped"))
	}
	return parts
}

// screensView names the screens, and at the right what the open one goes by, or where
// what is captured goes.
func (m *Model) screensView(w int) string {
	t, tabs := m.theme, " "+strings.Join(m.tabs(), " "+m.theme.Dim.Text(m.theme.Bar)+" ")
	if m.open == keymap.Metrics {
		return styled.Spread(tabs, t.Dim.Text("sorted by "+m.metrics.Order()+" "), w)
	}
	if filter, state := m.events.FilterState(); filter != "" {
		return styled.Between(tabs+"   filter: "+filter, state+" ", w, t.Ellipsis)
	}
	return styled.Spread(tabs, t.Dim.Text(m.keptIn(w-styled.Width(tabs)-5)+" "), w)
}

// tabs names the screens, the one that is open in bold and with a mark.
func (m *Model) tabs() []string {
	var parts []string
	for _, s := range keymap.Screens() {
		if s == m.open {
			parts = append(parts, m.theme.Title.Text(m.theme.CursorRight+s.String()))
		} else {
			parts = append(parts, m.theme.Dim.Text(fmt.Sprintf("%d %s", s.Number(), s)))
		}
	}
	return parts
}

// clickHeader opens the screen whose name is clicked.
func (m *Model) clickHeader(x, y int) tea.Cmd {
	const names = 1 // the line that they stand in
	if y != names {
		return nil
	}
	from := 1
	for i, tab := range m.tabs() {
		to := from + styled.Width(tab)
		switch {
		case x < from || x >= to:
		case keymap.Screens()[i] == keymap.Metrics:
			return m.showMetrics()
		default:
			return m.showEvents()
		}
		from = to + len(" | ")
	}
	return nil
}

// keptIn says where what is captured is kept.
func (m *Model) keptIn(room int) string {
	if m.opt.File == "" {
		return "kept in memory only"
	}
	path := sanitize.Escape(m.opt.File)
	if over := sanitize.Width(path) - room; over > 0 { // its end tells more than its beginning
		path = ansi.TruncateLeft(path, over+1, m.theme.Ellipsis)
	}
	return path
}

// footerView draws as many keys as fit; those that cannot be used now are dim.
func (m *Model) footerView(w int) string {
	var b strings.Builder
	used := 0
	for _, h := range m.hints() {
		need := sanitize.Width(h.Key) + sanitize.Width(h.Label) + 3
		if used+need > w {
			break
		}
		used += need
		if h.Off != "" {
			b.WriteString(" " + m.theme.Dim.Text(h.Key+" "+h.Label) + " ")
		} else {
			b.WriteString(" " + m.theme.Key.Text(h.Key) + " " + h.Label + " ")
		}
	}
	return b.String()
}

// hints are the keys of the footer.
func (m *Model) hints() []keymap.Hint {
	switch {
	case m.dialog != nil:
		return m.dialog.Hints()
	case m.open == keymap.Events && m.events.Typing():
		return m.events.TypingHints()
	case m.open == keymap.Events && m.events.IsEmpty():
		return m.events.StartHints()
	}
	var hints []keymap.Hint
	for i := range m.bindings {
		b := &m.bindings[i]
		label, shown := m.screen().Footer(b)
		if shown && b.IsOn(m.open) && b.ID != m.open.ID() {
			hints = append(hints, keymap.Hint{Key: b.Key(), Label: label, Off: m.whyNot(b)})
		}
	}
	return hints
}
