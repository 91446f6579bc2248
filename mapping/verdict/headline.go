package verdict

import "slices"

// Headline is the sum of the nine gates in a few words.
type Headline uint8

// The headlines.
const (
	HeadlineUnknown   Headline = iota // it reaches LaunchDarkly; whether it counts is not known
	Counts                            // it counts toward a metric of a running experiment
	CountsNowhere                     // it reaches LaunchDarkly, and no metric takes it
	DroppedBySegment                  // Segment answers 200 and then drops it
	Rejected                          // Segment answers 400
	NotForDestination                 // not a Track call: the destination has nothing to do with it
	MayNotArrive                      // Segment may not hand it to LaunchDarkly, which is not documented; else it counts, or may
	Unseen                            // the file that tells of it does not have its body

	headlineCount
)

// Headlines is how many headlines there are.
const Headlines = int(headlineCount)

var headlineTexts = [...]string{
	HeadlineUnknown:   "reaches LaunchDarkly; may count",
	Counts:            "counts",
	CountsNowhere:     "counts nowhere",
	DroppedBySegment:  "dropped by Segment",
	Rejected:          "rejected",
	NotForDestination: "not a Track call",
	MayNotArrive:      "may not reach LaunchDarkly",
	Unseen:            "its body is not in the file",
}

var headlineNames = [...]string{
	HeadlineUnknown:   "unknown",
	Counts:            "counts",
	CountsNowhere:     "counts_nowhere",
	DroppedBySegment:  "dropped",
	Rejected:          "rejected",
	NotForDestination: "not_track",
	MayNotArrive:      "may_not_arrive",
	Unseen:            "unseen",
}

// String returns the headline as a person reads it.
func (h Headline) String() string { return headlineTexts[h] }

// Short returns the headline in the fewest words, for where there is little room.
func (h Headline) Short() string {
	switch h {
	case HeadlineUnknown:
		return "reaches LaunchDarkly"
	case MayNotArrive:
		return "may not arrive"
	}
	return headlineTexts[h]
}

var headlineWords = [...]string{
	HeadlineUnknown:   "arrives",
	Counts:            "counts",
	CountsNowhere:     "nowhere",
	DroppedBySegment:  "dropped",
	Rejected:          "rejected",
	NotForDestination: "not Track",
	MayNotArrive:      "unsure",
	Unseen:            "no body",
}

// Word returns the headline in a word or two, of at most nine cells, for a column of a list.
func (h Headline) Word() string { return headlineWords[h] }

// Name returns the headline in lower_snake, as JSON output carries it.
func (h Headline) Name() string { return headlineNames[h] }

// HeadlineNamed returns the headline of a name, as [Headline.Name] writes it.
func HeadlineNamed(name string) (Headline, bool) {
	i := slices.Index(headlineNames[:], name)
	return Headline(max(i, 0)), i >= 0
}
