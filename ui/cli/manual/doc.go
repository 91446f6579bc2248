// Package manual is `segtap man`: the pages of the manual, a page a command, made of what
// --help says by a test (go test ./ui/cli -run Manual -update).
//
// It promises that the same program writes the same pages, byte for byte, whenever and
// wherever, and that a page says all that --help says. It writes to standard output, or into
// the directory that it is given.
package manual
