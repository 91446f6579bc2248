// Package jsondoc reads a JSON text into a flat list of nodes that point into
// its bytes.
//
// It promises:
//
//   - Nothing is lost: every value and member name is known with its place in
//     the text, and [Value.Raw] gives the bytes as they came, with the spelling
//     of numbers, the order of members, duplicate members and invalid UTF-8.
//   - Meaning is JavaScript's, since the programs that read these texts later
//     are written in it: the last of several members of one name wins, strings
//     may hold half of a surrogate pair, bytes that are not UTF-8 read as U+FFFD.
//   - Time and memory grow linearly with the text, and no method recurses:
//     the only limit is a nesting of [MaxDepth] levels.
//   - Nothing panics, on any input and on the zero [Value].
//
// It never copies the text, changes it, or reads a number as a float64. A Doc
// therefore lives no longer than the bytes it was made from.
//
// Strings are given as WTF-8 (https://simonsapin.github.io/wtf-8/): UTF-8 in
// which half of a surrogate pair is written as three bytes, as if it were a
// character. [AppendString] turns them back into JSON.
package jsondoc
