// Package hostkey keeps the key by which clients know this machine.
//
// It promises:
//
//   - The key is Ed25519, in OpenSSH's own format, in a file for its user alone. One that others can read is refused with
//     [ErrExposed]; where root has put it there for another user, a group of theirs may read it.
//   - It is made when there is none, once: of several programs that start together, all have the same.
//   - What stands there is never replaced, be it a link that leads nowhere. Where it can be read, nothing is written.
package hostkey
