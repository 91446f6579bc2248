// Package notation is how a record is written as a line, and read from one: the format
// of package journal, for those who keep records. What writes lines makes a [Line] and
// finishes it with its id, and a [Pool] of these; what reads them has a [Scanner] for their
// heads, [Read], [Reader] and [Records] for all of them.
//
// It promises that what [Line] writes, [Read] gives back, a body byte for byte; that a
// line which was cut short is never a record; and that reading a head costs no more than
// the bytes before the body.
// It never reads or writes a file, and never reads a clock.
package notation
