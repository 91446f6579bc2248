package draw

import (
	"fmt"
	"strings"
	"time"

	"segtap/capture"
	"segtap/mapping/verdict"
	"segtap/ui/theme"
	"segtap/ui/widget/sanitize"
)

// Verdict returns the sign of an entry's verdict.
func Verdict(t *theme.Theme, e capture.Entry) (string, theme.Paint) {
	return VerdictOn(t, &t.Inks, e)
}

// VerdictOn is [Verdict] on a surface.
func VerdictOn(t *theme.Theme, on *theme.Inks, e capture.Entry) (string, theme.Paint) {
	switch {
	case e.Verdict.Worst() == verdict.Error:
		return t.Err, on.Bad
	case e.Verdict.Worst() == verdict.Warning:
		return t.Warn, on.Warned
	case e.Type != "track":
		return t.None, on.Dim
	case e.Verdict.Headline == verdict.CountsNowhere:
		return t.Nowhere, on.Warned
	}
	return t.OK, on.Good
}

// ID returns the number of an entry; of one that has not been counted yet, that it has
// none.
func ID(t *theme.Theme, id uint64) string {
	if id >= capture.Provisional {
		return "#" + t.Ellipsis
	}
	return fmt.Sprintf("#%d", id)
}

// Moment returns a time of this zone to the millisecond, with its date unless that is
// today's.
func Moment(at, now time.Time) string {
	at = at.Local()
	if SameDay(at, now) {
		return at.Format("15:04:05.000")
	}
	return at.Format("2006-01-02 15:04:05.000")
}

// Clock returns a time in eight cells at most: that of the day, and for another day its date.
func Clock(at, now time.Time) string {
	at = at.Local()
	switch {
	case SameDay(at, now):
		return at.Format("15:04:05")
	case at.Year() == now.Local().Year():
		return at.Format("Jan _2")
	}
	return at.Format("06-01-02")
}

// DateAndClock returns a time to the second, with its date unless that is today's, in fifteen
// cells at most.
func DateAndClock(at, now time.Time) string {
	at = at.Local()
	switch {
	case SameDay(at, now):
		return at.Format("15:04:05")
	case at.Year() == now.Local().Year():
		return at.Format("Jan _2 15:04:05")
	}
	return at.Format("06-01-02 15:04")
}

// SameDay reports whether two times are of the same day here.
func SameDay(a, b time.Time) bool {
	y, m, d := a.Local().Date()
	year, month, day := b.Local().Date()
	return d == day && m == month && y == year
}

// Name names an entry: a Track call by its event, others with their type. What it was made
// of is [Lineage]'s to say.
func Name(t *theme.Theme, e capture.Entry) string {
	name := sanitize.Visible(e.Name)
	switch {
	case e.Type == "" && e.Verdict.Headline == verdict.Rejected:
		name = strings.TrimRight("(not JSON) "+name, " ")
	case e.Type == "" && e.Verdict.Headline == verdict.Unseen:
		name = strings.TrimRight("(no body) "+name, " ")
	case e.Type == "":
		name = strings.TrimRight("(no message) "+name, " ")
	case e.Type != "track" && name == "":
		name = sanitize.Escape(e.Type)
	case e.Type != "track":
		name = sanitize.Escape(e.Type) + " " + name
	case name == "":
		name = "(no event name)"
	}
	if e.Retries > 0 {
		name = fmt.Sprintf("×%d ", e.Retries+1) + name
	}
	if e.Forwarded < 0 || e.Forwarded > 299 {
		name = t.PassedOn + t.Err + " " + name
	}
	if e.Marked {
		name = t.Marked + " " + name
	}
	if e.Draft {
		name = t.Draft + " " + name
	}
	if e.Origin == capture.Opened {
		name = t.Opened + " " + name
	}
	return name
}

// Lineage says what an entry was made of, and by what; empty for one that a client sent.
func Lineage(t *theme.Theme, e capture.Entry) string {
	sign := MadeBy(t, e)
	if sign == "" || e.Parent == 0 {
		return sign
	}
	return fmt.Sprintf("%s of #%d", sign, e.Parent)
}

// MadeBy returns the sign of what an entry was made by; empty for one that a client sent.
func MadeBy(t *theme.Theme, e capture.Entry) string {
	switch {
	case e.Origin == capture.Edited:
		return t.Edited
	case e.Origin == capture.Replayed && e.Attempts > 0 && (e.Answer < 200 || e.Answer > 299):
		return t.Replayed + t.Err
	case e.Origin == capture.Replayed, e.Parent != 0: // or one that came back here
		return t.Replayed
	}
	return ""
}

// NameAndLineage names an entry and says what it was made of, in w cells: the name gives way
// until it would say nothing any more, then the lineage does.
func NameAndLineage(t *theme.Theme, e capture.Entry, w int) string {
	const enough, least = 18, 6 // cells of a name
	name, lineage := Name(t, e), Lineage(t, e)
	if lineage == "" {
		return sanitize.Cut(name, w)
	}
	if room := w - sanitize.Width(lineage) - 1; e.Parent != 0 && room < enough && room < sanitize.Width(name) {
		lineage = fmt.Sprintf("%s#%d", MadeBy(t, e), e.Parent)
	}
	if w-sanitize.Width(lineage)-1 < least {
		lineage = MadeBy(t, e)
	}
	return sanitize.Cut(sanitize.Cut(name, max(w-sanitize.Width(lineage)-1, 1))+" "+lineage, w)
}

// OrDash returns a name that is safe to show, and a dash for none.
func OrDash(t *theme.Theme, s string) string {
	if s == "" {
		return t.Dash
	}
	return sanitize.Visible(s)
}
