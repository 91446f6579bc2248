package ui

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"segtap/ui/dialog"
	"segtap/ui/draw"
	"segtap/ui/events/detail"
	"segtap/ui/keymap"
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
	v.ProgramStatus = m.status
	if !m.opt.NoMouse {
		v.MouseMode = tea.MouseModeCellMotion
	}
	v.BackgroundColor, v.ForegroundColor = m.theme.Background, m.theme.Foreground
	if m.width <= 0 || m.height <= 0 {
		return v
	}
	lines, cursor := m.lines()
	for i := range lines {
		lines[i] = m.theme.Ground(styled.Fit(lines[i], m.width, ""), m.width)
	}
	v.Content = strings.Join(lines, "\n")
	if cursor != nil && cursor.X < m.width && cursor.Y < m.height {
		cursor.Blink = cursor.Blink && !m.opt.ReducedMotion
		v.Cursor = cursor
	}
	return v
}

// lines are exactly as many as the screen has.
func (m *Model) lines() ([]string, *tea.Cursor) {
	l := m.layout()
	lines := make([]string, 0, m.height)
	var typing *tea.Cursor // in the filter
	filtering := m.typing(m.open) != nil && m.dialog == nil
	if !l.Header.Empty() {
		second := m.theme.Rule(m.width)
		switch {
		case filtering:
			second, typing = m.typing(m.open).FilterView(m.width)
			typing = input.Moved(typing, 0, 1)
		case m.dialog == nil:
			second = m.screensView(m.width)
		}
		lines = append(lines, m.header.View(m.width), second)
	}
	body, cursor := m.bodyView()
	lines = append(lines, styled.Fill(body, l.Body.H)...)
	if filtering && !l.Header.Empty() {
		completions{m.typing(m.open), m.width, l.Body.Y}.draw(lines)
	}
	lines = append(lines, m.said.View(m.theme, l.Said.H)...)
	switch {
	case !l.Footer.Empty():
		footer := m.footer()
		lines = append(lines, footer.View(m.theme))
	case filtering: // what is typed has to be seen
		lines[m.height-1], typing = m.typing(m.open).FilterView(m.width)
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

// screensView names the screens, and at the right what the open one goes by, or where
// what is captured goes.
func (m *Model) screensView(w int) string {
	t := m.theme
	on := &t.OnRaised
	tabs := draw.Tabs(t, m.keys, m.open, w)
	room := w - styled.Width(tabs)
	by, state := m.screen().Aside()
	right := " " + state + " "
	if by == "" && state == "" {
		right = " " + m.header.KeptIn(room-3) + " "
	}
	if by != "" {
		by = "  " + by
	}
	if over := sanitize.Width(by) + sanitize.Width(right) - room; over > 0 && by != "" {
		by = sanitize.CutTail(by, max(sanitize.Width(by)-over, 0), t.Ellipsis)
	}
	if sanitize.Width(by)+sanitize.Width(right) > room {
		right = ""
	}
	gap := max(room-sanitize.Width(by)-sanitize.Width(right), 0)
	return tabs + on.Plain.Text(by) + on.Dim.Text(strings.Repeat(" ", gap)+right)
}

// clickHeader opens the screen whose name is clicked.
func (m *Model) clickHeader(x, y int) tea.Cmd {
	const names = 1 // the line that they stand in
	if y != names {
		return nil
	}
	if s, ok := draw.TabAt(m.theme, m.keys, m.open, m.width, x); ok {
		return m.openScreen(s)
	}
	return nil
}

// footer lays out the keys of the footer.
func (m *Model) footer() draw.Footer { return draw.LayFooter(m.hinted, m.width) }

// hints are the keys of the footer.
func (m *Model) hints() []keymap.Hint {
	switch {
	case m.dialog != nil:
		hints := m.dialog.Hints()
		if _, ok := m.dialog.(dialog.Helped); ok {
			hints = append(hints, keymap.Hint{Key: "f1", Label: "help", Press: "f1", Last: true})
		}
		return hints
	case m.screen().Hints() != nil:
		return m.screen().Hints()
	}
	var hints []keymap.Hint
	for i := range m.keys.All() {
		b := &m.keys.All()[i]
		label, shown := m.screen().Footer(b)
		if b.ID == "sources" && len(m.all) == 1 {
			continue // most have none
		}
		if shown && b.IsOn(m.open) && !b.OpensScreen() {
			h := m.keys.Hint(b.ID, label)
			if h.Off = m.whyNot(b); isSoon(m, h.Off) { // keys that flash off or on with each entry are hard to look at
				h.Off = m.offBefore(h.Press)
			}
			hints = append(hints, h)
		}
	}
	return hints
}

// offBefore returns why a key could not be used as of the last update.
func (m *Model) offBefore(press string) string {
	for i := range m.hinted {
		if m.hinted[i].Press == press {
			return m.hinted[i].Off
		}
	}
	return ""
}

// isSoon reports whether nothing stands in the way of a binding but that the selected
// entry is being read.
func isSoon(m *Model, reason string) bool {
	d := m.events.Detail()
	return m.open == keymap.Events && detail.Reading(d) != 0 && reason == d.NoMessage()
}
