// Package routes says which requests bring messages: the routes of Segment's Tracking
// API, and of those that take the same messages elsewhere; and where in a request the
// write key stands, and in a pixel the message.
//
// It promises that a path is found however SDKs write it, that what no route takes
// has a hint of what its sender may have got wrong ([Unmatched.Hint]), and that a
// secret that stands with a write key is never given.
//
// It never reads a body and never answers.
package routes
