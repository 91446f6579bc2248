package ui

import (
	"fmt"
	"strings"

	"segtap/capture"
	"segtap/mapping"
	"segtap/ui/widget/sanitize"
)

// columns are the widths of the list's columns, in cells; 0 leaves one out.
type columns struct{ time, name, user, value int }

// listColumns fits the columns into a width: the name needs the most, the time
// goes first.
func listColumns(w int) columns {
	var c columns
	w -= 4 // cursor, glyph and the spaces beside them
	if w >= 36 {
		c.time = 8
		w -= c.time + 1
	}
	switch {
	case w >= 44:
		c.value, c.user = 9, 12
	case w >= 34:
		c.value, c.user = 8, 9
	case w >= 18:
		c.value = 7
	}
	for _, col := range []int{c.value, c.user} {
		if col > 0 {
			w -= col + 1
		}
	}
	c.name = max(w, 1)
	return c
}

// listView draws the list: a heading and the visible rows.
func (m *Model) listView(w, h int) []string {
	lines := make([]string, 0, h)
	c := listColumns(w)
	if h > 2 {
		lines = append(lines, m.theme.dim.text(m.listHeading(c, w)))
	}
	from, to := m.list.Window()
	for i := from; i < to && len(lines) < h; i++ {
		entry, ok := m.entryAt(i)
		if !ok {
			break
		}
		lines = append(lines, m.listRow(entry, c, w, i == m.list.Cursor()))
	}
	if from == to && len(lines) < h {
		lines = append(lines, m.theme.dim.text(sanitize.Cut("  "+m.emptyList(), w)))
	}
	return lines
}

// emptyList says why no row is shown.
func (m *Model) emptyList() string {
	if asked := m.asked(); asked != nil && !asked.done {
		return "searching " + m.theme.ellipsis
	}
	return "no entry matches the filter; esc clears it"
}

func (m *Model) listHeading(c columns, w int) string {
	var b strings.Builder
	b.WriteString("  ")
	if c.time > 0 {
		b.WriteString(sanitize.Pad("TIME", c.time+1))
	}
	b.WriteString("  " + sanitize.Pad("EVENT", c.name))
	if c.user > 0 {
		b.WriteString(" " + sanitize.Pad("USER", c.user))
	}
	if c.value > 0 {
		b.WriteString(" " + padLeft("VALUE", c.value))
	}
	return sanitize.Cut(b.String(), w)
}

// listRow draws one entry.
func (m *Model) listRow(e capture.Entry, c columns, w int, selected bool) string {
	glyph, paint := m.verdictGlyph(e)
	cursor := " "
	if selected {
		cursor = m.theme.cursor
	}
	var before, after strings.Builder
	before.WriteString(cursor + " ")
	if c.time > 0 {
		before.WriteString(sanitize.Pad(e.At.Local().Format("15:04:05"), c.time) + " ")
	}
	after.WriteString(" " + sanitize.Pad(sanitize.Cut(m.entryName(e), c.name), c.name))
	if c.user > 0 {
		after.WriteString(" " + sanitize.Pad(sanitize.Cut(m.orDash(e.User), c.user), c.user))
	}
	if c.value > 0 {
		after.WriteString(" " + padLeft(sanitize.Cut(m.orDash(e.Value), c.value), c.value))
	}
	switch {
	case selected && m.focus == paneList && m.dialog == nil:
		return m.theme.selected.text(sanitize.Pad(sanitize.Cut(before.String()+glyph+after.String(), w), w))
	case selected:
		return m.theme.selectedDim.text(sanitize.Cut(before.String()+glyph+after.String(), w))
	case e.Type != "track" && e.Verdict.Errors == 0:
		return m.theme.dim.text(sanitize.Cut(before.String()+glyph+after.String(), w))
	}
	return before.String() + paint.text(glyph) + after.String()
}

// verdictGlyph gives the sign of an entry's verdict.
func (m *Model) verdictGlyph(e capture.Entry) (string, paint) {
	switch {
	case e.Verdict.Worst() == mapping.Error:
		return m.theme.err, m.theme.bad
	case e.Verdict.Worst() == mapping.Warning:
		return m.theme.warn, m.theme.warned
	case e.Type != "track":
		return m.theme.none, m.theme.dim
	case e.Verdict.Headline == mapping.CountsNowhere:
		return m.theme.nowhere, m.theme.warned
	}
	return m.theme.ok, m.theme.good
}

// entryName names an entry: a Track call by its event, others with their type,
// what was made here by where it comes from.
func (m *Model) entryName(e capture.Entry) string {
	name := visible(e.Name)
	switch {
	case e.Type == "" && e.Verdict.Headline == mapping.Rejected:
		name = strings.TrimRight("(not JSON) "+name, " ")
	case e.Type == "":
		name = strings.TrimRight("(no message) "+name, " ")
	case e.Type != "track" && name == "":
		name = sanitize.Escape(e.Type)
	case e.Type != "track":
		name = sanitize.Escape(e.Type) + " " + name
	case name == "":
		name = "(no event name)"
	}
	if e.Retries > 0 {
		name = fmt.Sprintf("×%d ", e.Retries+1) + name
	}
	if e.Forwarded < 0 || e.Forwarded > 299 {
		name = m.theme.passedOn + m.theme.err + " " + name
	}
	if e.Marked {
		name = m.theme.marked + " " + name
	}
	switch e.Origin {
	case capture.Edited:
		return m.theme.edited + " " + name
	case capture.Replayed:
		if e.Attempts > 0 && (e.Answer < 200 || e.Answer > 299) {
			return m.theme.replayed + m.theme.err + " " + name
		}
		return m.theme.replayed + " " + name
	case capture.Received:
		if e.Parent != 0 {
			return m.theme.replayed + " " + name
		}
	}
	return name
}

func (m *Model) orDash(s string) string {
	if s == "" {
		return m.theme.dash
	}
	return visible(s)
}

func padLeft(s string, w int) string {
	return strings.Repeat(" ", max(w-sanitize.Width(s), 0)) + s
}
