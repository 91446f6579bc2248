// Package input reads what is given to map and check: files and standard input, as
// JSON values of which each has a line or goes over several.
//
// It promises that nothing of the input is lost or read twice, that a line which has
// come does not wait for the next, and that memory does not grow with the input. What
// is no JSON is given as it is. It never judges what it reads, but for records of a
// later version of segtap, which end the reading.
package input
