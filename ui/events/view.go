package events

import (
	"fmt"

	"segtap/ui/draw"
	"segtap/ui/keymap"
	"segtap/ui/layout"
	"segtap/ui/widget/sanitize"
	"segtap/ui/widget/styled"
)

// View draws the screen, in the room that it has.
func (s *Screen) View() []string {
	switch b := &s.boxes; {
	case s.IsEmpty():
		return s.startView(s.w, s.h)
	case b.detail.Empty():
		return s.listView(b.list.W, s.h)
	case b.list.Empty():
		return s.detailView()
	default:
		return styled.Beside(s.listView(b.list.W, s.h), s.detailView(), b.list.W, s.h, s.theme.Dim.Text(s.theme.Bar))
	}
}

// detailView draws the selected entry.
func (s *Screen) detailView() []string {
	d, b := &s.detail, &s.boxes
	w := b.detail.W
	switch {
	case d.id == 0:
		return []string{s.theme.Dim.Text(sanitize.Cut("  no entry is selected", w))}
	case d.err != nil:
		return []string{s.theme.Bad.Text(sanitize.Cut("  cannot read #"+fmt.Sprint(d.id)+": "+sanitize.Escape(d.err.Error()), w))}
	case d.got == nil:
		return []string{s.theme.Dim.Text(sanitize.Cut("  "+s.reading(), w))}
	}
	lines := append(s.detailHead(w)[:b.gates.H], s.panes()...)
	return append(lines, d.lower.lines[:min(b.problems.H, len(d.lower.lines))]...)
}

// reading says that the selected entry is on its way.
func (s *Screen) reading() string {
	return fmt.Sprintf("reading #%d %s", s.detail.id, s.theme.Ellipsis)
}

// detailHead is the headline and the gate strip. While another entry is being
// read the one before stays, and it is said: nothing flickers.
func (s *Screen) detailHead(w int) []string {
	e := &s.detail.got.Entry
	name := fmt.Sprintf(" #%d  ", e.ID) + draw.Name(s.theme, *e)
	if e.Parent != 0 {
		name += s.theme.Dim.Text(fmt.Sprintf("  of #%d", e.Parent))
	}
	const named = 16 // cells that are enough for the name, which stands in the list as well
	headline := draw.Headline(s.theme, &s.detail.got.Judgement, w-min(styled.Width(name), named)-2)
	if !s.loaded() {
		headline = s.theme.Dim.Text(s.reading())
	}
	return []string{styled.Between(s.theme.Title.Text(name), headline+" ", w, s.theme.Ellipsis), draw.Gates(s.theme, e.Verdict.Gates, w)}
}

// panes draws the message and the event, side by side, above each other, or the one
// that has the focus.
func (s *Screen) panes() []string {
	m, e := s.boxes.message, s.boxes.event
	message, event := s.messagePane(m), s.eventPane(e)
	if m.Empty() || e.Empty() || m.Y != e.Y {
		return append(message, event...)
	}
	return styled.Beside(message, event, m.W, m.H, s.theme.Dim.Text(s.theme.Bar))
}

func (s *Screen) messagePane(r layout.Rect) []string {
	if r.Empty() {
		return nil
	}
	title := "Segment " + s.detail.got.Entry.Type
	if s.detail.got.Entry.Type == "" {
		title = "what came"
	}
	lines := []string{draw.Title(s.theme, title, r.W, s.focus == paneMessage)}
	return append(lines, s.detail.message.View(r.W, r.H-1, s.theme.TreeOptions(s.focus == paneMessage))...)
}

func (s *Screen) eventPane(r layout.Rect) []string {
	if r.Empty() {
		return nil
	}
	j := &s.detail.got.Judgement
	lines := []string{draw.Title(s.theme, draw.EventTitle(j), r.W, s.focus == paneEvent)}
	if s.detail.event != nil {
		return append(lines, s.detail.event.View(r.W, r.H-1, s.theme.TreeOptions(s.focus == paneEvent))...)
	}
	return styled.Fill(append(lines, draw.NotSent(s.theme, j, r.W, r.H-1)...), r.H)
}

// FollowView says whether the list follows, for the status line.
func (s *Screen) FollowView() string {
	t := s.theme
	switch {
	case s.list.Paused():
		return t.Warned.Text(fmt.Sprintf("%s paused, %d new", t.Paused, s.Counts().Entries-s.list.Total()))
	case s.list.Following():
		return t.Following + " following"
	}
	return t.Dim.Text("not following (G does)")
}

// FilterState returns the filter in force, safe to show, and how much it finds; empty
// where there is none.
func (s *Screen) FilterState() (filter, state string) {
	asked := s.list.Asked()
	if asked.Filter == nil {
		return "", ""
	}
	state = fmt.Sprintf("searching, %d so far", asked.Found)
	if asked.Done {
		state = fmt.Sprintf("%d of %d", s.list.Len(), s.list.Total())
	}
	return sanitize.Escape(asked.Filter.String()), state
}

// StartHints are what the footer shows while the screen is empty.
func (s *Screen) StartHints() []keymap.Hint {
	return []keymap.Hint{
		{Key: "t", Label: "sample"}, {Key: s.theme.LeftRight, Label: "SDK"}, {Key: "y", Label: "copy"},
		{Key: "?", Label: "help"}, {Key: "ctrl+p", Label: "commands"}, {Key: "q", Label: "quit"},
	}
}
