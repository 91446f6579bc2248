package mapping

import "slices"

// Headline is the sum of the nine gates in a few words.
type Headline uint8

// The headlines.
const (
	HeadlineUnknown   Headline = iota // it reaches LaunchDarkly; no catalogue says whether it counts
	Counts                            // it counts toward a metric of a running experiment
	CountsNowhere                     // it reaches LaunchDarkly, and no metric takes it
	DroppedBySegment                  // Segment answers 200 and then discards it
	Rejected                          // Segment answers 400
	NotForDestination                 // not a Track call: the destination has nothing to do with it
)

var headlineTexts = [...]string{
	HeadlineUnknown:   "reaches LaunchDarkly, counting unknown",
	Counts:            "counts",
	CountsNowhere:     "counts nowhere",
	DroppedBySegment:  "dropped by Segment",
	Rejected:          "rejected",
	NotForDestination: "not a Track call",
}

var headlineNames = [...]string{
	HeadlineUnknown:   "unknown",
	Counts:            "counts",
	CountsNowhere:     "counts_nowhere",
	DroppedBySegment:  "dropped",
	Rejected:          "rejected",
	NotForDestination: "not_track",
}

// String gives the headline as a person reads it.
func (h Headline) String() string { return headlineTexts[h] }

// Short gives the headline in the fewest words, for where there is little room.
func (h Headline) Short() string {
	if h == HeadlineUnknown {
		return "reaches LaunchDarkly"
	}
	return headlineTexts[h]
}

// Name gives the headline in lower_snake, as JSON output carries it.
func (h Headline) Name() string { return headlineNames[h] }

// HeadlineNamed gives the headline of a name, as [Headline.Name] writes it.
func HeadlineNamed(name string) (Headline, bool) {
	i := slices.Index(headlineNames[:], name)
	return Headline(max(i, 0)), i >= 0
}

// Verdict is what all diagnostics of a message come to.
type Verdict struct {
	Gates    Gates
	Headline Headline
	Errors   int
	Warnings int
}

// Worst is the highest severity among the diagnostics: [Info] when there is
// none above it.
func (v Verdict) Worst() Severity {
	switch {
	case v.Errors > 0:
		return Error
	case v.Warnings > 0:
		return Warning
	}
	return Info
}
