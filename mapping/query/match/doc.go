// Package match compares texts without differences of case.
//
// It promises:
//
//   - A [Pattern] is compared with all of a text, a [Phrase] is looked for in one.
//   - Case is Unicode's: ß is SS, the ligature ﬁ is fi, both small sigmas are one.
//     Accents are not folded.
//   - A phrase is found in JSON text as it stands there and as its strings read.
//     [Phrase.MayMatch] rules out a line of a capture file without reading it, and
//     never one that has the phrase.
//   - Time grows with the text, and texts up to [Short] bytes allocate nothing.
//   - Nothing panics, on any bytes.
//
// It knows no message, no field and no filter.
package match
