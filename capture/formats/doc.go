// Package formats reads what people have in files: messages, batch bodies and
// records of a capture file, as JSON.
//
// It promises that a format is recognised by what stands in it and never
// guessed: JSON that is no message is refused with an error that wraps
// [ErrForeign] and says what it is, where that can be seen. What is read is taken
// in by [message.TakeIn], as the capture endpoint does it.
//
// It never opens a file, and never judges a message.
package formats
