// Package destination is Segment's LaunchDarkly destinations: what they make of a
// message, and in which words they refuse it.
//
// A [Destination] is data ([Actions], [Classic]); an [Engine] runs any of them with
// the mappings and settings of a workspace: it resolves the mappings (see kit),
// removes what is null or empty, looks for what is required, coerces the types and
// builds the [Event].
//
// It promises:
//
//   - An event, its body and the error messages are byte for byte those of
//     Segment's own code, JavaScript's rules included.
//   - An [Outcome] has an event or says why there is none, never both.
//   - What a field found can be asked for afterwards ([Outcome.Find],
//     [Outcome.Provenance]); nothing is resolved twice for it.
//
// It never changes a message, and knows no metrics and no diagnostics.
package destination
