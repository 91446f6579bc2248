// Package doctor looks whether everything is there that segtap needs, and says of what is not
// what it means and the way out.
//
// It promises that nothing leaves this machine without --online, but for a look at a stream that is named, and that it changes nothing:
// a file that it makes to see whether it can is removed again. What it says of the clipboard,
// the editor, the locale and the address is what the screen does, since both ask the
// same functions.
package doctor
