// Package reading keeps what events and names are checked against up to date: it reads the metrics, and the names that
// stand in tracking plans and source code, when a person asks and when their files change; and it changes the destination.
//
// It promises that nothing is read while the screen waits, that what was known stays when a reading fails, and that the
// screen says what is being read, how far it has come, and what came of it.
package reading
