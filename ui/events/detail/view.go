package detail

import (
	"cmp"
	"fmt"

	"segtap/ui/draw"
	"segtap/ui/layout"
	"segtap/ui/theme"
	"segtap/ui/widget/jsontree"
	"segtap/ui/widget/sanitize"
	"segtap/ui/widget/styled"
)

// View draws the selected entry, in the room that it has.
func (d *Detail) View() []string {
	b, w := &d.boxes, d.w
	switch {
	case d.listed.ID == 0:
		return []string{d.theme.Dim.Text(sanitize.Cut("  no entry is selected", w))}
	case d.err != nil:
		return []string{d.theme.Bad.Text(sanitize.Cut("  cannot read #"+fmt.Sprint(d.listed.ID)+": "+sanitize.Escape(d.guest.Why(d.err)), w))}
	case d.got == nil:
		return []string{d.theme.Dim.Text(sanitize.Cut("  "+reading(d.theme, d.listed.ID), w))}
	}
	lines := append(d.headView(w)[:b.gates.H], d.panes()...)
	return append(lines, d.lower.view(d.theme, d.keys.Of("next-pane"), w, d.focus == Lower)...)
}

// reading says that an entry is on its way.
func reading(t *theme.Theme, id uint64) string {
	return "reading " + draw.ID(t, id) + " " + t.Ellipsis
}

// headView is the headline and the gate strip. While another entry is being
// read the one before stays, and it is said: nothing flickers.
func (d *Detail) headView(w int) []string {
	e := &d.got.Entry
	name := " " + draw.ID(d.theme, e.ID)
	if lineage := draw.Lineage(d.theme, *e); lineage != "" { // in front, where it is never cut
		name += " " + d.theme.Dim.Text(lineage)
	}
	name += "  " + draw.Name(d.theme, *e)
	const named = 16 // cells that are enough for the name, which stands in the list as well
	headline := draw.Headline(d.theme, &d.got.Judgement, w-min(styled.Width(name), named)-2)
	if !d.loaded() {
		headline = d.theme.Dim.Text(reading(d.theme, d.listed.ID))
	}
	return []string{styled.Between(d.theme.Title.Text(name), headline+" ", w, d.theme.Ellipsis), draw.Gates(d.theme, e.Verdict, w)}
}

// panes draws the message and the event, side by side, above each other, or the one
// that has the focus.
func (d *Detail) panes() []string {
	m, e := d.boxes.message, d.boxes.event
	message, event := d.messagePane(m), d.eventPane(e)
	if m.Empty() || e.Empty() || m.Y != e.Y {
		return append(message, event...)
	}
	return styled.Beside(message, event, m.W, m.H, styled.Bar{Sign: " "}) // their titles show where each begins
}

func (d *Detail) messagePane(r layout.Rect) []string {
	if r.Empty() {
		return nil
	}
	title := messageTitle(d)
	lines := []string{draw.Title(d.theme, d.search.title(Message, title, r.W), r.W, d.focus == Message)}
	return append(lines, treeView(d.theme, d.message, r, d.focus == Message)...)
}

// messageTitle says what the message is, and where it was brought from.
func messageTitle(d *Detail) string {
	title := "Segment " + d.got.Entry.Type
	if d.got.Entry.Type == "" {
		title = "what came"
	}
	if from := cmp.Or(d.opened, sanitize.Escape(d.got.Record.From)); from != "" {
		title += " " + d.theme.Opened + " " + from
	}
	return title
}

// treeView draws the JSON of a pane under its title, with a bar where there is more of it.
func treeView(t *theme.Theme, tree *jsontree.Tree, r layout.Rect, focused bool) []string {
	lines := tree.View(r.W-1, r.H-1, t.TreeOptions(focused))
	from, upTo, of := tree.Window()
	return draw.Scrollable(t, lines, r.W, from, upTo, of)
}

func (d *Detail) eventPane(r layout.Rect) []string {
	if r.Empty() {
		return nil
	}
	j := &d.got.Judgement
	lines := []string{draw.Title(d.theme, d.search.title(Event, draw.EventTitle(j), r.W), r.W, d.focus == Event)}
	if d.event != nil {
		return append(lines, treeView(d.theme, d.event, r, d.focus == Event)...)
	}
	return styled.Fill(append(lines, draw.NotSent(d.theme, j, r.W, r.H-1)...), r.H)
}
