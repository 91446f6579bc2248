// Package viewport keeps the place in a long list: which row is selected, which rows are on the screen, and whether the
// newest row stays selected while more arrive.
//
// Promises:
//
//   - The selected row is always within the list and always within the window.
//   - Every method costs the same for ten rows and for ten million: only numbers are kept, never the rows.
//
// It never renders: [List.Window] says which rows to draw. It is not safe for concurrent use.
package viewport
