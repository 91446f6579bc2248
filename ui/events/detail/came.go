package detail

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"segtap/capture/journal"
	"segtap/capture/replay"
	"segtap/capture/store"
	"segtap/mapping/jsondoc"
	"segtap/mapping/verdict"
	"segtap/ui/draw"
	"segtap/ui/keymap"
	"segtap/ui/theme"
	"segtap/ui/widget/count"
	"segtap/ui/widget/sanitize"
	"segtap/ui/widget/styled"
)

// Came is where an entry came from, as far as it is told.
type Came struct {
	theme *theme.Theme
	keys  *keymap.Keys
	now   func() time.Time
	all   bool // not just the most of it, in a line
	key   bool // the write key whole

	keyless bool // nobody may ask for it here
}

// Toggle tells all, or the most of it in a line.
func (c *Came) Toggle() { c.all = !c.all }

// ToggleKey shows the write keys of all entries whole from now on, or masked.
func (c *Came) ToggleKey() (shown bool) {
	c.key = !c.key
	return c.key
}

// notable says that the sender was answered anything but 200, or sent the entry more than
// once.
func (c *Came) notable(got *store.Captured) bool {
	rec := &got.Record
	return rec.Kind == journal.Request && (rec.Status != http.StatusOK && rec.Status != 0 || got.Entry.Retries > 0)
}

// block says where the entry came from: in a line, or all that is known of it, which a
// person may have asked for.
func (c *Came) block(got *store.Captured, w int, all bool) []draw.Paragraph {
	rec := &got.Record
	if rec.Kind != journal.Request {
		return nil // it was made here, and its parent says the rest
	}
	title, forKey := "Where it came from: press "+c.keys.Of("origin")+" for all of it", c.keys.Of("write-key")+" for the write key"
	switch {
	case c.all && c.keyless:
		title = "Where it came from: press " + c.keys.Of("origin") + " for less"
	case c.all:
		title = "Where it came from: press " + c.keys.Of("origin") + " for less, " + forKey
	case all && c.keyless:
		title = "Where it came from"
	case all:
		title = "Where it came from: press " + forKey
	default:
		return draw.Section(c.theme, title, w, []string{styled.Fit(" "+c.briefly(got), w, c.theme.Ellipsis)})
	}
	var lines []string
	for _, fact := range c.facts(got) {
		if fact.text != "" {
			lines = append(lines, styled.Fit(c.theme.Dim.Text(" "+sanitize.Pad(fact.name, 10))+" "+fact.text, w, c.theme.Ellipsis))
		}
	}
	return draw.Section(c.theme, title, w, lines)
}

// briefly is when and from what the entry came, what its sender was answered first
// where that was not 200.
func (c *Came) briefly(got *store.Captured) string {
	parts := []string{draw.Moment(got.Entry.At, c.now()), c.route(got), c.library(got), c.sender(got)}
	if c.notable(got) {
		parts = slices.Insert(parts, 0, "answered "+c.answers(got))
	}
	parts = slices.DeleteFunc(parts, func(part string) bool { return part == "" })
	return strings.Join(parts, "  ")
}

// fact is a line of what is known; an empty text is none.
type fact struct{ name, text string }

// facts is all that is known of where the entry came from.
func (c *Came) facts(got *store.Captured) []fact {
	rec, e := &got.Record, &got.Entry
	received, when := draw.Moment(e.At, c.now()), "received"
	if rec.From != "" && rec.Method == "" { // nobody knows when it came
		when = "its time"
	}
	if rec.Remote != "" && c.all {
		received += "  from " + sanitize.Escape(rec.Remote)
	}
	key := sanitize.Escape(got.WriteKey)
	if !c.key {
		key = sanitize.Escape(replay.NewSecret(got.WriteKey).String())
	}
	forwarded := ""
	switch {
	case e.Forwarded > 0:
		forwarded = c.answered(e.Forwarded)
	case e.Forwarded < 0:
		forwarded = c.theme.Bad.Text(c.theme.Err + " no answer")
	}
	return []fact{
		{when, received},
		{"opened", sanitize.Escape(rec.From)},
		{"request", c.route(got)},
		{"write key", key},
		{"SDK", c.library(got)},
		{"sent by", c.sender(got)},
		{"sentAt", sanitize.Escape(got.Arrival.SentAt)},
		{"answered", c.answers(got)},
		{"forwarded", forwarded},
	}
}

// route is the method and the path of the request, and which message of it this is.
func (c *Came) route(got *store.Captured) string {
	rec := &got.Record
	route := sanitize.Escape(strings.TrimSpace(rec.Method + " " + rec.Path))
	if rec.N > 1 {
		route += fmt.Sprintf(" (%d of %d)", got.Item+1, rec.N)
	}
	return route
}

// library is the SDK, as it names itself.
func (c *Came) library(got *store.Captured) string { return sanitize.Visible(got.Record.Library) }

// sender says what the message was sent by, as far as that can be told: what the message
// says itself, else what only browsers and phones send.
func (c *Came) sender(got *store.Captured) string {
	root := got.Message.Root
	if channel := root.Lookup("/channel").Text(); channel != "" {
		return sanitize.Visible(channel)
	}
	agent := root.Lookup("/context/userAgent").Text()
	for _, h := range got.Record.Headers {
		switch name := http.CanonicalHeaderKey(h.Name); {
		case name == "Origin", name == "Referer":
			return "browser"
		case name == "User-Agent" && agent == "":
			agent = h.Value
		}
	}
	switch {
	case root.Lookup("/context/device").Kind() == jsondoc.Object:
		return "mobile"
	case strings.HasPrefix(agent, "Mozilla/"):
		return "browser"
	case agent != "" || c.library(got) != "":
		return "server"
	}
	return ""
}

// answers is what the sender was answered, and how often it sent the entry.
func (c *Came) answers(got *store.Captured) string {
	rec, e := &got.Record, &got.Entry
	if rec.Status == 0 {
		return ""
	}
	text := c.answered(rec.Status)
	if rec.Status == http.StatusOK && e.Verdict.Headline == verdict.DroppedBySegment { // which is no good sign
		text = "200, as Segment answers what it drops as well"
	}
	if e.Retries > 0 {
		text += " at first, and sent again " + count.Of(e.Retries, "time")
	}
	if last := got.LastStatus; last != 0 {
		text += ", at last " + c.answered(last)
	}
	return text
}

// answered is the status that a sender was answered with, with its sign.
func (c *Came) answered(status int) string {
	if status == http.StatusOK {
		return c.theme.Good.Text(c.theme.OK + " 200")
	}
	return c.theme.Bad.Text(c.theme.Err + " " + strconv.Itoa(status))
}
