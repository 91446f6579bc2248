// Package eventjson makes the JSON of an entry with its verdict, and of diagnostics: the
// same object wherever segtap prints one or answers with one.
//
// It promises that it is valid JSON on one line, with the message as it came but for
// the white space outside of its strings, and that [Escape] makes it harmless to a
// terminal. It never writes anywhere, and reads no file.
package eventjson
