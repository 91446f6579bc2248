// Package header is the status line: whether segtap listens, what is wrong, how much there is, and what events are judged
// by. It draws what it was given, and asks nobody.
package header
