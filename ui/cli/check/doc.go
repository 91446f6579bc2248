// Package check is what `segtap check` does with its input: it judges messages and
// sums up what is wrong with them, for people and as JSON.
//
// It promises that each kind of problem is told once for each event name, with how
// often it occurs, and that what is printed as an error makes the check fail. It never
// passes over what it cannot read without saying so.
//
// It takes some 60 MB of memory, however many messages there are: of their ids, those that
// came long ago stand in temporary files; and of more kinds of problems than anybody reads
// it says how many problems are not listed. Beyond lines of half a MiB it takes up to 70 times
// the longest, however many there are: what a line is when it has been read is 14 times a text
// of nothing but short numbers, and stands there twice, while it grows.
package check
