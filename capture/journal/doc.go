// Package journal is the capture file: an append-only file of JSON lines, one
// record a line, that segtap writes and that jq and grep can read.
//
// It promises:
//
//   - A record that [Journal.Append] returns has been handed to the operating
//     system whole, by one write: it survives the end of the process, kill -9
//     included. With [Options.Fsync] it has also been synced to the disk;
//     records that arrive together share one write and one sync.
//   - What could not be kept is never acknowledged: the error wraps
//     [ErrNotKept], the file is cut back to its last whole record, and later
//     appends succeed as soon as the disk takes them again.
//   - Ids start at 1 and are consecutive in the order of the file, whatever
//     the clock does. A record that was not kept uses none.
//   - A body is given back byte for byte as it was appended, whatever its bytes.
//   - A last line that was cut short by a crash is moved to a file beside the
//     capture file, never thrown away, and reported by [Journal.Recovery]. A
//     last line that lacks only its newline is kept.
//   - A damaged line is skipped, counted and reported with its offset. It never
//     hides the good records around it, not even one that stands on the same
//     line because the newline between them is gone.
//   - Records of an unknown kind are kept in the file, skipped and counted. So are
//     those of a later version, and once one has been seen nothing is added to the
//     file: the error wraps [ErrLater].
//   - A record that is acknowledged stood in a file that had a name after it was
//     written: once the file is removed, replaced or shortened, nothing more is
//     acknowledged, and the error wraps [ErrGone]. That it is renamed is seen when
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
// It never reads a message: the bodies, and the summaries of messages,
// are bytes to it. It never rewrites or removes a whole record, and never reads
// a clock.
//
// # The format, version 1
//
// Every line is a JSON object. Up to its Summaries or Fields, which are kept as they
// are given, it has no white space between tokens. Its first members stand in a
// fixed order: "v", "rec", then those of [Head], then the others; a body comes
// last. So a reader finds what it needs for a list at the start of each line,
// however long the line is.
//
//	{"v":1,"rec":"segtap","at":TIME,"program":"segtap 1.0.0"}
//	{"v":1,"rec":"request","id":ID,"at":TIME,"n":MESSAGES,"heads":[…],"parent":ID?,"origin":…?,"from":…?,
//	 "method":…,"path":…,"type":…?,"query":…,"remote":…,"write_key":…,"library":…?,"headers":{…},
//	 "encoding":…?,"kept":…?,"wire_bytes":…?,"problem":…?,"status":200,"body":… or "body64":…}
//	{"v":1,"rec":"entry","id":ID,"at":TIME,"n":1,"heads":[…],"parent":ID?,"origin":…,"from":…?,"body":…}
//	{"v":1,"rec":"attempt","at":TIME,"entry":ID,…}
//	{"v":1,"rec":"mark","at":TIME,"entry":ID,"on":true}
//	{"v":1,"rec":"settings","at":TIME,…}
//	{"v":1,"rec":"plan","at":TIME,…}
//	{"v":1,"rec":"draft","at":TIME,"entry":ID,"on":true,"body":… or "body64":…}
//
// TIME is UTC with six decimals of a second. A request of n messages makes the
// entries id, id+1, … id+n-1. Of the drafts of an entry the last counts; one that is
// not "on" says that the draft is no more, and has no body. The body is a JSON string,
// or base64 under the name "body64" where it is not UTF-8 or the string would be more than twice as long. Members marked ? are left out when empty;
// … alone stands for the members of [Record.Fields]. Readers ignore members they
// do not know.
package journal
