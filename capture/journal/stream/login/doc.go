// Package login is how the servers of a stream are named and entered: the address, the files with
// credentials and authorities, and why somebody is not let in.
//
// It promises that an error says which of them is to blame, and that a user, a password or a secret
// key stands in no error and no name. It never connects.
package login
