// Package source takes a source file apart into tokens, and finds its way among them: what
// is in which brackets, where an expression ends, which names hang together.
//
// The rules of a lexer are data; it promises that lexing takes no longer than the text is
// long as long as each rule does, that what no rule knows is a token too, and that each
// token says where in the text it stands. It knows nothing of Segment, and of no language.
package source
