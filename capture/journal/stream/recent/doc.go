// Package recent has messages of a stream in memory: some that follow each other, and the end of
// the stream, as much of it as there is room for.
//
// It promises that what is added is found under its sequence, unchanged, until it gives way to
// what is newer; and that who has been given some of it keeps that, whatever is added.
// It never reads a stream.
package recent
