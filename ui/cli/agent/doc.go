// Package agent is the command mcp: it lets a coding agent ask, over the Model Context
// Protocol, whether the calls that it has just wired count, and why not.
//
// It promises:
//
//   - Standard output carries the protocol and nothing else.
//   - What it knows it asks of the automation API of a segtap, which is its own where
//     nobody else's answers; it has no other way.
//   - Each answer is a short text, which says all that has to be acted on, and the same as
//     structured content that its published schema describes. What the app under test has
//     sent stands in the text in quotes on one line, without characters that act on
//     whoever shows it, and in the structured content as it came: it is data everywhere.
//   - Nothing is sent anywhere but to this machine unless a person has said yes, asked
//     by the agent's program, and not by the agent, for exactly that sending.
//
// It decides nothing about an event: sentences and verdicts are those of the API.
package agent
