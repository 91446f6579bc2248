// Package mapping knows what a Segment message becomes at LaunchDarkly, and
// what is wrong with it. Its one entrance is the [Judge]: [Judge.Message] takes
// a message apart from everything else that goes on, and says all of it.
//
// The rooms, each of which knows those above it and no other:
//
//	jsondoc       a JSON text as a flat tape over its own bytes
//	prose         how sentences name values, places, lists and lengths of time
//	spelling      which name was meant by one that is none
//	tree          a JSON or YAML file as values with their places
//	lazy          patterns that are compiled when they are first used
//	message       a request split into its messages, each with its arrival
//	destination   what Segment's destination makes of a message: the engine, and
//	              the actions as data; in kit its mapping language, in date the
//	              dates that it reads
//	catalogue     the metrics and experiments that are known, indexed by event key
//	verdict       gates, codes and their texts; what a finding is, and its repair
//	gates         the nine questions, and the sentences about the message at hand
//	mapping       the judge, which asks them in order, and what it comes to
//	query         the filters that people type
//	expectation   what is expected of events, and whether they are so
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
//   - No input makes it panic, and no input is refused without a diagnostic
//     that names the place.
//   - A [destination.Event] exists exactly when the destination would send one.
//
// It never says that an experiment will count an event when that cannot be
// seen from the event and the catalogue: what is unknown is [verdict.Unknown],
// with the reason. A filter on what Segment's event does not carry, such as an
// attribute of a context, is neither taken to admit the event nor to exclude
// it. What only LaunchDarkly can see is left out altogether: whether the
// context saw the flag before, holdouts, and traffic that is not allocated.
//
// The creation date of a custom event is the timestamp as Segment corrects it for
// the sender's clock, where the [message.Arrival] says when the message came and
// when its sender says it was sent; see [Judgement.Correction].
//
// Gates 6 to 9 ask a [catalogue.Catalogue], which [Judge.With] gives a judge. Each
// metric with the event's key has a verdict of its own ([verdict.Metric]); the
// message has the gates of the one that gets furthest, and counts when any of them
// counts it ([Judgement.Summary] says it in one sentence). A gate can fail
// without an error: nothing is wrong with an event that no metric wants.
package mapping
