// Package overview is what the entries of a store come to: what has been seen of each
// event key, how the events of each metric fare, and in how many entries each problem was
// found.
//
// It promises to say at any time what is so then. It never reads a message.
package overview
