// Package exporter is what `segtap export` does with its input: it writes messages in
// another format, and says what it has left out, masked or changed.
//
// It promises that write keys are written only where that is asked for, but for the records
// of a capture file, which stay as they are; that what it writes acts on no terminal and no
// CI that shows it; and that no cell of a table is a formula. It writes to standard output and
// nowhere else.
package exporter
