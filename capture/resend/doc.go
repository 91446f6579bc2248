// Package resend is how whoever sends a request waits before sending it again: by a
// clock, for as long as the other side asks or longer each time.
//
// It promises that a pause which is asked for is told as it is, that one which is not is
// no longer than [Longest], and that a context which ends ends the wait. Who waits for a
// person that can see it and stop it heeds what is asked for; who does not waits no longer
// than [Longest].
//
// It never decides whether something is sent again, and knows nothing of segtap.
package resend
