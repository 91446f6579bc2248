// Package outside hands drafts to an editor outside, $VISUAL, $EDITOR or vi, and takes back what it left.
//
// Drafts hold people's events: only this user can read them, and none is left when the program ends, however it does.
package outside
