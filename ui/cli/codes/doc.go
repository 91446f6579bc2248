// Package codes is what segtap tells about its diagnostics, for whoever asks by a name: the
// command explain, and the agents of the command mcp.
//
// It promises that all its texts come from the one table of the codes, in package verdict,
// and that it finds the code that was meant by a name that is none.
package codes
