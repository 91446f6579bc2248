// Package message takes a request to Segment's Tracking API apart: into its
// messages, each with what its batch lends it and with its arrival.
//
// It promises:
//
//   - The same request gives the same [Intake] whoever takes it in: the endpoint,
//     the capture file, another file.
//   - It answers as Segment does: 400 for what is not JSON or too large, 200 for
//     everything else. What is wrong with the request as a whole is a [Problem].
//   - Every byte of a message stays as it came; what it inherits stands behind.
//   - Nothing of a request is lost from sight: a body that is no JSON and an empty
//     batch are one message each.
//   - The memory that a request takes is bounded, whatever it says of itself.
//
// It never judges: what is wrong with a message is said by the gates.
package message
