// Package prose is how sentences about messages name what came from outside.
//
// It promises that one thing reads alike in every sentence: a value is quoted and
// cut where it is long ([Quoted], [Shorten]), a place reads as a path ([Dotted]), a
// list names its first members ([Listed]), and numbers and lengths of time are
// written as people read them.
//
// It knows no diagnostic and says nothing by itself: the sentences stand in gates
// and verdict. What it quotes may hold any character; who shows it to a terminal
// makes it safe.
package prose
