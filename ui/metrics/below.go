package metrics

import tea "charm.land/bubbletea/v2"

// below is from which line on is shown what is known of the selected row.
type below struct {
	of  rowKey
	top int
}

// laidOut is all that is known of a row, in lines of a screen of w cells, and its plots where they stand beside them.
func (s view) laidOut(item *row, w int) (text, plots []string) {
	if w >= besidePlots {
		plots = s.plots(item, plotWidth)
	}
	if len(plots) > 0 {
		return s.about(item, w-plotWidth-1, false), plots
	}
	return s.about(item, w, true), nil
}

// top is the first of n lines that is shown, where there is room for h.
func (s view) top(n, h int) int { return max(min(s.below.top, n-h), 0) }

// scroll moves what is shown of the selected row down, by less than none up.
func (s view) scroll(lines int) tea.Cmd {
	item, _ := s.selected()
	text, _ := s.laidOut(&item, s.w)
	h := s.rooms(s.h).detail - 1
	s.below.top = s.top(len(text), h) + lines
	s.below.top = s.top(len(text), h)
	return nil
}

// noScroll says why what is known of the selected row cannot be scrolled.
func (s view) noScroll() string {
	item, ok := s.selected()
	h := s.rooms(s.h).detail - 1
	switch {
	case !ok:
		return "there is nothing in the list"
	case h < 1:
		return "the terminal is too low to show more of it"
	}
	if text, _ := s.laidOut(&item, s.w); len(text) <= h {
		return "all that is known of it is shown"
	}
	return ""
}
