// Package columns is what a row of the list of events shows: which columns there are, which of them fit a width and how
// wide they are, and how an entry is drawn in them.
//
// It promises:
//
//   - Every row and the heading are at most as wide as they are told to be, whatever stands in an entry, by either way in
//     which terminals count cells.
//   - What does not fit is left out, the least important first; the sign of the verdict and the event go last.
//   - The widths follow from the width of the list and from what its rows need that have been in sight. That only grows,
//     so that nothing jumps to and fro when it scrolls.
//
// It asks no store.
package columns
