// Package tally counts how requests to the capture endpoint were answered, since it began: what
// nobody else counts, because no entry shows it.
//
// It promises:
//
//   - A [Tally] is for many goroutines at once, and what it costs a request is some atomic additions
//     and two looks at a clock; a nil one counts nothing and costs nothing.
//   - Nothing that a client sends is kept: answers are told apart by their status and an outcome,
//     which is a word of segtap's own.
//   - Its sums only grow.
//
// It never reads a request.
package tally
