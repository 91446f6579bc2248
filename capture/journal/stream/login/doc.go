// Package login is how the servers of a stream are named and entered: the address, the files with
// credentials and authorities, and why somebody is not let in.
//
// It promises that an error says which of them is to blame, and that a user, a password, a secret
// key or a write key stands in no error and no name; and that two write keys that an address takes
// never have the same token in the subjects of a stream. It never connects.
package login
