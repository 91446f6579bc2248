package events

import (
	tea "charm.land/bubbletea/v2"

	"segtap/ui/events/detail"
	"segtap/ui/keymap"
	"segtap/ui/widget/jsontree"
)

// Handlers returns what the screen does, by the names of the bindings.
func (s *Screen) Handlers() keymap.Handlers {
	d := s.detail
	move := func(inList func(), inTree func(detail.Body)) keymap.Handler {
		return keymap.Handler{Do: func() tea.Cmd { return s.move(inList, inTree) }}
	}
	do := func(off func() string, change func()) keymap.Handler {
		return keymap.Handler{Off: off, Do: func() tea.Cmd {
			change()
			return nil
		}}
	}
	scroll := func(steps int) keymap.Handler {
		return keymap.Handler{Do: func() tea.Cmd {
			if d.Scroll(steps) {
				return nil
			}
			return s.opt.Notices.Hint("the JSON is not scrolled sideways, or its lines are wrapped")
		}}
	}
	return keymap.Handlers{
		"up":        move(func() { s.list.Move(-1) }, func(b detail.Body) { b.Move(-1) }),
		"down":      move(func() { s.list.Move(1) }, func(b detail.Body) { b.Move(1) }),
		"page-up":   move(func() { s.list.Page(-1) }, func(b detail.Body) { b.Page(-1) }),
		"page-down": move(func() { s.list.Page(1) }, func(b detail.Body) { b.Page(1) }),
		"first":     move(s.list.Home, detail.Body.Home),
		"follow":    {Do: s.follow},
		"fold":      move(func() { chooseSnippet(s, -1) }, func(b detail.Body) { b.Collapse() }),
		"unfold":    move(func() { chooseSnippet(s, 1) }, func(b detail.Body) { b.Expand() }),

		"next-pane":     do(nil, func() { s.turnTo(d.Next(1)) }),
		"previous-pane": do(nil, func() { s.turnTo(d.Next(-1)) }),
		"open":          do(d.NoEntry, s.open),
		"back":          {Do: s.back},

		"parent": {Off: s.walk.noParent, Do: func() tea.Cmd { return s.goTo(s.walk.parent()) }},
		"child":  {Off: s.walk.noChild, Do: func() tea.Cmd { return s.goTo(s.walk.next) }},

		"unmark-all": {Off: func() string { return nothingMarked(s) }, Do: func() tea.Cmd { return unmarkAll(s) }},
		"mark":       {Off: d.NoEntry, Do: s.mark},
		"filter":     {Do: s.filter.Start},
		"pause":      {Off: func() string { return nothingToHold(s) }, Do: func() tea.Cmd { return tea.Batch(s.list.Pause(), s.openSelected()) }},

		"fold-children": {Do: func() tea.Cmd { return foldChildren(s) }},

		"clear":   {Off: func() string { return noClear(s.list.Counts()) }, Do: s.clear},
		"unclear": {Off: func() string { return noUnclear(s.list.Counts()) }, Do: s.unclear},

		"origin":    do(d.NoEntry, d.Came().Toggle),
		"write-key": do(d.NoEntry, func() { s.opt.Guest.Did("write-key", "of", "entries", "shown", d.Came().ToggleKey()) }),

		"search":           {Off: d.NoMessage, Do: seek{s}.start},
		"next-problem":     {Off: seek{s}.nothing, Do: func() tea.Cmd { return seek{s}.next(1) }},
		"previous-problem": {Off: seek{s}.nothing, Do: func() tea.Cmd { return seek{s}.next(-1) }},
		"fold-all":         do(d.NoEntry, func() { d.Both((*jsontree.Tree).FoldAll) }),
		"unfold-all":       do(d.NoEntry, func() { d.Both((*jsontree.Tree).UnfoldAll) }),
		"wrap":             do(nil, d.ToggleWrap),
		"scroll-left":      scroll(-1),
		"scroll-right":     scroll(1),
		"arrange":          do(s.arrangement.noTurn, s.arrangement.turn),
		"zoom":             do(s.arrangement.noZoom, s.arrangement.zoom),
		"narrower":         do(s.arrangement.noSplit, func() { s.arrangement.splitBy(-4) }),
		"wider":            do(s.arrangement.noSplit, func() { s.arrangement.splitBy(4) }),
	}
}

// move does a movement in the pane that has the focus.
func (s *Screen) move(inList func(), inTree func(detail.Body)) tea.Cmd {
	if s.detail.Focus() == detail.List {
		inList()
		return s.openSelected()
	}
	s.detail.Move(inTree)
	return nil
}

// follow selects the newest entry; in a pane it goes to the last line.
func (s *Screen) follow() tea.Cmd {
	var search tea.Cmd
	opened := s.move(func() { search = s.list.Follow() }, detail.Body.End)
	return tea.Batch(opened, search)
}

func (s *Screen) turnTo(p detail.Pane) {
	if s.list.Len() == 0 {
		return
	}
	s.detail.SetFocus(p)
	if s.detail.Focus() != detail.List { // what is being read stays
		s.list.Stay()
	}
}

// open goes from the list into the message; in a pane it folds.
func (s *Screen) open() {
	if s.detail.Focus() == detail.List {
		s.turnTo(detail.Message)
		return
	}
	s.detail.Toggle()
}

// back goes back to the list; there it clears the filter.
func (s *Screen) back() tea.Cmd {
	switch {
	case s.detail.Search().Active():
		s.detail.Search().Leave()
	case s.detail.Focus() != detail.List:
		s.turnTo(detail.List)
	case s.list.Asked().Filter != nil:
		return s.setFilter("")
	}
	return nil
}

// seek goes through the problems of the entry, or through what is searched for in its JSON.
type seek struct{ *Screen }

// start has a text searched for in the JSON of the entry, which stays selected.
func (s seek) start() tea.Cmd {
	s.list.Stay()
	return s.detail.Search().Start()
}

// next goes to another problem, or to another place with the text that is searched for.
func (s seek) next(by int) tea.Cmd {
	if search := s.detail.Search(); search.Active() {
		search.Go(by)
		return nil
	}
	if s.detail.NextProblem(by) {
		return nil
	}
	return s.opt.Notices.Hint("the only problem")
}

func (s seek) nothing() string {
	if s.detail.Search().Active() {
		return ""
	}
	return s.detail.NoProblem()
}

// chooseSnippet goes on to another SDK, while there is nothing else to go to.
func chooseSnippet(s *Screen, by int) {
	if s.IsEmpty() && !s.opt.Watching {
		s.start.choose(by)
	}
}

func nothingToHold(s *Screen) string {
	if s.IsEmpty() {
		return "there is nothing to hold yet"
	}
	return ""
}

// Click selects what is under the mouse, at a place in the screen's own room.
func (s *Screen) Click(x, y int) tea.Cmd {
	b := &s.boxes
	switch {
	case s.IsEmpty():
	case b.List.Contains(x, y) && y == b.List.H-1 && hasNews(s.list, b.List.H):
		if s.list.Paused() {
			return tea.Batch(s.list.Pause(), s.openSelected())
		}
		s.turnTo(detail.List)
		return s.follow()
	case b.List.Contains(x, y):
		if b.List.H > 2 {
			y-- // the heading
		}
		s.turnTo(detail.List)
		if y >= 0 && s.list.ClickAt(y) {
			return s.openSelected()
		}
	case b.Detail.Contains(x, y):
		if s.detail.Click(x-b.Detail.X, y-b.Detail.Y) != detail.List {
			s.list.Stay()
		}
	}
	return nil
}

// Wheel scrolls what is under the mouse, upwards by less than none.
func (s *Screen) Wheel(x, y, lines int) tea.Cmd {
	b := &s.boxes
	if b.List.Contains(x, y) {
		s.list.Wheel(lines)
		return s.openSelected()
	}
	s.detail.Wheel(x-b.Detail.X, y-b.Detail.Y, lines)
	return nil
}

// DoubleClick opens the entry under the mouse, or folds the JSON there.
func (s *Screen) DoubleClick(x, y int) tea.Cmd {
	b := &s.boxes
	switch {
	case s.IsEmpty():
	case b.List.Contains(x, y) && (y > b.List.Y || b.List.H <= 2), b.Detail.Contains(x, y) && detail.InTree(s.detail, x-b.Detail.X, y-b.Detail.Y):
		s.open()
	}
	return nil
}

// RightClick folds the JSON under the mouse, or unfolds it.
func (s *Screen) RightClick(x, y int) tea.Cmd {
	b := &s.boxes
	if s.IsEmpty() || !b.Detail.Contains(x, y) || !detail.InTree(s.detail, x-b.Detail.X, y-b.Detail.Y) {
		return nil
	}
	cmd := s.Click(x, y)
	s.detail.Toggle()
	return cmd
}

// Drag moves the line between list and entry to where the mouse is; begins asks whether it
// is on that.
func (s *Screen) Drag(x, y int, begins bool) bool {
	if s.IsEmpty() || s.boxes.Edge.Empty() {
		return false
	}
	if begins {
		return s.boxes.Edge.Contains(x, y)
	}
	s.arrangement.dragTo(x, y)
	return true
}
