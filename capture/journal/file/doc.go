// Package file is the capture file: an append-only file of JSON lines, one
// record a line, that segtap writes and that jq and grep can read; and [Memory], which
// keeps records as long as the process lives.
//
// Beside what every journal promises, see package journal:
//
//   - A record that [Journal.Append] returns has been handed to the operating
//     system whole, by one write: it survives the end of the process, kill -9
//     included. With [Options.Fsync] it has also been synced to the disk;
//     records that arrive together share one write and one sync.
//   - Where a record could not be kept, the file is cut back to its last whole record.
//   - A last line that was cut short by a crash is moved to a file beside the
//     capture file, never thrown away, and reported by [Journal.Recovery]. A
//     last line that lacks only its newline is kept.
//   - A damaged line hides not even a good record that stands on the same
//     line because the newline between them is gone.
//   - A record that is acknowledged stood in a file that had a name after it was
//     written: once the file is removed, replaced or shortened, nothing more is
//     acknowledged, and the error wraps [journal.ErrGone]. That it is renamed is seen when
//     100 ms have passed since it was last looked for; what was written meanwhile
//     stands under its new name.
//   - There are never two writers of one file: the second gets [ErrLocked] and
//     may open the file to read, beside the one that writes.
//   - A file that is not a capture file is refused with [ErrForeign] and not
//     touched, and none is made whose name does not end in .ndjson ([ErrName]).
//     A new file has mode 0600, and directories made for it 0700.
//   - A capture file that another program has saved with carriage returns and a
//     byte order mark is read as if it had not.
//
// It never rewrites or removes a whole record, and never reads a clock.
package file
