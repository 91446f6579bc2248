package plan

import (
	"fmt"
	"strings"
	"time"

	"segtap/capture/replay"
)

// Account is what became of the entries of a plan. Its numbers, but for the total, add
// up to it.
type Account struct {
	Total    int
	Taken    int // answered 200 to 299
	Refused  int // answered otherwise
	Unknown  int // sent, and no answer came: it may have been taken
	NotSent  int // it was tried, or there is nothing of them to send
	UnderWay int
	Left     int // their turn has not come
}

// count counts n entries that came to an outcome; a negative n takes them back.
func (a *Account) count(o replay.Outcome, n int) {
	switch o {
	case replay.Taken:
		a.Taken += n
	case replay.Declined:
		a.Refused += n
	case replay.Unsure:
		a.Unknown += n
	case replay.NotSent:
		a.NotSent += n
	}
}

// AllTaken reports whether nothing remains to be said.
func (a *Account) AllTaken() bool { return a.Taken == a.Total && a.Total > 0 }

// String returns the account in one line.
func (a Account) String() string {
	parts := []string{fmt.Sprintf("%d taken", a.Taken), fmt.Sprintf("%d refused", a.Refused)}
	unknown := fmt.Sprintf("%d unknown", a.Unknown)
	if a.Unknown > 0 {
		unknown += " (sent, and no answer came: may have been taken)"
	}
	parts = append(parts, unknown)
	if a.UnderWay > 0 {
		parts = append(parts, fmt.Sprintf("%d under way", a.UnderWay))
	}
	return strings.Join(append(parts, fmt.Sprintf("%d not sent", a.NotSent+a.Left)), ", ") + fmt.Sprintf(" of %d", a.Total)
}

// Report is how far a run has come.
type Report struct {
	Account
	Elapsed   time.Duration
	PerSecond float64 // entries that came to an outcome, since the run began
	// ToGo is how long it takes until the end as it looks now; negative when nothing can
	// be said yet.
	ToGo time.Duration
	// Held is for how long nothing goes out, since the target asked for that.
	Held     time.Duration
	Until    time.Time // it is held
	Stopping bool
	// Halted says why the run stopped by itself; empty when it did not.
	Halted string
	Ended  bool
}

// Progress returns how far it is in one line.
func (r *Report) Progress() string {
	text := fmt.Sprintf("%d of %d", r.Total-r.Left-r.UnderWay, r.Total)
	if r.PerSecond > 0 {
		text += fmt.Sprintf(", %.1f/s", r.PerSecond)
	}
	if r.ToGo > 0 && !r.Stopping {
		text += ", " + r.ToGo.Round(time.Second).String() + " to go"
	}
	if bad := r.Refused + r.Unknown + r.NotSent; bad > 0 {
		text += fmt.Sprintf(", %d not taken", bad)
	}
	switch {
	case r.Stopping:
		text += "; stopping"
	case r.Held > 0:
		layout := time.TimeOnly
		if r.Held >= 12*time.Hour {
			layout = time.DateTime
		}
		text += "; the target asks to slow down: nothing goes out for " + r.Held.Round(time.Second).String() + ", until " + r.Until.Local().Format(layout)
	}
	return text
}

// Result is what came of one request, or of one entry of which there is nothing to send.
type Result struct {
	Entries []uint64
	Outcome replay.Outcome
	Attempt *replay.Attempt // nil when there was none
	Why     string          // there was none
}
