// Package machine says what of this machine segtap uses: its clipboard, its
// editor, what its locale lets a terminal show, and how much room its disks have. The screen and doctor ask the
// same functions, so that what doctor says is what the screen does.
//
// It looks, and never starts or changes anything.
package machine
