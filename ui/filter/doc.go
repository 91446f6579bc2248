// Package filter is the line in which a filter is typed, on every screen that has a list, and the list under it of how it may
// go on: [Line] says what is wrong with what is typed, at its column, and how much it finds. [Names] are those that were seen,
// gathered by a command when the line opens. The language is that of package query.
//
// It promises that what is no filter yet, or may become another one at the next key, leaves what is shown as it is.
//
// It searches nothing: its screen does.
package filter
