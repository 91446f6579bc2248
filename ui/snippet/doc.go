// Package snippet tells how each SDK is pointed at a capture endpoint: the lines of code, and the traps. The start screen,
// `segtap snippet` and the guide show them; the tests of capture/sdktest run those that say so.
//
// It only fills an address into texts: it runs nothing and reads nothing.
package snippet
