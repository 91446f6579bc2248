package check

import (
	"fmt"
	"strings"

	"github.com/dustin/go-humanize/english"

	"segtap/mapping"
	"segtap/mapping/verdict"
)

// tally counts what becomes of messages.
type tally struct {
	byHeadline [verdict.Headlines]int // but for those below
	may        int                    // of those that reach LaunchDarkly, are checked against metrics
	untyped    int                    // of those that are no Track calls, have no type that Segment has
}

func (t *tally) add(m *judged, checked bool) {
	switch h := m.headline; {
	case h == verdict.HeadlineUnknown && checked:
		t.may++
	case h == verdict.NotForDestination && m.untyped:
		t.untyped++
	default:
		t.byHeadline[h]++
	}
}

func isUntyped(j *mapping.Judgement) bool {
	for i := range j.Diagnostics {
		if j.Diagnostics[i].Code == verdict.TypeUnknown {
			return true
		}
	}
	return false
}

// headlines returns the numbers that are not 0, by the name of the headline.
func (t *tally) headlines() map[string]int {
	all := t.byHeadline
	all[verdict.HeadlineUnknown] += t.may
	all[verdict.NotForDestination] += t.untyped
	named := make(map[string]int)
	for h, n := range all {
		if n > 0 {
			named[verdict.Headline(h).Name()] = n
		}
	}
	return named
}

// String returns the numbers that are not 0, in the words of the headline.
func (t *tally) String() string {
	var parts []string
	add := func(n int, one, many string) {
		if n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, english.PluralWord(n, one, many)))
		}
	}
	add(t.byHeadline[verdict.Counts], "counts", "count")
	add(t.may, "may count", "may count")
	add(t.byHeadline[verdict.HeadlineUnknown], "reaches LaunchDarkly", "reach LaunchDarkly")
	add(t.byHeadline[verdict.MayNotArrive], "may not reach LaunchDarkly", "may not reach LaunchDarkly")
	add(t.byHeadline[verdict.CountsNowhere], "counts nowhere", "count nowhere")
	add(t.byHeadline[verdict.DroppedBySegment], "dropped by Segment", "dropped by Segment")
	add(t.byHeadline[verdict.Rejected], "rejected", "rejected")
	add(t.byHeadline[verdict.NotForDestination], "not a Track call", "not Track calls")
	add(t.byHeadline[verdict.Unseen], "without its body in the file", "without their body in the file")
	add(t.untyped, "of unknown type", "of unknown type")
	return strings.Join(parts, ", ")
}
