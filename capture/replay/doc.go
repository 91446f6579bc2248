// Package replay sends an entry somewhere, on purpose, and says what came of
// it.
//
// The way through: [Parse] reads what a person calls a target; [Rewrite] gives
// the message a new id or the present time, if asked (before it is mapped, so
// that the custom event follows); [Target.Consent] says what must be asked
// first; [Target.Request] makes the exact request; [Request.Preview] and
// [Request.Curl] show it; [Client.Do] sends it and gives an [Attempt], whose
// [Attempt.Meaning] is one sentence for a person.
//
// It promises:
//
//   - What [Request.Preview] shows is what goes out through [NewTransport]:
//     the same head, line for line, and the same body, secrets apart.
//   - To LaunchDarkly goes what Segment's LaunchDarkly (Actions) destination
//     sends, byte for byte, or what LaunchDarkly documents for its metric
//     import API.
//   - Nothing leaves the machine without an explicit yes: [Client.Do] refuses
//     a host outside loopback unless [Request.Approve] is set, and follows no
//     redirect.
//   - Only 429 and 5xx are tried again, with the same payload id. A timeout or
//     a broken connection is not: the event may have been taken, and would
//     count twice.
//   - A [Secret] shows itself nowhere: not in a preview, a curl line, an
//     attempt, an error or a format verb.
//   - A rewritten message differs from the original in the values asked for
//     and in no other byte.
//
// It never decides what an event looks like (the caller maps the message and
// hands over the body), never reads a clock, a random source or the
// environment by itself, never keeps an attempt, and never escapes text for a
// terminal: who shows a text from here escapes it.
package replay
