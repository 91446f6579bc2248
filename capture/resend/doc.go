// Package resend is how whoever sends a request waits before sending it again: by a
// clock, for as long as the other side asks or longer each time.
//
// It promises that a pause which is asked for as a number of seconds is no longer
// than [Longest], and that a context which ends ends the wait.
//
// It never decides whether something is sent again, and knows nothing of segtap.
package resend
