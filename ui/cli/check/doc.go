// Package check is what `segtap check` does with its input: it judges messages and
// sums up what is wrong with them, for people and as JSON.
//
// It promises that each kind of problem is told once for each event name, with how
// often it occurs, and that what is printed as an error makes the check fail. It never
// passes over what it cannot read without saying so.
package check
