// Package curl reads curl commands, as browsers copy them and documentation has them:
// what one would send, and where.
//
// It promises that a command is read as a POSIX shell and curl read it, and that what is
// not in it (a file, the value of $NAME, what another command gives) is not looked for: a
// $NAME stays as it is written, and a command that needs the others is refused with an
// [*Error] that says so.
//
// It never runs or expands anything, opens a file or asks the network.
package curl
