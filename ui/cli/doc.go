// Package cli is the command line of segtap: one file a command. A command takes
// its flags, calls one of the rooms below, and prints.
//
// It promises that standard output carries only the result of a command, that
// everything else goes to standard error in lower case with a hint where there
// is one, and that the exit code tells apart: 0 all well, 1 it failed, 2 wrong
// usage, 3 a file or address that cannot be used, standard output among them.
package cli
