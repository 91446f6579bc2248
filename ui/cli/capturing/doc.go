// Package capturing opens a capture endpoint as the flags want it: the address, TLS,
// faults, forwarding, and the capture file, of which old ones without a name go. It makes the client, too, of one that runs.
//
// It promises that an address which is taken leaves no empty file behind, and that
// whatever can be reached from beyond this machine, or leaves it, is said in the notes.
// It never prints: serve and the screen each show the notes in their way.
package capturing
