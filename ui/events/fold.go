package events

import tea "charm.land/bubbletea/v2"

// originals is the term that leaves out what was made of other entries.
const originals = "-parent:*"

// fold hides what was made of other entries, and shows it again: by the filter, so that it
// is seen why they are not listed.
type fold struct{ open, folded string }

// toggle returns the filter that takes the place of one.
func (f *fold) toggle(now string) string {
	if now != "" && now == f.folded {
		return f.open
	}
	f.open, f.folded = now, originals
	if now != "" {
		f.folded = "(" + now + ") " + originals
	}
	return f.folded
}

// foldChildren hides the children of entries, or shows them again.
func foldChildren(s *Screen) tea.Cmd {
	now := ""
	if by := s.list.Asked().Filter; by != nil {
		now = by.String()
	}
	return s.setFilter(s.fold.toggle(now))
}
