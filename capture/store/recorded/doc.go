// Package recorded is what a record keeps of a request, and the request that a record is of.
//
// It promises that [Intake] of what [Note] has kept takes a request apart as it was when it came,
// and that no credentials are kept.
//
// It reads no file and judges nothing.
package recorded
