// Package mapping knows what a Segment message becomes at LaunchDarkly, and
// what is wrong with it.
//
// It promises:
//
//   - The same message, destination, settings and clock always give the same
//     judgement. The package is pure: it does no I/O, reads no clock, starts
//     no goroutine and keeps no global state that changes.
//   - The bytes of a message are never altered. Numbers keep the spelling they
//     came with; what JavaScript makes of them is computed beside them.
//   - No input makes it panic, and no input is refused without a diagnostic
//     that names the place.
//   - An [Event] exists exactly when the destination would send one.
//
// It never says that an experiment will count an event when that cannot be
// seen from the event and the catalogue: what is unknown is [Unknown], with
// the reason.
//
// The way through: [Judge.Message] takes a [Message], runs the engine of its
// [Destination] and walks the nine gates; what it finds are [Diagnostic]
// values, whose codes stand in one table (see [Codes]).
package mapping
