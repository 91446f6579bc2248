// Package origin is the name of an event as somebody has written it down before any
// event has come, in a tracking plan or in the source code of an app, and what is said
// beside it of the event's properties and of the user's key.
//
// It promises that what a source does not say is empty or unknown here, and that nothing
// is made of that. It reads no file, and judges nothing.
package origin
