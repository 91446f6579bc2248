package compare

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"segtap/capture"
	"segtap/capture/journal"
	"segtap/capture/replay"
	"segtap/capture/store"
	"segtap/mapping/jsondoc"
	"segtap/mapping/verdict"
	"segtap/ui/widget/textdiff"
)

// part is what of two entries is compared.
type part uint8

const (
	message part = iota
	event
	answer
	partCount
)

var partNames = [...]string{message: "message", event: "event and verdict", answer: "answer"}

// texts are what is compared of one entry, by part.
type texts [partCount]string

// Part is one part of what is compared, for who shows it otherwise.
type Part struct {
	Name  string // such as event and verdict
	Rows  []textdiff.Row
	Blank bool // it came with other white space, and differs in nothing else
}

// Parts compares two entries.
func Parts(before, after *store.Captured) []Part {
	both := textsOfBoth(before, after)
	parts := make([]Part, partCount)
	for p := range partCount {
		parts[p] = Part{Name: partNames[p], Rows: textdiff.Compare(both[0][p], both[1][p])}
	}
	parts[message].Blank = whiteSpace(before, after, both)
	return parts
}

// textsOfBoth are what is compared of two entries.
func textsOfBoth(before, after *store.Captured) [2]texts {
	attempt := attemptOf(after, nil)
	return [2]texts{textsOf(before, attemptOf(before, attempt)), textsOf(after, attempt)}
}

func textsOf(got *store.Captured, attempt *replay.Attempt) texts {
	return texts{message: string(jsondoc.Indent(got.Message.Text)), event: eventText(got), answer: answerText(got, attempt)}
}

// eventText is what becomes of a message: the headline, the gates with what was found at
// each, the custom event.
func eventText(got *store.Captured) string {
	j := &got.Judgement
	var b strings.Builder
	fmt.Fprintf(&b, "verdict: %s\n", j.Summary())
	for _, gate := range verdict.AllGates() {
		fmt.Fprintf(&b, "%s: %s\n", gate, j.Verdict.Gates.State(gate))
		for i := range j.Diagnostics {
			if d := &j.Diagnostics[i]; d.Gate == gate && d.Severity > verdict.Info {
				fmt.Fprintf(&b, "  %s\n", strings.Join(strings.Fields(d.Name()+" "+d.Metric+" "+d.Pointer+" "+d.Value), " "))
			}
		}
	}
	for i := range j.Metrics {
		m := &j.Metrics[i]
		counts := "does not count"
		switch j.CountsFor(m) {
		case verdict.Pass:
			counts = "counts"
		case verdict.Unknown:
			counts = "may count"
		case verdict.Warn, verdict.Fail:
		}
		fmt.Fprintf(&b, "metric %s: %s\n", m.Metric.Key, counts)
	}
	b.WriteString("\n")
	if j.Event == nil {
		b.WriteString("(nothing goes to LaunchDarkly) " + j.Reason)
		return b.String()
	}
	if !j.Sent() {
		b.WriteString("(nothing goes to LaunchDarkly)\n")
	}
	b.Write(jsondoc.Indent(j.Event.AppendJSON(nil)))
	return b.String()
}

// answerText is what was answered to an entry, by an attempt if there was one.
func answerText(got *store.Captured, attempt *replay.Attempt) string {
	if attempt != nil {
		return attemptText(attempt)
	}
	if got.Record.Kind == journal.Request && got.Record.Status != 0 {
		return fmt.Sprintf("status: %d %s\nfrom: segtap, to whoever sent the message", got.Record.Status, http.StatusText(got.Record.Status))
	}
	return "(no answer: it has not been sent)"
}

// attemptOf returns the attempt whose answer is the one to an entry: of what a replay made,
// the sending that it was made for; of what came from a client, the last passing on; of an
// edit, its last sending. That of the entry that it is compared with, if both have it, is
// that one's.
func attemptOf(got *store.Captured, other *replay.Attempt) *replay.Attempt {
	for i := len(got.Attempts) - 1; i >= 0; i-- {
		a := &got.Attempts[i]
		switch {
		case other != nil && a.At.Equal(other.At) && a.URL == other.URL && a.ID == other.ID:
		case a.Kind == replay.Forward, got.Entry.Origin == capture.Edited, madeFor(a, got.Entry.ID):
			return a
		}
	}
	return nil
}

// madeFor reports whether an entry was made to be sent by an attempt.
func madeFor(a *replay.Attempt, id uint64) bool {
	for _, send := range a.Sends {
		if send.Child == id && send.Entry != id {
			return true
		}
	}
	return len(a.Sends) == 0 && a.EntryID != id
}

func attemptText(a *replay.Attempt) string {
	var b strings.Builder
	status := "none"
	if a.Status != 0 {
		status = strings.TrimSpace(strconv.Itoa(a.Status) + " " + http.StatusText(a.Status))
	}
	fmt.Fprintf(&b, "status: %s\nfrom: %s, %s %s\n", status, a.Target, a.Method, a.URL)
	if a.Tries > 1 {
		fmt.Fprintf(&b, "tries: %d\n", a.Tries)
	}
	fmt.Fprintf(&b, "means: %s\n", a.Meaning())
	for _, f := range a.ResponseHeader {
		fmt.Fprintf(&b, "%s: %s\n", f.Name, f.Value)
	}
	if a.HeaderTruncated {
		b.WriteString("(and more header fields)\n")
	}
	b.WriteString("\n")
	b.Write(jsondoc.Indent(a.ResponseBody))
	if a.Truncated {
		b.WriteString("\n(the answer is longer: this is what was kept of it)")
	}
	return b.String()
}

// whiteSpace reports whether two messages that are shown alike came with other white space.
func whiteSpace(a, b *store.Captured, shown [2]texts) bool {
	return shown[0][message] == shown[1][message] && string(a.Message.Text) != string(b.Message.Text)
}
