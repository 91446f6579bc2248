// Package jsonl writes a value as one of the lines of JSON that segtap prints.
//
// It promises that a line is valid JSON without a newline in it, and that a terminal
// may show it: characters that act on one are escaped. It writes to whom it
// is given and nowhere else.
package jsonl
