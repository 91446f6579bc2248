// Package input opens what is given to map, check and replay: files and standard input,
// and says of what cannot be read why not, with the way out.
//
// It promises that ctrl+c ends a reading that waits. What stands in an input is read by
// capture/formats.
package input
