// Package frames has Bubble Tea draw what a key has changed at once.
//
// Bubble Tea draws at the ticks of a clock, 120 a second at most, so what a key has changed waits for the next one: up to
// 8.3 ms, more than all the rest of the way from the key to the terminal. Here the clock ticks twice a millisecond from a
// key, a click, a paste or another size on, until a little after it; and slower than that while nobody does anything.
//
// It promises that what is drawn is what Bubble Tea draws, only earlier. It never draws itself.
package frames
