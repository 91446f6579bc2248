package ui

import (
	"fmt"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"segtap/capture/forward"
	"segtap/capture/store"
	"segtap/mapping"
	"segtap/mapping/catalogue"
	"segtap/ui/dialog"
	"segtap/ui/keymap"
	"segtap/ui/status"
	"segtap/ui/theme"
	"segtap/ui/widget/count"
	"segtap/ui/widget/sanitize"
	"segtap/ui/widget/styled"
)

// header is what the status line and the line under it say, as of the last update.
type header struct {
	status      *tea.ProgramStatus // nil for a terminal that does not show one
	theme       *theme.Theme
	keys        *keymap.Keys
	address     string   // base URL of the capture endpoint
	opened      string   // the file that is shown, safe to show; empty for what is captured here
	others      []string // the sources that are not shown
	fresh       int      // how many entries were captured since that was shown
	watching    bool     // another segtap captures
	file        string   // the capture file; empty when there is none
	destination string
	counts      store.Counts
	follow      string // whether the list follows; empty where no list is shown
	judge       *mapping.Judge
	faults      string // those that the endpoint makes on purpose; empty for none
	forwards    bool   // requests are passed on
	forwarded   forward.Counts
	now         time.Time
}

// headerNow takes down what the header says.
func (m *Model) headerNow() header {
	h := header{
		theme: m.theme, keys: m.keys, address: m.opt.Address, watching: m.opt.Watching, file: m.opt.File, destination: m.judging.destination,
		counts: m.counts, judge: m.events.Judge(), faults: m.opt.Faults.String(), now: m.now,
	}
	if m.opened != nil {
		h.opened, h.file = m.opened.label(), m.opened.Path
	}
	where := strings.TrimPrefix(m.opt.Address, "http://")
	if m.opt.Watching {
		where = "watching another segtap"
	}
	for _, s := range m.all {
		if s != m.source {
			h.others = append(h.others, s.brief(m.theme, where, m.source))
		}
	}
	h.fresh = m.live().fresh(m.source)
	if m.open == keymap.Events {
		h.follow = m.events.FollowView()
	}
	if m.tells {
		asked := m.events.List().Asked()
		facts := status.Facts{Failing: m.failing(), Reading: m.judging.reading != nil, Loading: m.counts.Loading, Searching: asked.Filter != nil && !asked.Done, Stale: m.counts.Stale}
		if of, ok := m.dialog.(dialog.Busy); ok {
			facts.Dialog = of.Status()
		}
		h.status = status.Of(facts)
	}
	if m.opt.Forward != nil {
		h.forwards, h.forwarded = true, m.opt.Forward.Counts()
	}
	return h
}

// view draws the status line: whether segtap listens and the list follows, then what is
// wrong, then how much there is. Where the room is less, errors and warnings go last, and
// how much there is before them; then of what is captured, how it is followed; of a file,
// what else there is to look at.
func (h *header) view(w int) string {
	t := h.theme
	line := " " + t.Title.Text("segtap") + "  " + h.listening(w)
	room := w - styled.Width(line)
	take := func(part string) string {
		need := styled.Width(part) + 2
		if part == "" || need > room {
			return ""
		}
		room -= need
		return "  " + part
	}
	need := 0
	for _, part := range h.judged() {
		need += styled.Width(part) + 2
	}
	if need > room && h.opened == "" && !h.watching && !h.counts.WriterGone {
		line = " " + t.Title.Text("segtap") + "  " + t.Good.Text(t.Dot) // errors are what people look for
		room = w - styled.Width(line)
	}
	var wrong string
	for _, part := range h.judged() {
		wrong += take(part)
	}
	events := take(count.Of(h.counts.Entries, "event"))
	var follow, others, besides string
	if h.opened == "" {
		follow = take(h.follow)
	} else {
		others = take(h.othersText(room - 2))
	}
	for _, part := range h.wrong() {
		wrong += take(part)
	}
	if h.opened == "" {
		others = take(h.othersText(room - 2))
	} else {
		follow = take(h.follow)
	}
	for _, part := range h.besides() {
		besides += take(part)
	}
	line += follow + others + wrong + events + besides
	return styled.Spread(line, t.Dim.Text(h.catalogueText(room-2)+" "), w)
}

// judged says how many errors and warnings there are.
func (h *header) judged() (parts []string) {
	t, c := h.theme, &h.counts
	if c.Errors > 0 {
		parts = append(parts, t.Bad.Text(t.Err+" "+count.Of(c.Errors, "error")))
	}
	if c.Warnings > 0 {
		parts = append(parts, t.Warned.Text(t.Warn+" "+count.Of(c.Warnings, "warning")))
	}
	return parts
}

// wrong says what else a person has to see to, or to wait for.
func (h *header) wrong() (parts []string) {
	t, c := h.theme, &h.counts
	if c.Loading < 1 {
		parts = append(parts, t.Warned.Text(fmt.Sprintf("indexing %.0f %%", 100*c.Loading)))
	}
	if c.Stale > 0 && c.Loading == 1 {
		parts = append(parts, t.Warned.Text("judging "+count.Number(c.Stale)+" anew"))
	}
	if c.Damaged > 0 {
		parts = append(parts, t.Warned.Text(count.Of(c.Damaged, "damaged place")))
	}
	if h.faults != "" {
		parts = append(parts, t.Warned.Text("faults "+h.faults))
	}
	if bad := h.forwarded.Refused + h.forwarded.Failed; bad > 0 {
		parts = append(parts, t.Bad.Text(count.Number(bad)+" failed"))
	}
	if h.forwarded.Dropped > 0 {
		parts = append(parts, t.Bad.Text(count.Number(h.forwarded.Dropped)+" dropped"))
	}
	return parts
}

// besides says what else there is to know of how much there is.
func (h *header) besides() (parts []string) {
	t, c := h.theme, &h.counts
	if h.forwards {
		parts = append(parts, fmt.Sprintf("%s %s passed on", t.PassedOn, count.Number(h.forwarded.Passed)))
	}
	if c.Cleared > 0 {
		parts = append(parts, t.Dim.Text(count.Number(c.Cleared)+" cleared ("+h.keys.Of("unclear")+")"))
	}
	if c.Evicted > 0 {
		parts = append(parts, t.Dim.Text(count.Number(c.Evicted)+" older not listed"))
	}
	return parts
}

// othersText names the sources that are not shown, or says how many there are where
// there is no room for the names; empty for none.
func (h *header) othersText(room int) string {
	if len(h.others) == 0 {
		return ""
	}
	bar := h.theme.Dim.Text(h.theme.Bar)
	text := bar + " " + strings.Join(h.others, " "+bar+" ") + " " + bar
	if styled.Width(text) <= room {
		return text
	}
	text = bar + " " + h.keys.Of("sources") + ": " + count.Of(len(h.others), "other")
	if h.fresh > 0 {
		text += " +" + count.Number(h.fresh)
	}
	return text + " " + bar
}

// roomForListening is from which width on that is said in a word as well.
const roomForListening = 140

// listening says where segtap listens, if it does.
func (h *header) listening(w int) string {
	switch {
	case h.opened != "":
		return h.theme.Accent.Text(h.theme.Opened+" "+h.opened) + ", opened, read only"
	case h.counts.WriterGone:
		return h.theme.Warned.Text(h.theme.Err + " the other segtap has ended: start again to capture")
	case h.watching:
		return h.theme.Warned.Text("watching another segtap")
	}
	state := h.theme.Good.Text(h.theme.Dot)
	if w >= roomForListening {
		state += " listening"
	}
	return state + " " + strings.TrimPrefix(h.address, "http://")
}

// catalogueText says what events are checked against, in the room there is.
func (h *header) catalogueText(room int) string {
	short := h.destination
	judge, c := h.judge, h.judge.Catalogue()
	if c == nil {
		if long := "destination " + short; len(long) <= room {
			return long
		}
		return short
	}
	text := " · " + count.Of(len(judge.Feeds()), "metric")
	short += text
	if where := strings.Trim(sanitize.Escape(c.Project)+"/"+sanitize.Escape(c.Environment), "/"); where != "" {
		text += " of " + where
	}
	if age := ageText(c, h.now); age != "" {
		text += ", " + age
	}
	for _, long := range []string{"destination " + h.destination + text, h.destination + text} {
		if sanitize.Width(long) <= room {
			return long
		}
	}
	return short
}

// ageText says how old the catalogue is; empty when that is not known.
func ageText(c *catalogue.Catalogue, now time.Time) string {
	if c.PulledAt == 0 {
		return ""
	}
	age := now.Sub(time.UnixMilli(c.PulledAt))
	switch {
	case age < time.Minute:
		return "just read"
	case age < time.Hour:
		return count.Of(int(age/time.Minute), "minute") + " old"
	case age < 48*time.Hour:
		return count.Of(int(age/time.Hour), "hour") + " old"
	}
	return count.Of(int(age/(24*time.Hour)), "day") + " old"
}

// keptIn says where what is captured is kept.
func (h *header) keptIn(room int) string {
	if h.file == "" {
		return "kept in memory only"
	}
	path := sanitize.Escape(h.file)
	if over := sanitize.Width(path) - room; over > 0 { // its end tells more than its beginning
		path = ansi.TruncateLeft(path, over+1, h.theme.Ellipsis)
	}
	return path
}
