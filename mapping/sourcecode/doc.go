// Package sourcecode finds the Track calls of Segment's SDKs in the text of one source
// file: the names of their events, what is said of their properties, and whether they
// name their user.
//
// A file is taken apart into tokens by the lexer of its language, whose rules are data,
// and one recogniser reads these tokens for all languages. It promises that comments and
// texts hold no calls, that a name is told only where it is written in the file, literally
// or as a constant, that each other call of the SDKs is told as one that could not be
// read, with the reason, and that every place lies within the file. What a lexer cannot
// make sense of is a token of its own, and never ends the reading. The time taken grows
// with the length of the text.
//
// It knows one file at a time: a constant of another file is not followed. It reads no
// file, and runs nothing.
package sourcecode
