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

// PassedMsg says that a notice may have had its time, at a moment.
type PassedMsg struct{ at time.Time }

// Box is what the screen has to say. The zero value says nothing, and needs its clock.
type Box struct {
	Now func() time.Time

	texts    []string // the notice, a line each
	hint     string   // the way out of what it says
	until    time.Time
	timed    time.Time // when the timer is over that is waited for; zero without one
	standing []string  // what stays until a person puts it away
	told     []Told
	failing  string  // what does not work, for as long as it does not
	doing    []doing // what is being done; the last of it is said in place of the notice
}

// doing is what somebody is doing.
type doing struct{ who, text string }

// Told is something that a person had to be told, at a moment.
type Told struct {
	At   time.Time
	Text string
}

// maxTold is how much of what was told is known.
const maxTold = 100

// Told returns what a person had to be told: what went wrong, and what was said at the start.
func (b *Box) Told() []Told { return b.told }

func (b *Box) remember(text string) {
	b.told = append(b.told, Told{b.Now(), text})
	b.told = b.told[max(len(b.told)-maxTold, 0):]
}

// Stand tells something that no key takes away but the one that puts it away.
func (b *Box) Stand(text string) {
	b.standing = append(b.standing, text)
	b.remember(text)
}

// PutAway takes away what stands, and reports whether anything did.
func (b *Box) PutAway() bool {
	stood := len(b.standing) > 0
	b.standing = nil
	return stood
}

// Say tells what was just done, for a while. The command redraws when it has had its
// time.
func (b *Box) Say(text string) tea.Cmd { return b.say(text, Lasting) }

// Wrong tells what went wrong, until a person has read it.
func (b *Box) Wrong(text string) tea.Cmd {
	b.texts, b.hint, b.until = []string{text}, "", b.Now().Add(untilRead)
	b.remember(text)
	return nil
}

// untilRead is longer than anybody waits.
const untilRead = 1000 * time.Hour

// Hint tells what may help, for a moment.
func (b *Box) Hint(text string) tea.Cmd { return b.say(text, Brief) }

func (b *Box) say(text string, lasting time.Duration) tea.Cmd {
	b.texts, b.hint, b.until = []string{text}, "", b.Now().Add(lasting)
	return b.wait(lasting)
}

// wait returns what waits until the notice is over, unless something waits already that is over before: keys that do nothing
// say so, and a timer for each of many would be kept until its end.
func (b *Box) wait(lasting time.Duration) tea.Cmd {
	if !b.timed.IsZero() && !b.timed.After(b.until) {
		return nil
	}
	b.timed = b.until
	passed := PassedMsg{b.timed}
	const frame = 33 * time.Millisecond // behind it, so that it is over
	return tea.Tick(lasting+frame, func(time.Time) tea.Msg { return passed })
}

// Passed waits on when there is a newer notice.
func (b *Box) Passed(msg PassedMsg) tea.Cmd {
	if !msg.at.Equal(b.timed) {
		return nil // a newer notice was shorter
	}
	b.timed = time.Time{}
	if left := b.until.Sub(b.Now()); left > 0 && left <= Lasting {
		return b.wait(left)
	}
	return nil
}

// Add tells something besides what is still said, on a line of its own.
func (b *Box) Add(text string) tea.Cmd {
	var before []string
	if !b.Now().After(b.until) {
		before = b.texts
	}
	until := b.until
	cmd := b.Say(text)
	b.texts = append(before, text)
	b.remember(text)
	if until.After(b.until) { // of what has to be read
		b.until = until
	}
	return cmd
}

// Whole is an error with the way out behind it where it knows one.
func Whole(err error) string {
	var way interface{ Hint() string }
	if errors.As(err, &way) && way.Hint() != "" {
		return err.Error() + ": " + way.Hint()
	}
	return err.Error()
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

// Read takes the notice away: a person has read it.
func (b *Box) Read() { b.texts, b.hint = nil, "" }

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
type Lines struct {
	fails, standing, told, way []string
	away                       string // how what stands is put away
}

// Lines breaks what there is to say at a moment into lines for a screen w cells wide. Away says
// how what stands is put away.
func (b *Box) Lines(now time.Time, w int, away string) (l Lines) {
	wrap := func(texts ...string) (lines []string) {
		indent := ""
		if len(texts) > 1 { // each begins a line, and what of it goes on does not
			indent = "  "
		}
		for _, text := range texts {
			if text == "" {
				continue
			}
			for i, line := range styled.Wrap(sanitize.Escape(text), max(w-2-len(indent), 1)) {
				if i > 0 {
					line = indent + line
				}
				lines = append(lines, line)
			}
		}
		return lines
	}
	l.fails, l.standing = wrap(b.failing), wrap(b.standing...)
	if len(l.standing) > 0 {
		l.away = sanitize.Cut(away, max(w-2, 1))
	}
	switch {
	case len(b.doing) > 0:
		l.told = wrap(b.doing[len(b.doing)-1].text)
	case !now.After(b.until):
		l.told, l.way = wrap(b.texts...), wrap(b.hint)
	}
	return l
}

// Height returns how many lines there are.
func (l Lines) Height() int { return len(l.fails) + l.stand() + len(l.told) + len(l.way) }

// stand is how many lines what stands takes, and how it is put away.
func (l *Lines) stand() int {
	if len(l.standing) == 0 {
		return 0
	}
	return len(l.standing) + 1
}

// View draws them into h lines. What stands is shortened first, the way out last.
func (l Lines) View(t *theme.Theme, h int) []string {
	least := func(lines []string) int { return min(len(lines), 1) }
	var lines []string
	if room := h - len(l.fails) - len(l.told) - len(l.way); len(l.standing) > 0 && room > 0 {
		for _, line := range styled.Head(l.standing, room-1, t.Ellipsis) {
			lines = append(lines, " "+t.Warned.Text(line))
		}
		lines = append(lines, " "+t.Accent.Text(l.away))
		h -= len(lines)
	}
	lines = append(lines, l.rest(t, h, least)...)
	return lines
}

// rest draws all but what stands. What was told is shortened first, the way out last.
func (l Lines) rest(t *theme.Theme, h int, least func([]string) int) []string {
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
