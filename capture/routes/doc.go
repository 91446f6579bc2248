// Package routes says which requests bring messages: the routes of Segment's Tracking
// API, and of those that take the same messages elsewhere.
//
// It promises that a path is found however SDKs write it, and that what no route takes
// has a hint of what its sender may have got wrong ([Unmatched.Hint]).
//
// It never reads a body and never answers.
package routes
