// Package journal is where records are kept: what a record is, how it is written as a
// line, and what all that keep records promise. Package file keeps them in a capture file
// or in memory.
//
// A [Journal] promises, and package journaltest holds each to it:
//
//   - A record that Append returns has been kept, as safely as the journal says.
//   - What could not be kept is never acknowledged: the error wraps [ErrNotKept], and
//     later appends succeed as soon as there is room again.
//   - Ids start at 1 and are consecutive in the order of the journal, whatever the clock
//     does and whoever writes. A record that was not kept uses none.
//   - A body is given back byte for byte as it was appended, whatever its bytes.
//   - A damaged record is skipped, counted and reported with its offset. It never hides
//     the good records around it.
//   - Records of an unknown kind are kept, skipped and counted. So are those of a later
//     version, and once one has been seen nothing is added: the error wraps [ErrLater].
//   - Who reads what others write sees their records in the same order, with the same
//     ids, and each once.
//
// It never reads a message: the bodies, and the summaries of messages,
// are bytes to it. It never rewrites or removes a whole record, and never reads
// a clock.
//
// # The format, version 1
//
// Every record is a line, a JSON object. Package notation writes and reads them. Up to its Summaries or Fields, which are kept as they
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
