// Package sanitize makes text that came from outside safe to put on a terminal, and fits it into cells.
//
// Promises:
//
//   - [Escape] shows whatever could move the cursor, ring the bell, set a title, reorder the line or hide in it
//     as a visible escape such as \x1b, \u202e or \U000e0041. Nothing is dropped and nothing is replaced by a look-alike,
//     so two strings that differ still differ on the screen, save that text which already contains the eight
//     characters \u202e looks like an escaped U+202E.
//   - Its result is valid UTF-8 without any byte below 0x20, any C1 control, any bidirectional control and any
//     character that takes no room, except combining marks that have a letter to stand on.
//   - [Cut], [Pad] and [Slice] never return more columns than asked for, whichever of the two ways of counting the
//     terminal uses: by grapheme cluster (DEC mode 2027) or by code point (wcwidth).
//
// It never styles: there are no ANSI sequences in what it returns, and those in what it is given are text.
package sanitize
