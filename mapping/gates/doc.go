// Package gates asks the nine questions of a message, and writes the sentences
// about what it finds.
//
// Each is asked by a function that adds to [Findings]: [Received] and [Accepted]
// (message.go), [Routed] (message.go, integrations.go) with [Timed]
// (time.go) and [Refused] (destination.go), [Keyed] (key.go), [Valued]
// (destination.go), and [Counted] (metric.go, experiment.go), which walks gates 6 to
// 9 for each metric of the event's key.
//
// It promises:
//
//   - What a diagnostic says is made from the message at hand: its place, its
//     value, what becomes of it, and the way out for that field under the mapping
//     in force. The texts for when nothing more is known come from the table in
//     verdict, and so do severity and gate unless the message says otherwise.
//   - A quick fix changes the fault alone, and is there only when the repair is
//     evident.
//
// Gates 6 to 9 get their states here, for each metric. Those of gates 1 to 5 follow
// from the findings, and what all come to is decided by the judge (package mapping),
// whose tests ask the gates about whole messages.
package gates
