// Package parts splits a record that is longer than a message of a stream may be, and puts it
// together again. It promises that a record comes back whole or not at all, whatever stands
// around its parts. It never reads or writes a stream.
package parts
