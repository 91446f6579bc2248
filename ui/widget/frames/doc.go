// Package frames has Bubble Tea draw what a key has changed at once.
//
// Bubble Tea draws at the ticks of a clock: 60 a second by itself, 120 where a program asks for the most it gives. So what a
// key has changed waits for the next one, up to 16.7 or 8.3 ms: more than all the rest of the way from the key to the terminal.
// Here the clock ticks twice a millisecond from a key, a click, a paste or another size on, until a little after it; and 60
// times a second otherwise, so what comes by itself while nobody does anything is drawn up to 16.7 ms later.
//
// It reaches into a private field of Bubble Tea's program, its clock, by reflection. Where a version has none of that name and
// type, all is drawn 60 times a second, as Bubble Tea does by itself.
//
// It promises that what is drawn is what Bubble Tea draws, never later than Bubble Tea does by itself. It never draws itself.
package frames
