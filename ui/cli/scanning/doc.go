// Package scanning is `segtap scan`: the names of events in source code, each with its
// places and what the call says, and which calls could not be read.
//
// It promises that standard output has only what was found, in an order that depends on
// the files alone; what was left out, and how far it has come, goes to standard error.
package scanning
