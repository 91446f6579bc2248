package dialog

import (
	tea "charm.land/bubbletea/v2"

	"segtap/mapping/jsondoc"
	"segtap/ui/draw"
	"segtap/ui/widget/input"
	"segtap/ui/widget/sanitize"
	"segtap/ui/widget/styled"
)

// from returns which field is the first in sight.
func (f *form) from(h int) int {
	return min(max(f.at-h/2, 0), max(len(f.rows)-h, 0))
}

// formView draws the fields: a sign at those at fault, the cursor, the name, the kind of
// the value, and the value.
func (d *Edit) formView(w, h int) ([]string, *tea.Cursor) {
	const label, kind = 11, 7
	t, f := d.opt.Theme, d.form
	var cursor *tea.Cursor
	var lines []string
	from := f.from(h)
	room := max(w-label-kind-7, 1)
	for i := from; i < min(from+h, len(f.rows)); i++ {
		row := &f.rows[i]
		sign, pointer := " ", " "
		if fault := d.faultAt(row.pointer); row.pointer != "" && fault >= 0 {
			mark, paint := draw.Severity(t, d.faults[fault].Severity)
			sign = paint.Text(mark)
		}
		text := sanitize.CutTail(sanitize.Escape(row.text), room, t.Ellipsis)
		if i == f.at {
			pointer = t.Cursor
			at := tea.NewCursor(0, 0)
			if row.locked == "" {
				text, at = input.View(&f.in, room, t.Dim.Text)
			}
			cursor = input.Moved(at, label+kind+7, len(lines))
		}
		kindOf := row.kind.String()
		if i == f.at && f.pending {
			kindOf = "no num."
		}
		if row.pointer == "" {
			kindOf = "none"
		}
		shown := t.Dim.Text(sanitize.Pad(sanitize.Cut(kindOf, kind), kind))
		lines = append(lines, sign+" "+pointer+" "+sanitize.Pad(row.label, label)+" "+shown+"  "+text)
	}
	value := "value is "
	if place := f.rows[formValue].pointer; place != "" && f.rows[formValue].kind == jsondoc.Absent {
		value += "looked for in " + place
	} else if place != "" {
		value += place
	} else {
		value += "taken from nowhere: the mapping has none for this message"
	}
	for _, line := range []string{"", value, "The rest of the draft is in the text: " + inText()} {
		if len(lines) < h {
			lines = append(lines, "    "+t.Dim.Text(sanitize.Cut(sanitize.Escape(line), max(w-4, 1))))
		}
	}
	return styled.Fill(lines, h), cursor
}
