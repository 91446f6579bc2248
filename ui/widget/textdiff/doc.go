// Package textdiff says in what two texts differ, line by line and within a line word by word, and shows it: side by side
// or one below the other, what is equal folded.
//
// Promises:
//
//   - The old sides of all rows, one after another, are the old text, and the new sides the new one, byte for byte.
//   - A row is [Same] only where both lines are; what is not marked in a changed line is equal on both sides, in its order.
//   - No difference is told by colour alone: each line has its sign, "-", "+" or "~".
//   - Comparing takes a time that grows with the length of the texts, not with its square: texts that have little in common
//     may be said to have less than they have.
//   - [View.Lines] draws what is in sight and looks at nothing else.
package textdiff
