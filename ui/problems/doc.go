// Package problems is the Problems screen: each diagnostic by event name, in how many entries it was found, when, and what
// to do about it.
//
// Counted are entries, as everywhere: one with two problems is in two rows, one with the same problem at two places is
// counted once. What it shows was counted by the store; [Screen.View] draws from what the last change has left, and asks
// no store.
package problems
