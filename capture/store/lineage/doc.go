// Package lineage seals what a replay says of the entry that it comes from, so that it is
// believed when it comes back over the wire.
//
// It promises that nobody else can make such a text: its key is of one run, and never leaves
// the process.
package lineage
