// Package mapper is what `segtap map` does with its input: each message becomes a
// line that says what the destination sends for it.
//
// It promises the order of the input, whatever the number of processors, and an
// answer to a line before the next has come. It is the same as what capture sees,
// but for cases, which bring a mapping of their own. Its memory does not grow with the input:
// beyond lines of half a MiB it is up to 70 times the longest, however many there are.
package mapper
