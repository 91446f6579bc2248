// Package proposal is a metric that LaunchDarkly does not have yet: one that fits the events
// of a name, as a block of Terraform's, as a request to LaunchDarkly's API, and as a line of
// a file by hand.
//
// It promises:
//
//   - The event key is that of the events, exactly.
//   - Where no event was seen, plans and source code say whether there are values, with
//     their places.
//   - What none of them says is not taken for said: whether more is better is left to a
//     person, with a comment, and so is what values count where no currency says so.
//   - Each text, read again by segtap, gives the same metric. A request names the variable
//     of the token and never has a token in it.
//
// It sends nothing, and reads and writes no file.
package proposal
