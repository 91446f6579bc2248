// Package mapping knows what a Segment message becomes at LaunchDarkly, and
// what is wrong with it.
//
// It promises:
//
//   - The same message, destination, settings, catalogue and clock always give
//     the same judgement. The package is pure: it does no I/O, reads no clock,
//     starts no goroutine and keeps no global state that changes. (A judge
//     with a catalogue remembers which event names are near to which metrics:
//     that saves time and changes no answer.)
//   - The bytes of a message are never altered. Numbers keep the spelling they
//     came with; what JavaScript makes of them is computed beside them.
//   - What a diagnostic says is made from the message at hand: its place, its
//     value, what becomes of it, and the way out for that field under the mapping
//     in force. A quick fix changes the fault alone, and no number goes through a
//     double on its way into one.
//   - No input makes it panic, and no input is refused without a diagnostic
//     that names the place.
//   - An [Event] exists exactly when the destination would send one.
//
// It never says that an experiment will count an event when that cannot be
// seen from the event and the catalogue: what is unknown is [Unknown], with
// the reason. A filter on what Segment's event does not carry, such as an
// attribute of a context, is neither taken to admit the event nor to exclude
// it. What only LaunchDarkly can see is left out altogether: whether the
// context saw the flag before, holdouts, and traffic that is not allocated.
//
// The creation date of a custom event is the timestamp as Segment corrects it for
// the sender's clock, where the [Arrival] says when the message came and when
// its sender says it was sent; see [Judgement.Correction].
//
// The way through: [Judge.Message] takes a [Message], runs the engine of its
// [Destination] and walks the nine gates; what it finds are [Diagnostic]
// values, whose codes stand in one table (see [Codes]).
//
// Gates 6 to 9 ask a [Catalogue], which [Judge.With] gives a judge. Each metric
// with the event's key has a verdict of its own ([MetricVerdict]); the message
// has the gates of the one that gets furthest, and counts when any of them
// counts it ([Judgement.Summary] says it in one sentence). A gate can fail
// without an error: nothing is wrong with an event that no metric wants.
package mapping
