// Package throttle says how much of the machine work in the background may take. While calls arrive, it leaves most to
// whoever captures and draws, and to the terminal, which is another program.
//
// It limits nothing by itself: the work asks it how to divide itself, and lets others go first when it is told to.
package throttle
