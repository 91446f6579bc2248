// Package sources reads the names of events where people have written them down: the
// flags that say which tracking plans and which source code, and the reading of them.
//
// It promises that what could not be read, or was left out, is told as notes, that what a
// file said before stays where it changes and can no longer be read, and that what a
// project's file names is read from within its directory only. It writes nothing, and
// asks nobody.
package sources
