package ui

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"github.com/dustin/go-humanize"
	"github.com/dustin/go-humanize/english"

	"segtap/ui/widget/sanitize"
)

// hint is one key of the footer. Off says why it cannot be used now.
type hint struct{ key, label, off string }

// headerView draws the status line: where segtap listens, how much it has
// seen, whether the list follows.
func (m *Model) headerView(w int) string {
	parts := []string{
		" " + m.theme.title.text("segtap") + "  " + m.listening(),
		plural(m.counts.Entries, "event"),
	}
	if m.counts.Errors > 0 {
		parts = append(parts, m.theme.bad.text(plural(m.counts.Errors, "error")))
	}
	if m.counts.Warnings > 0 {
		parts = append(parts, m.theme.warned.text(plural(m.counts.Warnings, "warning")))
	}
	if m.counts.Loading < 1 {
		parts = append(parts, m.theme.warned.text(fmt.Sprintf("indexing %.0f %%", 100*m.counts.Loading)))
	}
	if m.counts.Stale > 0 && m.counts.Loading == 1 {
		parts = append(parts, m.theme.warned.text("judging "+thousands(m.counts.Stale)+" anew"))
	}
	if m.screen == screenEvents {
		parts = append(parts, m.followState())
	}
	if m.counts.Evicted > 0 {
		parts = append(parts, m.theme.dim.text(thousands(m.counts.Evicted)+" older not listed"))
	}
	if m.counts.Damaged > 0 {
		parts = append(parts, m.theme.warned.text(plural(m.counts.Damaged, "damaged place")))
	}
	parts = append(parts, m.wireState()...)
	line := parts[0]
	for _, part := range parts[1:] {
		if cells(line)+2+cells(part) > w {
			break
		}
		line += "  " + part
	}
	return spread(line, m.theme.dim.text(m.catalogueText(w-cells(line)-2)+" "), w)
}

// listening says where segtap listens, if it does.
func (m *Model) listening() string {
	switch {
	case m.counts.WriterGone:
		return m.theme.warned.text(m.theme.err + " the other segtap has ended: start again to capture")
	case m.opt.Watching:
		return m.theme.warned.text("watching another segtap")
	}
	return m.theme.good.text(m.theme.dot) + " " + strings.TrimPrefix(m.opt.Address, "http://")
}

// catalogueText says what events are checked against, in the room there is.
func (m *Model) catalogueText(room int) string {
	short := m.opt.Destination
	judge := m.opt.Store.Judge()
	c := judge.Catalogue()
	if c == nil {
		return short
	}
	count := plural(len(judge.Feeds()), "metric")
	short += " · " + count
	where := strings.Trim(sanitize.Escape(c.Project)+"/"+sanitize.Escape(c.Environment), "/")
	long := m.opt.Destination + " · " + strings.TrimSpace(where+" ("+count)
	if age := m.catalogueAge(c); age != "" {
		long += ", " + age
	}
	if long += ")"; sanitize.Width(long) <= room {
		return long
	}
	return short
}

func (m *Model) followState() string {
	switch {
	case m.paused:
		news := m.counts.Entries - m.total
		return m.theme.warned.text(fmt.Sprintf("%s paused, %d new", m.theme.paused, news))
	case m.list.Following():
		return m.theme.following + " following"
	}
	return m.theme.dim.text("not following (G does)")
}

// wireState says what the endpoint does besides capturing: faults, forwarding.
func (m *Model) wireState() []string {
	var parts []string
	if faults := m.opt.Faults.String(); faults != "" {
		parts = append(parts, m.theme.warned.text("faults "+faults))
	}
	if m.opt.Forward == nil {
		return parts
	}
	c := m.opt.Forward.Counts()
	parts = append(parts, fmt.Sprintf("%s %s passed on", m.theme.passedOn, thousands(c.Passed)))
	if bad := c.Refused + c.Failed; bad > 0 {
		parts = append(parts, m.theme.bad.text(thousands(bad)+" failed"))
	}
	if c.Dropped > 0 {
		parts = append(parts, m.theme.bad.text(thousands(c.Dropped)+" dropped"))
	}
	return parts
}

// filterView draws the line under the header: the filter as it is typed, else the
// screens, and where what is captured goes or the filter.
func (m *Model) filterView(w int) (string, *tea.Cursor) {
	if m.filter.open {
		return m.filter.view(m, w)
	}
	return m.screensView(w), nil
}

// screensView names the screens, and at the right what the open one goes by.
func (m *Model) screensView(w int) string {
	if m.screen == screenMetrics {
		return spread(" "+m.tabs(), m.theme.dim.text("sorted by "+orderNames[m.metrics.order]+" "), w)
	}
	asked := m.asked()
	if asked == nil {
		return spread(" "+m.tabs(), m.theme.dim.text(m.keptIn(w-cells(m.tabs())-6)+" "), w)
	}
	state := fmt.Sprintf("searching, %d so far ", len(asked.ids))
	if asked.done {
		state = fmt.Sprintf("%d of %d ", m.shownMatches(), m.total)
	}
	return m.between(" "+m.tabs()+"   filter: "+sanitize.Escape(asked.filter.String()), state, w)
}

// tabs names the screens, the one that is open in bold and with a mark.
func (m *Model) tabs() string {
	return strings.Join(m.tabNames(), " "+m.theme.dim.text(m.theme.bar)+" ")
}

func (m *Model) tabNames() []string {
	parts := make([]string, len(screenNames))
	for i, name := range screenNames {
		if screen(i) == m.screen {
			parts[i] = m.theme.title.text(m.theme.cursorRight + name)
		} else {
			parts[i] = m.theme.dim.text(fmt.Sprintf("%d %s", i+1, name))
		}
	}
	return parts
}

// keptIn says where what is captured is kept.
func (m *Model) keptIn(room int) string {
	if m.opt.File == "" {
		return "kept in memory only"
	}
	path := sanitize.Escape(m.opt.File)
	if over := sanitize.Width(path) - room; over > 0 { // its end tells more than its beginning
		path = ansi.TruncateLeft(path, over+1, m.theme.ellipsis)
	}
	return path
}

// footerView draws as many keys as fit; those that cannot be used now are dim.
func (m *Model) footerView(w int) string {
	var b strings.Builder
	used := 0
	for _, h := range m.footerKeys() {
		need := sanitize.Width(h.key) + sanitize.Width(h.label) + 3
		if used+need > w {
			break
		}
		used += need
		if h.off != "" {
			b.WriteString(" " + m.theme.dim.text(h.key+" "+h.label) + " ")
		} else {
			b.WriteString(" " + m.theme.key.text(h.key) + " " + h.label + " ")
		}
	}
	return b.String()
}

func (m *Model) footerKeys() []hint {
	if m.dialog != nil {
		return m.dialog.keys(m)
	}
	if m.filter.open {
		return []hint{{"tab", "complete", ""}, {"enter", "keep", ""}, {"esc", "clear", ""}}
	}
	if m.total == 0 && m.screen == screenEvents {
		return []hint{
			{"t", "sample", ""}, {m.arrows(), "SDK", ""}, {"y", "copy", ""}, {"?", "help", ""}, {"ctrl+p", "commands", ""}, {"q", "quit", ""},
		}
	}
	var hints []hint
	for i := range m.actions {
		a := &m.actions[i]
		inPane := m.focus != paneList
		if !a.isOn(m.screen) {
			continue
		}
		if !a.hint && !(a.id == "back" && inPane) || a.id == "open" && inPane {
			continue
		}
		if a.id == screenIDs[m.screen] {
			continue
		}
		h := hint{keyName(a.keys[0]), a.label, m.whyNot(a)}
		if a.id == "open" && m.screen == screenMetrics {
			h.label = "its events"
		}
		if a.id == "pause" && m.paused {
			h.label = "resume"
		}
		hints = append(hints, h)
	}
	return hints
}

// spread puts one text at the left and one at the right of a line. Where both
// do not fit, the right one goes.
func spread(left, right string, w int) string {
	gap := w - cells(left) - cells(right)
	if gap < 1 {
		return fit(left, w, "")
	}
	return left + strings.Repeat(" ", gap) + right
}

// between puts one text at the left and one at the right of a line. Where both
// do not fit, the left one is cut, and that is seen.
func (m *Model) between(left, right string, w int) string {
	room := w - cells(right)
	if cells(left) >= room {
		left = fit(left, max(room-1, 0), m.theme.ellipsis)
	}
	return spread(left, right, w)
}

func plural(n int, word string) string { return english.Plural(n, word, "") }

// thousands writes a count with separators, as people read them.
func thousands(n int) string { return humanize.Comma(int64(n)) }
