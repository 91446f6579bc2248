package ui

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"segtap/ui/keymap"
	"segtap/ui/theme"
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
	v.BackgroundColor, v.ForegroundColor = m.theme.Background, m.theme.Foreground
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
		lines = append(lines, m.header.view(m.width), second)
	}
	body, cursor := m.bodyView()
	lines = append(lines, styled.Fill(body, l.Body.H)...)
	if filtering && !l.Header.Empty() {
		completions{m.typing(m.open), m.width, l.Body.Y}.draw(lines)
	}
	lines = append(lines, m.said.View(m.theme, l.Said.H)...)
	switch {
	case !l.Footer.Empty():
		lines = append(lines, m.footerView(m.width))
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
	t, names := m.theme, " "+strings.Join(tabs(m.theme, m.open), " "+m.theme.Dim.Text(m.theme.Bar)+" ")
	switch by, state := m.screen().Aside(); {
	case by != "":
		return styled.Between(names+"   "+by, state+" ", w, t.Ellipsis)
	case state != "":
		return styled.Spread(names, t.Dim.Text(state+" "), w)
	}
	return styled.Spread(names, t.Dim.Text(m.header.keptIn(w-styled.Width(names)-5)+" "), w)
}

// tabs names the screens, the one that is open in bold and with a mark.
func tabs(t *theme.Theme, open keymap.Screen) []string {
	var parts []string
	for _, s := range keymap.Screens() {
		if s == open {
			parts = append(parts, t.Title.Text(t.CursorRight+s.String()))
		} else {
			parts = append(parts, t.Dim.Text(fmt.Sprintf("%d %s", s.Number(), s)))
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
	for i, tab := range tabs(m.theme, m.open) {
		to := from + styled.Width(tab)
		if x >= from && x < to {
			return m.openScreen(keymap.Screens()[i])
		}
		from = to + len(" | ")
	}
	return nil
}

// footerView draws as many keys as fit; those that cannot be used now are dim.
func (m *Model) footerView(w int) string {
	var b strings.Builder
	used := 0
	for _, h := range m.hinted {
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

// footerAt returns the key that stands in a column of the footer.
func (m *Model) footerAt(x int) (keymap.Hint, bool) {
	from := 0
	for _, h := range m.hinted {
		to := from + sanitize.Width(h.Key) + sanitize.Width(h.Label) + 3
		if to > m.width {
			break
		}
		if x >= from && x < to {
			return h, true
		}
		from = to
	}
	return keymap.Hint{}, false
}

// hints are the keys of the footer.
func (m *Model) hints() []keymap.Hint {
	switch {
	case m.dialog != nil:
		return m.dialog.Hints()
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
		if shown && b.IsOn(m.open) && b.ID != m.open.ID() {
			hints = append(hints, keymap.Hint{Key: b.Key(), Label: label, Off: m.whyNot(b), Press: b.First()})
		}
	}
	return hints
}
