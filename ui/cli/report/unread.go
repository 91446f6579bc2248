package report

import (
	"segtap/mapping/origin"
	"segtap/ui/cli/input"
)

// notRead is the rule of calls whose event name could not be read.
const notRead = "name_not_read"

// unreadTitle is what is said of such a call in a few words.
const unreadTitle = "the event name of this call could not be read"

// unreadMeans says what comes of such a call.
const unreadMeans = "It may send any event: no metric is said to be missing its events for certain."

// unreadEach says the same of several.
const unreadEach = "each may send any event, so that no metric is said to be missing its events for certain."

func whyUnread(u *origin.Unread) string { return u.Why + ". " + unreadMeans }

// unreadRow is such a call in Markdown.
func (r *Report) unreadRow(i int) string {
	u := &r.Unread[i]
	return cells(code(input.Place(r.fileFrom(u.Place.File), u.Place.Line)), sentence(u.Why))
}

func (w *sarifWriter) unread(u *origin.Unread) {
	w.results = append(w.results, sarifResult{
		Rule: notRead, RuleIndex: w.rule(notRead, unreadRule), Level: sarifLevels["info"],
		Message:      sarifText{Text: message("The event name could not be read: " + whyUnread(u))},
		Locations:    []sarifLocation{w.location(u.Place.File, u.Place.Line, u.Place.Column)},
		Fingerprints: w.fingerprint(notRead, w.report.fileFrom(u.Place.File), u.Why),
		Further:      map[string]any{"language": u.By},
	})
}

func unreadRule() sarifRule {
	const what = "The event name of a call could not be read."
	return sarifRule{
		notRead,
		sarifText{Text: what},
		sarifText{Text: what + " " + unreadMeans},
		sarifText{Text: "Give the name as a literal, or as a constant that the same file defines, to have it held against plans and metrics."},
		"",
		sarifDefaults{sarifLevels["info"]},
		map[string]any{"tags": []string{"events", "names"}, "problem.severity": recommended("info"), "precision": "very-high"},
	}
}
