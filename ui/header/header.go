package header

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/charmbracelet/x/ansi"

	"segtap/capture/forward"
	"segtap/capture/store"
	"segtap/mapping"
	"segtap/mapping/catalogue"
	"segtap/ui/keymap"
	"segtap/ui/theme"
	"segtap/ui/widget/count"
	"segtap/ui/widget/sanitize"
	"segtap/ui/widget/styled"
)

// Other is a source that is not shown, in a few words and in fewer.
type Other struct{ Long, Short string }

// Header is what the status line and the line under it say, as of the last update.
type Header struct {
	Theme       *theme.Theme
	Keys        *keymap.Keys
	Address     string  // base URL of the capture endpoint, as who looks reaches it; empty where only its own machine does
	Opened      string  // the file that is shown, safe to show; empty for what is captured here
	Others      []Other // the sources that are not shown
	Fresh       int     // how many entries were captured since that was shown
	Watching    bool    // another segtap captures
	Stream      bool    // what is shown is kept in a stream, which others write too
	OneKey      bool    // and is one write key of it, to read only
	File        string  // the capture file; empty when there is none
	Destination string
	Counts      store.Counts
	Follow      string // whether the list follows; empty where no list is shown
	Judge       *mapping.Judge
	Faults      string // those that the endpoint makes on purpose; empty for none
	Forwards    bool   // requests are passed on
	Forwarded   forward.Counts
	Now         time.Time
}

// View draws the status line: whether segtap listens and the list follows, then what is
// wrong, then how much there is. Where the room is less, errors and warnings go last, and
// how much there is before them; then of what is captured, how it is followed; of a file,
// what else there is to look at.
func (h *Header) View(w int) string {
	t := h.Theme
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
	if need > room && h.Opened == "" && !h.Watching && !h.Counts.WriterGone {
		line = " " + t.Title.Text("segtap") + "  " + t.Good.Text(t.Dot) // errors are what people look for
		room = w - styled.Width(line)
	}
	var wrong string
	for _, part := range h.judged() {
		wrong += take(part)
	}
	events := take(count.Of(h.Counts.Entries, "event"))
	var follow, others, besides string
	if h.Opened == "" {
		follow = take(h.Follow)
	} else {
		others = take(h.othersText(room - 2))
	}
	for _, part := range h.wrong() {
		wrong += take(part)
	}
	if h.Opened == "" {
		others = take(h.othersText(room - 2))
	} else {
		follow = take(h.Follow)
	}
	if n := h.Counts.Gone; n > 0 {
		if besides = take(t.Dim.Text(count.Number(n) + " gone from the stream")); besides == "" {
			besides = take(t.Dim.Text(count.Number(n) + " gone"))
		}
	}
	for _, part := range h.besides() {
		besides += take(part)
	}
	line += follow + others + wrong + events + besides
	return styled.Spread(line, t.Dim.Text(h.catalogueText(room-2)+" "), w)
}

// judged says how many errors and warnings there are.
func (h *Header) judged() (parts []string) {
	t, c := h.Theme, &h.Counts
	if c.Errors > 0 {
		parts = append(parts, t.Bad.Text(t.Err+" "+count.Of(c.Errors, "error")))
	}
	if c.Warnings > 0 {
		parts = append(parts, t.Warned.Text(t.Warn+" "+count.Of(c.Warnings, "warning")))
	}
	return parts
}

// wrong says what else a person has to see to, or to wait for.
func (h *Header) wrong() (parts []string) {
	t, c := h.Theme, &h.Counts
	if c.Loading < 1 {
		parts = append(parts, t.Warned.Text(fmt.Sprintf("indexing %.0f %%", 100*c.Loading)))
	}
	if c.Stale > 0 && c.Loading == 1 {
		parts = append(parts, t.Warned.Text("judging "+count.Number(c.Stale)+" anew"))
	}
	if c.Damaged > 0 {
		parts = append(parts, t.Warned.Text(count.Of(c.Damaged, "damaged place")))
	}
	if h.Faults != "" {
		parts = append(parts, t.Warned.Text("faults "+h.Faults))
	}
	if bad := h.Forwarded.Refused + h.Forwarded.Failed; bad > 0 {
		parts = append(parts, t.Bad.Text(count.Number(bad)+" failed"))
	}
	if h.Forwarded.Dropped > 0 {
		parts = append(parts, t.Bad.Text(count.Number(h.Forwarded.Dropped)+" dropped"))
	}
	return parts
}

// besides says what else there is to know of how much there is.
func (h *Header) besides() (parts []string) {
	t, c := h.Theme, &h.Counts
	if h.Forwards {
		parts = append(parts, fmt.Sprintf("%s %s passed on", t.PassedOn, count.Number(h.Forwarded.Passed)))
	}
	if c.Cleared > 0 {
		parts = append(parts, t.Dim.Text(count.Number(c.Cleared)+" cleared ("+h.Keys.Of("unclear")+")"))
	}
	if older := c.Evicted - c.Gone; older > 0 {
		parts = append(parts, t.Dim.Text(count.Number(older)+" older not listed"))
	}
	return parts
}

// othersText names the sources that are not shown, in fewer words where there is less room;
// where there is none for all of them it says how many others there are. Empty for none.
func (h *Header) othersText(room int) string {
	if len(h.Others) == 0 {
		return ""
	}
	bar := h.Theme.Dim.Text(h.Theme.Bar)
	var long, short []string
	for _, o := range h.Others {
		long, short = append(long, o.Long), append(short, o.Short)
	}
	tries := [][]string{long, short}
	for n := len(short) - 1; n > 0; n-- {
		tries = append(tries, append(slices.Clone(short[:n]), fmt.Sprintf("%s: %d more", h.Keys.Of("sources"), len(short)-n)))
	}
	for _, try := range tries {
		if text := bar + " " + strings.Join(try, " "+bar+" ") + " " + bar; styled.Width(text) <= room {
			return text
		}
	}
	text := bar + " " + h.Keys.Of("sources") + ": " + count.Of(len(h.Others), "other")
	if h.Fresh > 0 {
		text += " +" + count.Number(h.Fresh)
	}
	return text + " " + bar
}

// roomForListening is from which width on that is said in a word as well.
const roomForListening = 140

// roomForStream is from which width on it is said that a stream is watched.
const roomForStream = 90

// listening says where segtap listens, if it does.
func (h *Header) listening(w int) string {
	switch {
	case h.Opened != "":
		return h.Theme.Accent.Text(h.Theme.Opened+" "+h.Opened) + ", opened, read only"
	case h.Counts.WriterGone:
		return h.Theme.Warned.Text(h.Theme.Err + " the other segtap has ended: start again to capture")
	case h.Watching && h.OneKey:
		return h.Theme.Good.Text(h.Theme.Dot) + " watching one write key, read only"
	case h.Watching && h.Stream && w < roomForStream:
		return h.Theme.Good.Text(h.Theme.Dot) + " watching"
	case h.Watching && h.Stream:
		return h.Theme.Good.Text(h.Theme.Dot) + " watching a stream"
	case h.Watching:
		return h.Theme.Warned.Text("watching another segtap")
	}
	state := h.Theme.Good.Text(h.Theme.Dot)
	if w >= roomForListening {
		state += " listening"
	}
	if h.Address == "" {
		return state + " for its own machine"
	}
	return state + " " + strings.TrimPrefix(h.Address, "http://")
}

// catalogueText says what events are checked against, in the room there is.
func (h *Header) catalogueText(room int) string {
	short := h.Destination
	judge, c := h.Judge, h.Judge.Catalogue()
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
	if age := ageText(c, h.Now); age != "" {
		text += ", " + age
	}
	for _, long := range []string{"destination " + h.Destination + text, h.Destination + text} {
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

// KeptIn says where what is captured is kept.
func (h *Header) KeptIn(room int) string {
	if h.File == "" {
		return "kept in memory only"
	}
	path := sanitize.Escape(h.File)
	if over := sanitize.Width(path) - room; over > 0 { // its end tells more than its beginning
		path = ansi.TruncateLeft(path, over+1, h.Theme.Ellipsis)
	}
	return path
}
