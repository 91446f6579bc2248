// Package api reads the metrics of a project and the experiments of an environment
// from LaunchDarkly's REST API: [Client.Pull]. [FindCredentials] finds the token and
// the rest where LaunchDarkly's own ldcli finds them.
//
// It promises:
//
//   - It only reads: every request is a GET. The token goes to the host of the
//     base URL and nowhere else: redirects and links to other hosts are
//     refused, and so is plain http beyond this machine.
//   - A [Token] shows itself nowhere: not in an error, a log or a format verb.
//   - A catalogue is whole or is not given: half of one would call good events
//     wrong. What a token may not read is told of in warnings.
//   - It keeps to the rate limit, waits as long as LaunchDarkly asks but never
//     more than [resend.Longest] at a time, tries [MaxTries] times, and reads at
//     most [MaxPages] pages of [launchdarkly.MaxBody] bytes. Ending the context
//     ends every wait.
//   - Errors and warnings are safe to print.
//
// It never sends an event, never changes anything in LaunchDarkly, never keeps
// the answers, and reads no clock and no environment but those it is given.
package api
