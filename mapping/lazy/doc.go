// Package lazy makes what takes long to make when it is first used.
//
// It promises that a pattern is compiled once at most, whoever asks first: all of
// them together take longer than most commands do. It never fails later than a
// test can see: a pattern that is none panics at its first use.
package lazy
