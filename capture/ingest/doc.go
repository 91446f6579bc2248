// Package ingest is the HTTP side that Segment SDKs talk to: the routes of
// Segment's Tracking API, answered as Segment answers them, and those of SDKs
// that send Segment's messages elsewhere.
//
// It promises:
//
//   - 200 with {"success":true} is sent only after the store has kept the
//     request; what cannot be kept is answered 503 and not acknowledged. The
//     image that answers a pixel is no acknowledgement: it always comes.
//   - What Segment would drop without a word is answered 200 all the same: the
//     SDK behaves here as it does there. Only a body that is not JSON or is
//     too large is answered 400. [Options.Strict] and [Faults] change that. All
//     of it is captured, whatever the answer, but for a body that broke off.
//   - Every error is a JSON object with the members code, message and error,
//     which SDKs look for, and may be read by the page that sent the request.
//   - The content type decides nothing. Content-Encoding gzip, deflate, br and
//     zstd are undone.
//   - Nobody can use up the memory with what is under way: bodies are read and
//     unpacked up to 8 MiB; what arrives has room together, of which a body takes
//     what it may need and gives it back when it has made no progress for 10 s;
//     few are unpacked at a time beyond 64 KiB and fewer beyond 512, when they
//     have come; what is split and judged at one time has a budget; and a batch
//     is not taken apart into more than it is worth. A connection takes 64 KiB and what goes
//     with it, and an entry its row for good: nothing bounds their number.
//     What takes no more than 128 KiB, as nearly every single message, never
//     waits for room. Clients that are slow or gone are sent away.
//   - Nobody can fill the disk with what is refused: beyond 4 KiB, what is kept of
//     such bodies is bounded per second, and the record says when it is cut.
//   - Nothing can be read back through these routes, and no answer says where
//     something is on this machine. A preflight, telemetry, and what is asked
//     for settings or a token are answered and never listed.
//     Of a write key in a header or the query that has a secret behind a colon the
//     secret is not kept; a body is kept as it came.
//   - What an SDK sends or asks for in vain is noted with the store.
//   - What is logged is one line each, with control characters escaped, and
//     never holds a write key.
//
// It never touches the screen: handlers write to the store, which signals.
package ingest
