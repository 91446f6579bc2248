// Package machine says what of this machine the screen uses: its clipboard, its
// editor, and what its locale lets a terminal show. The screen and doctor ask the
// same functions, so that what doctor says is what the screen does.
//
// It looks, and never starts or changes anything.
package machine
