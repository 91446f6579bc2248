// Package known is a table of what is known by a hash, as large as a disk.
//
// It promises that it finds what was set last, however much that is; and that a table
// which is bounded takes 16 MB at most, and a byte of memory for sixteen entries more: what
// has not been set lately stands in temporary files, which are gone with the program. Where
// none can be written it stays in memory.
//
// It never says that something is not known because it could not be read: that is an error.
package known
