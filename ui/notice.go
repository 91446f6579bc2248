package ui

import (
	"errors"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"segtap/ui/widget/sanitize"
)

// notice tells what was just done, for a while.
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

// said is what the screen has to say, in lines that fit its width.
type said struct {
	fails []string // what does not work, for as long as it does not
	told  []string // what is being done, or was just done
	way   []string // the way out of what was told
}

// toSay wraps what there is to say now. A dialog has the screen for itself.
func (m *Model) toSay() (s said) {
	if m.dialog != nil {
		return s
	}
	wrap := func(text string) []string {
		if text == "" {
			return nil
		}
		return wrapText(sanitize.Escape(text), max(m.width-2, 1))
	}
	switch {
	case m.counts.Failure != "":
		s.fails = wrap(m.theme.err + " " + m.counts.Failure + " (senders get 503)")
	case m.counts.Unread != "":
		s.fails = wrap(m.theme.err + " " + m.counts.Unread)
	}
	switch {
	case m.reloading != nil:
		s.told = wrap(m.reloading.last + " " + m.theme.ellipsis + "  (ctrl+r stops it)")
	case m.notice.text != "" && !m.now.After(m.notice.until):
		s.told, s.way = wrap(m.notice.text), wrap(m.notice.hint)
	}
	return s
}

func (s said) height() int { return len(s.fails) + len(s.told) + len(s.way) }

// saidView draws what there is to say into h lines. What was told is shortened
// first, the way out last.
func (m *Model) saidView(h int) []string {
	s := m.toSay()
	least := func(lines []string) int { return min(len(lines), 1) }
	s.told = cutLines(s.told, max(h-len(s.fails)-len(s.way), least(s.told)), m.theme.ellipsis)
	s.fails = cutLines(s.fails, max(h-len(s.told)-len(s.way), least(s.fails)), m.theme.ellipsis)
	s.way = cutLines(s.way, max(h-len(s.fails)-len(s.told), 0), m.theme.ellipsis)
	var lines []string
	for _, line := range s.fails {
		lines = append(lines, " "+m.theme.bad.text(line))
	}
	for _, line := range s.told {
		lines = append(lines, " "+line)
	}
	for _, line := range s.way {
		lines = append(lines, " "+m.theme.accent.text(line))
	}
	return lines[:min(len(lines), h)]
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
