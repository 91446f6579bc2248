package notice

import (
	"errors"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"segtap/ui/theme"
	"segtap/ui/widget/sanitize"
	"segtap/ui/widget/styled"
)

// Lasting is how long a notice is shown, and Brief how long one that only helps.
const (
	Lasting = 15 * time.Second
	Brief   = 4 * time.Second
)

// PassedMsg says that a notice may have had its time.
type PassedMsg struct{}

// Box is what the screen has to say. The zero value says nothing, and needs its clock.
type Box struct {
	Now func() time.Time

	text, hint string // the notice, and the way out of what it says
	until      time.Time
	failing    string  // what does not work, for as long as it does not
	doing      []doing // what is being done; the last of it is said in place of the notice
}

// doing is what somebody is doing.
type doing struct{ who, text string }

// Say tells what was just done, for a while. The command redraws when it has had its
// time.
func (b *Box) Say(text string) tea.Cmd { return b.say(text, Lasting) }

// Wrong tells what went wrong, until a person has read it.
func (b *Box) Wrong(text string) tea.Cmd {
	b.text, b.hint, b.until = text, "", b.Now().Add(untilRead)
	return nil
}

// untilRead is longer than anybody waits.
const untilRead = 1000 * time.Hour

// Hint tells what may help, for a moment.
func (b *Box) Hint(text string) tea.Cmd { return b.say(text, Brief) }

func (b *Box) say(text string, lasting time.Duration) tea.Cmd {
	b.text, b.hint, b.until = text, "", b.Now().Add(lasting)
	const frame = 33 * time.Millisecond // behind it, so that it is over
	return tea.Tick(lasting+frame, func(time.Time) tea.Msg { return PassedMsg{} })
}

// Add tells something besides what is still said.
func (b *Box) Add(text string) tea.Cmd {
	if b.text != "" && !b.Now().After(b.until) {
		text = b.text + "; " + text
	}
	until := b.until
	cmd := b.Say(text)
	if until.After(b.until) { // of what has to be read
		b.until = until
	}
	return cmd
}

// SayWhy tells what went wrong, and the way out where the error knows one.
func (b *Box) SayWhy(err error) tea.Cmd {
	cmd := b.Wrong(err.Error())
	var way interface{ Hint() string }
	if errors.As(err, &way) {
		b.hint = way.Hint()
	}
	return cmd
}

// Text returns what was told last.
func (b *Box) Text() string { return b.text }

// Read takes the notice away: a person has read it.
func (b *Box) Read() { b.text, b.hint = "", "" }

// Failing says what does not work, until it is told that nothing fails any more.
func (b *Box) Failing(text string) { b.failing = text }

// Doing says what somebody is doing, until that one says that it is over, by no text.
func (b *Box) Doing(who, text string) {
	i := slices.IndexFunc(b.doing, func(d doing) bool { return d.who == who })
	switch {
	case text == "" && i >= 0:
		b.doing = slices.Delete(b.doing, i, i+1)
	case text == "":
	case i >= 0:
		b.doing[i].text = text
	default:
		b.doing = append(b.doing, doing{who, text})
	}
}

// Lines are what there is to say now, broken to a width.
type Lines struct{ fails, told, way []string }

// Lines breaks what there is to say at a moment into lines for a screen w cells wide.
func (b *Box) Lines(now time.Time, w int) (l Lines) {
	wrap := func(text string) []string {
		if text == "" {
			return nil
		}
		return styled.Wrap(sanitize.Escape(text), max(w-2, 1))
	}
	l.fails = wrap(b.failing)
	switch {
	case len(b.doing) > 0:
		l.told = wrap(b.doing[len(b.doing)-1].text)
	case !now.After(b.until):
		l.told, l.way = wrap(b.text), wrap(b.hint)
	}
	return l
}

// Height returns how many lines there are.
func (l Lines) Height() int { return len(l.fails) + len(l.told) + len(l.way) }

// View draws them into h lines. What was told is shortened first, the way out last.
func (l Lines) View(t *theme.Theme, h int) []string {
	least := func(lines []string) int { return min(len(lines), 1) }
	l.told = styled.Head(l.told, max(h-len(l.fails)-len(l.way), least(l.told)), t.Ellipsis)
	l.fails = styled.Head(l.fails, max(h-len(l.told)-len(l.way), least(l.fails)), t.Ellipsis)
	l.way = styled.Head(l.way, max(h-len(l.fails)-len(l.told), 0), t.Ellipsis)
	var lines []string
	for _, line := range l.fails {
		lines = append(lines, " "+t.Bad.Text(line))
	}
	for _, line := range l.told {
		lines = append(lines, " "+line)
	}
	for _, line := range l.way {
		lines = append(lines, " "+t.Accent.Text(line))
	}
	return lines[:min(len(lines), h)]
}
