// Package gates asks the nine questions of a message, and writes the sentences
// about what it finds.
//
// Each gate is a function that adds to [Findings], in a file of its own: [Received]
// and [Accepted] (message.go), [Routed] (message.go, integrations.go) with [Timed]
// (time.go) and [Refused] (destination.go), [Keyed] (key.go), [Valued]
// (destination.go), and [Counted] (metric.go, experiment.go), which walks gates 6 to
// 9 for each metric of the event's key.
//
// It promises:
//
//   - What a diagnostic says is made from the message at hand: its place, its
//     value, what becomes of it, and the way out for that field under the mapping
//     in force. Code, severity, gate and the texts for when nothing more is known
//     come from the table in verdict.
//   - A quick fix changes the fault alone, and is there only when the repair is
//     evident.
//   - A message with which nothing is wrong costs no allocation here but what its
//     metrics need.
//
// It never decides what all findings come to: that is done by the judge.
package gates
