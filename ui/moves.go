package ui

import (
	tea "charm.land/bubbletea/v2"

	"segtap/ui/widget/jsontree"
)

// sideways is how many columns < and > scroll the JSON.
const sideways = 8

func (m *Model) layout() layout {
	return arrange(m.width, m.height, m.split, m.focus != paneList, m.problemLines, m.focus == paneEvent, m.toSay().height())
}

// move does a movement in the pane that has the focus.
func (m *Model) move(inList func(), inTree func(*jsontree.Tree)) tea.Cmd {
	if m.focus == paneList {
		inList()
		return m.loadSelected()
	}
	if tree := m.detail.tree(m.focus); tree != nil {
		inTree(tree)
		m.detail.light(m.focus)
	}
	return nil
}

func (m *Model) up() tea.Cmd {
	if m.screen == screenMetrics {
		m.metrics.list.Move(-1)
		return nil
	}
	return m.move(func() { m.list.Move(-1) }, func(t *jsontree.Tree) { t.Move(-1) })
}

func (m *Model) down() tea.Cmd {
	if m.screen == screenMetrics {
		m.metrics.list.Move(1)
		return nil
	}
	return m.move(func() { m.list.Move(1) }, func(t *jsontree.Tree) { t.Move(1) })
}

func (m *Model) pageUp() tea.Cmd {
	if m.screen == screenMetrics {
		m.metrics.list.Page(-1)
		return nil
	}
	return m.move(func() { m.list.Page(-1) }, func(t *jsontree.Tree) { t.Page(-1) })
}

func (m *Model) pageDown() tea.Cmd {
	if m.screen == screenMetrics {
		m.metrics.list.Page(1)
		return nil
	}
	return m.move(func() { m.list.Page(1) }, func(t *jsontree.Tree) { t.Page(1) })
}

func (m *Model) first() tea.Cmd {
	if m.screen == screenMetrics {
		m.metrics.list.Home()
		return nil
	}
	return m.move(m.list.Home, func(t *jsontree.Tree) { t.Home() })
}

// follow selects the newest entry; in a pane it goes to the last line.
func (m *Model) follow() tea.Cmd {
	if m.screen == screenMetrics {
		m.metrics.list.Select(len(m.metrics.items) - 1)
		return nil
	}
	return m.move(func() {
		if m.paused {
			m.paused = false
			m.refresh()
		}
		m.list.End()
	}, func(t *jsontree.Tree) { t.End() })
}

func (m *Model) nextPane() tea.Cmd     { return m.turnTo((m.focus + 1) % 3) }
func (m *Model) previousPane() tea.Cmd { return m.turnTo((m.focus + 2) % 3) }

func (m *Model) turnTo(p pane) tea.Cmd {
	if m.listed() == 0 {
		return nil
	}
	if p == paneEvent && m.detail.event == nil {
		p = map[bool]pane{true: paneList, false: paneMessage}[m.focus == paneMessage]
	}
	if p != paneList { // what is being read stays
		m.list.Unfollow()
	}
	m.focus = p
	m.detail.light(p)
	m.resize()
	return nil
}

// open goes from the list into the message; in a pane it folds.
func (m *Model) open() tea.Cmd {
	if m.screen == screenMetrics {
		return m.showFeeding()
	}
	if m.focus == paneList {
		return m.turnTo(paneMessage)
	}
	return m.move(nil, func(t *jsontree.Tree) { t.Toggle(t.Cursor()) })
}

// back goes back to the list; there it clears the filter.
func (m *Model) back() tea.Cmd {
	switch {
	case m.screen != screenEvents:
		return m.showEvents()
	case m.focus != paneList:
		return m.turnTo(paneList)
	case m.asked() != nil:
		return m.setFilter("")
	}
	return nil
}

func (m *Model) fold() tea.Cmd {
	if m.total == 0 {
		m.snippet = (m.snippet + len(snippets) - 1) % len(snippets)
		return nil
	}
	return m.move(func() {}, func(t *jsontree.Tree) { t.Collapse() })
}

func (m *Model) unfold() tea.Cmd {
	if m.total == 0 {
		m.snippet = (m.snippet + 1) % len(snippets)
		return nil
	}
	return m.move(func() {}, func(t *jsontree.Tree) { t.Expand() })
}

func (m *Model) foldAll() tea.Cmd   { return m.bothTrees((*jsontree.Tree).FoldAll) }
func (m *Model) unfoldAll() tea.Cmd { return m.bothTrees((*jsontree.Tree).UnfoldAll) }

func (m *Model) bothTrees(do func(*jsontree.Tree)) tea.Cmd {
	for _, t := range []*jsontree.Tree{m.detail.message, m.detail.event} {
		if t != nil {
			do(t)
		}
	}
	return nil
}

func (m *Model) toggleWrap() tea.Cmd {
	m.wrap = !m.wrap
	return m.bothTrees(func(t *jsontree.Tree) { t.SetWrapping(m.wrap) })
}

func (m *Model) scrollLeft() tea.Cmd {
	return m.bothTrees(func(t *jsontree.Tree) { t.ScrollX(-sideways) })
}

func (m *Model) scrollRight() tea.Cmd {
	return m.bothTrees(func(t *jsontree.Tree) { t.ScrollX(sideways) })
}

func (m *Model) narrower() tea.Cmd { return m.splitBy(-4) }
func (m *Model) wider() tea.Cmd    { return m.splitBy(4) }

func (m *Model) splitBy(percent int) tea.Cmd {
	m.split = min(max(m.split+percent, 20), 70)
	m.resize()
	return nil
}

// pause holds the list still, or lets it go on with all that has come since.
func (m *Model) pause() tea.Cmd {
	if m.paused = !m.paused; m.paused {
		newest, _ := m.opt.Store.At(m.counts.First + m.total - 1)
		m.heldAt = newest.ID
	}
	m.refresh()
	return tea.Batch(m.extendMatches(), m.loadSelected())
}

func (m *Model) quit() tea.Cmd    { return tea.Quit }
func (m *Model) suspend() tea.Cmd { return tea.Suspend }

// click selects what is under the mouse.
func (m *Model) click(mouse tea.Mouse) tea.Cmd {
	l := m.layout()
	x, y := mouse.X, mouse.Y
	switch {
	case mouse.Button != tea.MouseLeft:
	case l.header.contains(x, y):
		return m.clickHeader(x, y-l.header.y)
	case m.screen == screenMetrics:
		if l.body.contains(x, y) {
			m.metrics.clickAt(y-l.body.y, l.body.h)
		}
	case m.total == 0:
	case l.list.contains(x, y):
		row := y - l.list.y
		if l.list.h > 2 {
			row-- // the heading
		}
		m.turnTo(paneList)
		if row >= 0 && m.list.ClickAt(row) {
			return m.loadSelected()
		}
	case l.message.contains(x, y):
		m.turnTo(paneMessage)
		m.clickTree(m.detail.message, x-l.message.x, y-l.message.y-1)
	case l.event.contains(x, y) && m.detail.event != nil:
		m.turnTo(paneEvent)
		m.clickTree(m.detail.event, x-l.event.x, y-l.event.y-1)
	}
	return nil
}

// clickHeader opens the screen whose name is clicked.
func (m *Model) clickHeader(x, y int) tea.Cmd {
	const names = 1 // the line that they stand in
	if y != names {
		return nil
	}
	from := 1
	for i, tab := range m.tabNames() {
		to := from + cells(tab)
		switch {
		case x < from || x >= to:
		case screen(i) == screenMetrics:
			return m.showMetrics()
		default:
			return m.showEvents()
		}
		from = to + len(" | ")
	}
	return nil
}

func (m *Model) clickTree(t *jsontree.Tree, x, y int) {
	if t == nil {
		return
	}
	if _, ok := t.ClickAt(x, y); ok {
		m.detail.light(m.focus)
	}
}

// wheelStep is how many lines a step of the wheel scrolls, upwards less than
// none; 0 for what scrolls no lines.
func wheelStep(button tea.MouseButton) int {
	switch button {
	case tea.MouseWheelUp:
		return -3
	case tea.MouseWheelDown:
		return 3
	default:
		return 0
	}
}

// wheel scrolls what is under the mouse.
func (m *Model) wheel(mouse tea.Mouse) tea.Cmd {
	delta := wheelStep(mouse.Button)
	if delta == 0 {
		return nil
	}
	l := m.layout()
	switch {
	case m.screen == screenMetrics:
		if l.body.contains(mouse.X, mouse.Y) {
			m.metrics.list.Wheel(delta)
		}
	case l.list.contains(mouse.X, mouse.Y):
		m.list.Wheel(delta)
		return m.loadSelected()
	case l.message.contains(mouse.X, mouse.Y) && m.detail.message != nil:
		m.detail.message.Wheel(delta)
	case l.event.contains(mouse.X, mouse.Y) && m.detail.event != nil:
		m.detail.event.Wheel(delta)
	}
	return nil
}
