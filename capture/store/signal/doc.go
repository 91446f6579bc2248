// Package signal tells those who wait that something has changed.
//
// It promises that who signals never waits, and that whoever looks at what there is
// after a signal sees the change that it was for. A burst of changes may be one signal.
// It never says what has changed.
package signal
