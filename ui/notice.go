package ui

import (
	"errors"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"segtap/ui/plain"
)

// notice tells what was just done, for a while. It takes the line under the
// header, and covers what is below where it needs more.
type notice struct {
	text  string
	hint  string // the way out of what text says; empty for none
	until time.Time
}

const noticeFor = 15 * time.Second

func (m *Model) say(text string) {
	m.now = m.opt.Now()
	m.notice = notice{text, "", m.now.Add(noticeFor)}
}

// sayWhy tells what went wrong, and the way out where the error knows one.
func (m *Model) sayWhy(err error) {
	m.say(err.Error())
	var way interface{ Hint() string }
	if errors.As(err, &way) {
		m.notice.hint = way.Hint()
	}
}

// noticeIsShown reports whether the place of the notice is its own.
func (m *Model) noticeIsShown() bool {
	return m.counts.Failure == "" && !m.filter.open && m.reloading == nil && m.dialog == nil
}

// noticeLines draws the notice, over no more than half of what stands under the
// header; none when it has had its time. The way out is never what is left out.
func (m *Model) noticeLines(w int) []string {
	if m.notice.text == "" || m.now.After(m.notice.until) {
		return nil
	}
	room := 1 + m.layout().body.h/2
	wrap := func(text string) []string {
		if text == "" {
			return nil
		}
		return wrapText(plain.Escape(text), max(w-2, 1))
	}
	said, way := wrap(m.notice.text), wrap(m.notice.hint)
	if len(said)+len(way) > room {
		said = cutLines(said, max(room-len(way), 1), m.theme.ellipsis)
		way = cutLines(way, max(room-len(said), 0), m.theme.ellipsis)
	}
	var lines []string
	for _, line := range said {
		lines = append(lines, " "+line)
	}
	for _, line := range way {
		lines = append(lines, " "+m.theme.accent.text(line))
	}
	return lines
}

// cutLines gives the first n lines, the last with a sign where more follow.
func cutLines(lines []string, n int, more string) []string {
	if len(lines) <= n {
		return lines
	}
	lines = lines[:n:n]
	if n > 0 {
		lines[n-1] = strings.TrimRight(lines[n-1], " ") + more
	}
	return lines
}

// forgetNotice redraws when the notice has had its time.
func (m *Model) forgetNotice() tea.Cmd {
	return tea.Tick(noticeFor+frame, func(at time.Time) tea.Msg { return tickMsg{at} })
}
