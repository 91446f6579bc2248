// Package verdict is what can be said of a message: the nine gates and their
// states, the headlines, and the diagnostics.
//
// Everything that holds of a diagnostic whatever the message stands here, in one
// place: its [Code], the row of the one table ([Codes]) with its severity, gate,
// texts and source, and the few words that a metric or a number of events has for
// it ([Code.OfMetric], [Code.OfEvents]). What it says of the message at hand, its
// effect and its fix, is written by gates, but for near misses of a name (miss.go).
//
// It promises:
//
//   - The name of a code is never changed and never reused.
//   - A [Patch] changes the members that it names and no other byte, and no number
//     goes through a double on its way into one.
//   - The states of all gates fit into 32 bits, so that a million of them stay
//     small.
//
// It never looks at a message.
package verdict
