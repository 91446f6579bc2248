// Package console is how a command speaks to a person: its three streams, its
// notes, and its failures with a way out and an exit code.
//
// It promises that what others wrote cannot move a terminal, and commands no CI that
// reads the output: notes and errors are escaped. It never writes to standard output, which is for the result of a command.
package console
