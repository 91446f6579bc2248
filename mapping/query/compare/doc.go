// Package compare holds the values of a message against what a filter asks of
// them.
//
// It promises:
//
//   - Numbers are compared as they are written, of any size: none becomes a
//     float64.
//   - An [Operand] that was written by [Operand.Append] is read back as the same.
//   - [Operand.Implies] may say no where yes is true, and never the other way.
//   - Nothing panics, on any value.
//
// It never sees an entry: which value is asked for is up to the caller, or to the
// path that [Find] follows.
package compare
