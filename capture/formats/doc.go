// Package formats reads what people have in files: messages and batch bodies as JSON,
// records of a capture file, the HAR file that a browser saves, curl commands.
//
// It promises:
//
//   - A format is recognised by what stands in the input, never by its name, and never
//     guessed: what is no message is refused with an error that wraps [ErrForeign] and
//     says what it is, where that can be seen.
//   - An input is read item by item, whatever its size: in memory lies no more than the
//     largest line, element of an array or request of a HAR file, all of which are
//     bounded. [Work] has as much of it in memory as processors need, and of long lines,
//     more than half a MiB, one at a time.
//   - An item is as if it had been captured, as far as the input tells of it: what is
//     read is taken in by [message.TakeIn], as the capture endpoint does it.
//   - Of a HAR file, the requests that go to routes of Segment are read. That none is
//     missing is not promised, and [File.Notes] says so: browsers leave some out. A body
//     that the file does not have is a problem of the file, not of who sent it.
//
// A [Reader] reads an input as it comes; a [File] is read again at any place of it.
//
// A [Writer] writes messages in a format, with as much of their requests as it has room
// for. A capture file of a capture file has its records as they stand.
//
// It never opens a file, never judges a message, and never runs or expands a command.
package formats
