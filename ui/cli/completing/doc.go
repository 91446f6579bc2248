// Package completing has the shells complete what the flags and arguments of segtap take:
// the words that are known, the names in the files that the line gives, and those that a running
// segtap has seen.
//
// It promises that a key in the shell waits for the running segtap no longer than a moment,
// that what is wrong with a configuration or a file leaves a completion out and says nothing,
// and that no name from outside acts on the shell or the terminal: such names are not
// offered. It writes nothing and asks nobody beyond this machine.
package completing
