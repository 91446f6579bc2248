// Package names is what the Metrics screen shows of names that stand in tracking plans and source code: the table of
// names over what one store has seen, kept up to date in the background, and what it says in words.
//
// It promises that the table is that of mapping/naming, and that nothing is judged here: what is wrong with a name, and
// which name comes first, is said as `segtap metrics coverage` says it.
package names
