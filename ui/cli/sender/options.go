package sender

import (
	"strconv"
	"strings"
	"time"

	"segtap/capture/replay"
	"segtap/capture/replay/plan"
	"segtap/mapping/query"
	"segtap/ui/cli/console"
)

// Options say what is sent, where, and how.
type Options struct {
	Target      replay.Target
	Environment replay.Environment // behind it, as far as it is known
	Wanted      *query.Filter      // nil: all
	First, Last uint64             // of the messages, by their number; 0 for no end
	Edits       bool               // edits and replays are wanted too
	Limit       int                // of how many messages; 0 for no limit
	Changes     plan.Changes
	ToNow       bool // Changes.Shift is what has the last message happen now
	Pace        plan.Pace
	Yes         bool
	Confirmed   string // the key of a critical environment, as it was given
	JSON        bool
	Again       []replay.Outcome // of a resumed run
	Version     string
}

// ParseRate reads --rate: how many a second, or with /s, /m or /h behind it.
func ParseRate(text string) (float64, error) {
	if text == "" {
		return 0, nil
	}
	number, unit, _ := strings.Cut(text, "/")
	per, known := map[string]float64{"": 1, "s": 1, "m": 60, "h": 3600}[unit]
	n, err := strconv.ParseFloat(number, 64)
	if !known || err != nil || !(n > 0 && n <= 1e6) {
		return 0, console.Usage("such as 50, 50/s or 600/m", "--rate %q is no rate", text)
	}
	return n / per, nil
}

// ParseTime reads --time.
func ParseTime(text string) (times plan.Times, shift time.Duration, toNow bool, err error) {
	switch rest, by := strings.CutPrefix(text, "shift="); {
	case text == plan.AsWas.String():
		return plan.AsWas, 0, false, nil
	case text == plan.Present.String():
		return plan.Present, 0, false, nil
	case text == plan.Shifted.String():
		return plan.Shifted, 0, true, nil
	case by:
		if shift, err = time.ParseDuration(rest); err == nil {
			return plan.Shifted, shift.Truncate(time.Millisecond), false, nil
		}
	}
	return 0, 0, false, console.Usage("give original, now, shift (the last message happens now) or shift=2h", "--time %q is none", text)
}

// ParseRange reads --range, such as 3..20, 3.. or ..20.
func ParseRange(text string) (first, last uint64, err error) {
	if text == "" {
		return 0, 0, nil
	}
	from, to, isRange := strings.Cut(text, "..")
	if !isRange {
		to = from
	}
	read := func(s string) uint64 {
		if s = strings.TrimPrefix(s, "#"); s == "" {
			return 0
		}
		n, wrong := strconv.ParseUint(s, 10, 64)
		if wrong != nil || n == 0 {
			err = console.Usage("such as 3..20, 3.. or ..20, as messages are numbered from 1 on", "--range %q is no range", text)
		}
		return n
	}
	first, last = read(from), read(to)
	if err == nil && last > 0 && first > last || err == nil && text == ".." {
		err = console.Usage("such as 3..20, 3.. or ..20, as messages are numbered from 1 on", "--range %q is no range", text)
	}
	return first, last, err
}

// ParseAgain reads --again.
func ParseAgain(names []string) ([]replay.Outcome, error) {
	var all []replay.Outcome
	for _, name := range names {
		switch name {
		case replay.Unsure.String():
			all = append(all, replay.Unsure)
		case replay.Declined.String():
			all = append(all, replay.Declined)
		default:
			return nil, console.Usage("give unknown, refused or both", "--again %q is none", name)
		}
	}
	return all, nil
}
