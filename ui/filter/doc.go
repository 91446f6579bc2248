// Package filter is the line in which a filter is typed, on every screen that has a list: it says what is wrong with what
// is typed, at its column, how it may go on, and how much it finds. The language is that of package query.
//
// It searches nothing: its screen does.
package filter
