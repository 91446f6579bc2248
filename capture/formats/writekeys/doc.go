// Package writekeys leaves the write keys out of messages and records that are shown to
// others.
//
// It promises that what is JSON stays JSON, and that a write key of eight bytes or more stands
// nowhere in what it gives, unless leaving it out would break the text.
//
// It never changes what it is given.
package writekeys
