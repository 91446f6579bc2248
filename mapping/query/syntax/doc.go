// Package syntax reads and writes the words, names and values that filters are
// made of. How they are joined, and what they ask, is the business of package
// query.
//
// It promises:
//
//   - Whatever cannot be read has an [Error] with its place, which says whether
//     more typing can mend it.
//   - What [AppendWord], [AppendPattern], [AppendQuoted] and [Path.AppendName]
//     write, the [Scanner] reads back as the same.
//   - Nothing panics, on any text that is UTF-8.
//
// It knows no field by name.
package syntax
