// Package spelling tells names that are meant from names that are written.
//
// It promises:
//
//   - Of a list of names [Nearest] finds the one that was meant by a name that is
//     none of them: settings, codes, members of a file.
//   - Names of events are compared by their words, whatever is between these, and
//     however a slip has changed one of them, or two are written as one. A word that is
//     another one is no slip.
//
// It knows no metrics and no events, and never says that a name is right.
package spelling
