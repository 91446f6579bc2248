// Package replays is the Replays screen: every attempt that the capture file knows, and under the list all of the selected
// one: what it means, the request and the answer, as they were recorded.
//
// It promises:
//
//   - The list is drawn from small rows; an attempt is read from the capture file when it is selected, by a command.
//   - Filters are those of the Events screen: what they say of entries is asked of the entry that was sent, target: and
//     status: of the attempt itself. Choosing and sorting are done by commands; what was shown stays until they are done.
//   - An attempt of which nobody knows what came of it is shown as unknown, not as failed.
//
// It sends nothing: the shell opens what does.
package replays
