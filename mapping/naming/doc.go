// Package naming says what becomes of the events of a name before one has come: which
// metrics count them, which was meant where none has the name, and why.
//
// It promises that what it says of a name is what the judge says of an event of that name
// that has all that the mapping and the metrics look for, and that Fails is set exactly
// where a check of such an event would fail.
package naming
