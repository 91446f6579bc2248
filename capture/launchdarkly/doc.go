// Package launchdarkly is what is known of LaunchDarkly's side: where its instances
// are, and what the objects of its REST API say of metrics and experiments.
//
// Its rooms:
//
//   - api asks the REST API for a catalogue, and finds the token to ask with.
//   - files reads catalogues from files of any format, and writes them.
//   - tree is a file as a tree of values with their places, read strictly.
//   - fakeld is the API, for tests.
//
// Here is what several of them need. It promises:
//
//   - What the API gives is read as far as it goes. A metric that lacks members, or
//     has unknown ones, never hides another; one without a key is left out.
//   - An [Error] says what was asked, and the way out. It is safe to print: control
//     characters from outside are escaped in it, as [Outside] does.
//
// It never sends, reads or writes anything.
package launchdarkly
