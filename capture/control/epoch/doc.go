// Package epoch knows which entries came after a moment: the cursors of the automation
// API, and the events that stand behind one.
//
// It promises:
//
//   - A cursor is a text of its own: nothing is remembered of it here, and it means the
//     same after segtap has been ended and started again over the same capture file.
//   - An epoch is the cursor of a moment. What was made before that moment is late,
//     however late it comes: SDKs stamp a message when it is made, and send it later.
//     It is left out and counted, so that what an earlier test made cannot be taken for
//     what a later one did.
//   - What is behind a cursor is read in the order of arrival, each entry once.
//
// It never changes an entry, and what one test does disturbs no other.
package epoch
