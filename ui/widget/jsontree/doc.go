// Package jsontree shows a JSON text as lines that fold, wrap, scroll, carry marks and answer to JSON Pointers.
//
// Promises:
//
//   - What is shown is what came: member order, duplicate members, the spelling of numbers and the escapes inside
//     strings are those of the raw text. Only white space between tokens is ours, and characters that could harm or
//     fool the terminal are shown escaped (package sanitize).
//   - Showing costs what is on the screen. The text is parsed once, in [New]; [Tree.View] looks only at the lines it
//     draws, however long the document and however long a single line.
//   - [Tree.View] gives exactly the lines asked for, none wider than asked for, for any size down to zero.
//   - No input makes it panic. Text that is not JSON is shown as it came, with the place of the error marked.
//   - Colours never carry a meaning alone: without styles the same glyphs, notes and texts appear.
//
// It never changes the raw text, and it is not safe for concurrent use.
package jsontree
