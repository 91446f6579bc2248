// Package coverage sums up what has been seen of each event key, and how the events
// of each metric fare.
//
// It promises that the sums take bounded memory whatever comes: of values a sample is
// kept, of context keys a sketch, and names beyond some thousands are not followed
// unless they feed a metric. What was made here is counted apart from what the app sent.
//
// It has no lock, and never judges: it is told of judgements.
package coverage
