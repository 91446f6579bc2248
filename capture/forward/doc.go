// Package forward passes captured requests on to another server, such as
// Segment, so that segtap can stand between an SDK and the place its messages
// are for.
//
// It promises:
//
//   - A request goes out as it came: method, path, query, header fields and the
//     bytes of the body, compressed if they were. Only the fields that belong to
//     one connection are left out (RFC 9110, section 7.6.1), Host is that of the
//     upstream, and Via says that segtap passed it on.
//   - Cookies stay here: a browser sends those of every program on this machine
//     to each port of it. Nor do those that an upstream sets come back: of its
//     answer, the status is all that is reported.
//   - [Forwarder.Pass] never waits. What waits to be sent is bounded, in
//     requests and in bytes; what does not fit is dropped and counted.
//   - Each request is sent once. An answer that is an error is reported, not
//     tried again: the SDK, which was answered here, does not hear of it.
//   - Redirects are not followed, and nothing of a request is ever logged or
//     put into an error.
//   - A request that has gone in a circle is dropped.
package forward
