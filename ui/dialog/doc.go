// Package dialog is what covers the screen and takes the keys: the editor, faults, copying, choosing a file; its rooms have the replay, help and the palette.
//
// It promises:
//
//   - Nothing is sent anywhere without a key that says so, and nothing leaves the machine without a yes to the exact
//     request, shown as it will go out.
//   - A draft with a person's work in it is thrown away only by a yes.
//   - Keeping and sending run in commands, and are told as they go on.
//
// A dialog knows nothing of who opened it: it answers each message with an [Answer].
package dialog
