// Package editor is a text editor for JSON inside a Bubble Tea program.
//
// Promises:
//
//   - What is not edited stays as it is, byte for byte: [Editor.Value] after [New] gives the same text, be its
//     lines ended by LF or CRLF and its bytes UTF-8 or not.
//   - Every change can be undone and redone.
//   - After every change the text is checked, and line and column of the first error in its syntax are known. The error
//     is marked in the gutter by a glyph, not by colour alone.
//   - Of the bracket at the cursor, and of the one that belongs to it, both are underlined. A closing bracket that is
//     typed first in its line is indented as its partner.
//   - Values can be marked ([Editor.SetMarks]), in the gutter by a sign and underlined; the cursor goes from one to the next.
//   - A text is found wherever it stands within a line ([Search]), and shown there underlined, at the cursor as what is
//     selected.
//   - A keystroke costs far less than a millisecond in a text as long as Segment allows a message to be (32 KB): only
//     lines in the window are drawn.
//   - Characters that could harm or fool the terminal are shown escaped (package sanitize).
//
// It is not bubbles/textarea: that draws the whole text twice for each key (37 ms at 32 KB), drops control and replacement
// characters, turns tabs into spaces, and sends bidirectional overrides to the terminal.
//
// It never reads or writes files and never touches the clipboard itself, save by the commands [Editor.Update] returns.
// It is not safe for concurrent use.
package editor
