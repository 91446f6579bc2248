// Package capture is where segtap touches the outside. Its rooms each do one thing:
//
//   - ingest takes requests of SDKs, routes says which it takes, and forward passes
//     them on to an upstream. localca is the authority of --tls.
//   - store holds what was captured and lets it be read, searched and followed. Its
//     index is what is known of entries without reading them, coverage what was seen
//     of each event key, repeat how a message that is sent again is told from a new
//     one.
//   - journal is the capture file that the store writes.
//   - replay sends an entry somewhere, and resend says how long it waits before it
//     tries again.
//   - launchdarkly reads the metrics and experiments of a project.
//   - formats and regular read what people have in files.
//
// Here is what several of them speak of: an [Entry], its [Origin], and the [Limits]
// of what is listed. The message of an entry never changes; what is known of it
// does.
package capture
