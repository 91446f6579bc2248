package draw

import (
	"fmt"
	"strings"

	"segtap/capture"
	"segtap/mapping/verdict"
	"segtap/ui/theme"
	"segtap/ui/widget/sanitize"
)

// Verdict returns the sign of an entry's verdict.
func Verdict(t *theme.Theme, e capture.Entry) (string, theme.Paint) {
	switch {
	case e.Verdict.Worst() == verdict.Error:
		return t.Err, t.Bad
	case e.Verdict.Worst() == verdict.Warning:
		return t.Warn, t.Warned
	case e.Type != "track":
		return t.None, t.Dim
	case e.Verdict.Headline == verdict.CountsNowhere:
		return t.Nowhere, t.Warned
	}
	return t.OK, t.Good
}

// ID returns the number of an entry; of one that has not been counted yet, that it has
// none.
func ID(t *theme.Theme, id uint64) string {
	if id >= capture.Provisional {
		return "#" + t.Ellipsis
	}
	return fmt.Sprintf("#%d", id)
}

// Name names an entry: a Track call by its event, others with their type,
// what was made here by where it comes from.
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
	switch e.Origin {
	case capture.Edited:
		return t.Edited + " " + name
	case capture.Replayed:
		if e.Attempts > 0 && (e.Answer < 200 || e.Answer > 299) {
			return t.Replayed + t.Err + " " + name
		}
		return t.Replayed + " " + name
	case capture.Opened:
		return t.Opened + " " + name
	case capture.Received:
		if e.Parent != 0 {
			return t.Replayed + " " + name
		}
	}
	return name
}

// OrDash returns a name that is safe to show, and a dash for none.
func OrDash(t *theme.Theme, s string) string {
	if s == "" {
		return t.Dash
	}
	return sanitize.Visible(s)
}
