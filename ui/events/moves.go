package events

import (
	tea "charm.land/bubbletea/v2"

	"segtap/ui/layout"
	"segtap/ui/snippet"
	"segtap/ui/widget/jsontree"
)

// sideways is how many columns < and > scroll the JSON.
const sideways = 8

// move does a movement in the pane that has the focus.
func (s *Screen) move(inList func(), inTree func(*jsontree.Tree)) tea.Cmd {
	if s.focus == paneList {
		inList()
		return s.loadSelected()
	}
	if tree := s.detail.tree(s.focus); tree != nil {
		inTree(tree)
		s.detail.light(s.focus)
	}
	return nil
}

func (s *Screen) up() tea.Cmd {
	return s.move(func() { s.list.Move(-1) }, func(t *jsontree.Tree) { t.Move(-1) })
}

func (s *Screen) down() tea.Cmd {
	return s.move(func() { s.list.Move(1) }, func(t *jsontree.Tree) { t.Move(1) })
}

func (s *Screen) pageUp() tea.Cmd {
	return s.move(func() { s.list.Page(-1) }, func(t *jsontree.Tree) { t.Page(-1) })
}

func (s *Screen) pageDown() tea.Cmd {
	return s.move(func() { s.list.Page(1) }, func(t *jsontree.Tree) { t.Page(1) })
}

func (s *Screen) first() tea.Cmd { return s.move(s.list.Home, (*jsontree.Tree).Home) }

// follow selects the newest entry; in a pane it goes to the last line.
func (s *Screen) follow() tea.Cmd { return s.move(s.list.Follow, (*jsontree.Tree).End) }

func (s *Screen) nextPane() tea.Cmd     { return s.turnTo((s.focus + 1) % 3) }
func (s *Screen) previousPane() tea.Cmd { return s.turnTo((s.focus + 2) % 3) }

func (s *Screen) turnTo(p pane) tea.Cmd {
	if s.list.Len() == 0 {
		return nil
	}
	if p == paneEvent && s.detail.event == nil {
		p = map[bool]pane{true: paneList, false: paneMessage}[s.focus == paneMessage]
	}
	if p != paneList { // what is being read stays
		s.list.Stay()
	}
	s.focus = p
	s.detail.light(p)
	return nil
}

// open goes from the list into the message; in a pane it folds.
func (s *Screen) open() tea.Cmd {
	if s.focus == paneList {
		return s.turnTo(paneMessage)
	}
	return s.move(nil, func(t *jsontree.Tree) { t.Toggle(t.Cursor()) })
}

// back goes back to the list; there it clears the filter.
func (s *Screen) back() tea.Cmd {
	switch {
	case s.focus != paneList:
		return s.turnTo(paneList)
	case s.list.Asked().Filter != nil:
		return s.setFilter("")
	}
	return nil
}

func (s *Screen) fold() tea.Cmd {
	if s.IsEmpty() {
		return s.chooseSnippet(-1)
	}
	return s.move(func() {}, func(t *jsontree.Tree) { t.Collapse() })
}

func (s *Screen) unfold() tea.Cmd {
	if s.IsEmpty() {
		return s.chooseSnippet(1)
	}
	return s.move(func() {}, func(t *jsontree.Tree) { t.Expand() })
}

func (s *Screen) chooseSnippet(by int) tea.Cmd {
	n := len(snippet.All())
	s.snippet = (s.snippet + by + n) % n
	return nil
}

func (s *Screen) foldAll() tea.Cmd   { return s.bothTrees((*jsontree.Tree).FoldAll) }
func (s *Screen) unfoldAll() tea.Cmd { return s.bothTrees((*jsontree.Tree).UnfoldAll) }

func (s *Screen) bothTrees(do func(*jsontree.Tree)) tea.Cmd {
	for _, t := range []*jsontree.Tree{s.detail.message, s.detail.event} {
		if t != nil {
			do(t)
		}
	}
	return nil
}

func (s *Screen) toggleWrap() tea.Cmd {
	s.wrap = !s.wrap
	return s.bothTrees(func(t *jsontree.Tree) { t.SetWrapping(s.wrap) })
}

func (s *Screen) scrollLeft() tea.Cmd {
	return s.bothTrees(func(t *jsontree.Tree) { t.ScrollX(-sideways) })
}

func (s *Screen) scrollRight() tea.Cmd {
	return s.bothTrees(func(t *jsontree.Tree) { t.ScrollX(sideways) })
}

func (s *Screen) narrower() tea.Cmd { return s.splitBy(-4) }
func (s *Screen) wider() tea.Cmd    { return s.splitBy(4) }

func (s *Screen) splitBy(percent int) tea.Cmd {
	s.split = min(max(s.split+percent, 20), 70)
	return nil
}

// pause holds the list still, or lets it go on with all that has come since.
func (s *Screen) pause() tea.Cmd { return tea.Batch(s.list.Pause(), s.loadSelected()) }

func (s *Screen) nextProblem() tea.Cmd     { return s.toProblem(1) }
func (s *Screen) previousProblem() tea.Cmd { return s.toProblem(-1) }

// toProblem selects the problem after or before the selected one and shows the line it
// is about.
func (s *Screen) toProblem(by int) tea.Cmd {
	d := &s.detail
	n := len(d.problems())
	if d.problem < 0 && by < 0 {
		d.problem = 0
	}
	d.problem = ((d.problem+by)%n + n) % n
	d.reveal()
	d.light(s.focus)
	return nil
}

// NoEntry says why nothing can be done with the selected entry: there is none.
func (s *Screen) NoEntry() string {
	if s.detail.id == 0 {
		return "no entry is selected"
	}
	return ""
}

// NoMessage says why nothing can be done with the selected entry's message.
func (s *Screen) NoMessage() string {
	switch {
	case s.detail.id == 0:
		return s.NoEntry()
	case s.detail.err != nil:
		return "the entry cannot be read: " + s.detail.err.Error()
	case !s.loaded():
		return "the entry is still being read"
	}
	return ""
}

// NoFix says why the selected problem cannot be repaired by itself.
func (s *Screen) NoFix() string {
	if reason := s.noProblem(); reason != "" {
		return reason
	}
	if _, ok := s.detail.quickFix(); !ok {
		return "no evident repair for this problem: edit it with e"
	}
	return ""
}

func (s *Screen) noProblem() string {
	if reason := s.NoMessage(); reason != "" {
		return reason
	}
	if len(s.detail.problems()) == 0 {
		return "this entry has no problems"
	}
	return ""
}

func (s *Screen) noList() string {
	if s.IsEmpty() {
		return "there is nothing to hold yet"
	}
	return ""
}

func (s *Screen) notWide() string {
	if s.w < layout.Wide {
		return "the list has the whole width here"
	}
	return ""
}
