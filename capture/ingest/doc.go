// Package ingest is the HTTP side that Segment SDKs talk to: the routes of
// Segment's Tracking API, answered as Segment answers them.
//
// It promises:
//
//   - 200 with {"success":true} is sent only after the store has kept the
//     request; what cannot be kept is answered 503 and not acknowledged.
//   - What Segment would drop without a word is answered 200 all the same: the
//     SDK behaves here as it does there. Only a body that is not JSON or is
//     too large is answered 400, with the members code, message and error that
//     SDKs look for; it is captured nevertheless.
//   - The content type decides nothing. Content-Encoding gzip and deflate are
//     undone up to a limit of 8 MiB.
//   - Nothing can be read back through these routes, and a preflight is
//     answered but never listed.
//
// It never touches the screen: handlers write to the store, which signals.
package ingest
