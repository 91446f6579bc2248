package events

import (
	"strings"
	"time"

	"segtap/capture"
	"segtap/ui/draw"
	"segtap/ui/events/listing"
	"segtap/ui/keymap"
	"segtap/ui/theme"
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

// listView draws the list: a heading and the visible rows. Focused says that keys go to
// it.
func listView(t *theme.Theme, keys *keymap.Keys, now time.Time, list *listing.Listing, focused bool, w, h int) []string {
	lines := make([]string, 0, h)
	c := listColumns(w)
	if h > 2 {
		lines = append(lines, t.Dim.Text(listHeading(c, w)))
	}
	rows, selected := list.Rows()
	for i := range rows {
		if len(lines) == h {
			break
		}
		lines = append(lines, rowView(t, now, &rows[i], c, w, i == selected, focused))
	}
	if len(rows) == 0 && len(lines) < h {
		lines = append(lines, t.Dim.Text(sanitize.Cut("  "+emptyList(t, keys, list), w)))
	}
	return lines
}

// emptyList says why no row is shown.
func emptyList(t *theme.Theme, keys *keymap.Keys, list *listing.Listing) string {
	if asked := list.Asked(); asked.Filter != nil && !asked.Done {
		return "searching " + t.Ellipsis
	}
	if list.Total() == 0 {
		return "cleared; " + keys.Of("unclear") + " lists the others again"
	}
	return "no entry matches the filter; " + keys.Of("back") + " clears it"
}

func listHeading(c columns, w int) string {
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
		b.WriteString(" " + sanitize.PadLeft("VALUE", c.value))
	}
	return sanitize.Cut(b.String(), w)
}

// rowView draws one entry.
func rowView(t *theme.Theme, now time.Time, e *capture.Entry, c columns, w int, selected, focused bool) string {
	glyph, paint := draw.Verdict(t, *e)
	cursor := " "
	if selected {
		cursor = t.Cursor
	}
	var before, after strings.Builder
	before.WriteString(cursor + " ")
	if c.time > 0 {
		before.WriteString(sanitize.Pad(draw.Clock(e.At, now), c.time) + " ")
	}
	after.WriteString(" " + sanitize.Pad(draw.NameAndLineage(t, *e, c.name), c.name))
	if c.user > 0 {
		after.WriteString(" " + sanitize.Pad(sanitize.Cut(draw.OrDash(t, e.User), c.user), c.user))
	}
	if c.value > 0 {
		after.WriteString(" " + sanitize.PadLeft(sanitize.Cut(draw.OrDash(t, e.Value), c.value), c.value))
	}
	switch {
	case selected && focused:
		return t.Selected.Text(sanitize.Pad(sanitize.Cut(before.String()+glyph+after.String(), w), w))
	case selected:
		return t.SelectedDim.Text(sanitize.Cut(before.String()+glyph+after.String(), w))
	case e.Type != "track" && e.Verdict.Errors == 0:
		return t.Dim.Text(sanitize.Cut(before.String()+glyph+after.String(), w))
	}
	return before.String() + paint.Text(glyph) + after.String()
}
