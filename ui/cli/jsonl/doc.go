// Package jsonl makes the lines of JSON that segtap prints: of entries with their
// verdict, of diagnostics, and of any value.
//
// It promises that a line is valid JSON without a newline in it, and that a terminal
// may show it: characters that act on one are escaped. It writes to whom it
// is given and nowhere else.
package jsonl
