// Package authorized reads files of public keys as OpenSSH's authorized_keys has them.
//
// It promises:
//
//   - A file is taken as a whole or not at all: a line that cannot be read, or that asks for what is not done here, is refused
//     with its number. Nothing in a line is passed over.
//   - A file that others than its owner can write is refused: who writes it says who logs in.
//   - What is read is bounded.
//
// It never says what a key may do.
package authorized
