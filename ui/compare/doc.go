// Package compare is the dialog that says in what two entries differ: an entry and the one that it was made of, or two that
// are marked. It compares their messages, what becomes of these (verdict, gates, problems, custom event), and what was
// answered to them.
//
// It promises:
//
//   - Messages are compared as they came, but for the white space between tokens: the order of members, the spelling of
//     numbers and of characters are differences like others.
//   - All that is said of an entry comes from one reading of it.
//   - Reading and comparing are done by commands; [Compare.View] draws what is in sight.
//
// [Parts] compares them for who has no screen, by the same rules.
//
// It changes and sends nothing.
package compare
