// Package table lays the columns of a table out: which of them there is room for, how wide each is, and which one the
// mouse is on. What matters most gets room first.
//
// Its texts must be safe to show. It knows nothing of what they say.
package table
