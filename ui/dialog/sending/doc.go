// Package sending has the dialogs that send entries again: one, or many in a plan.
//
// They lead through the same steps: where to, what of the messages is made new, the exact
// request, a yes, and what came of it. They promise that nothing goes out that was not
// shown and said yes to, that what leaves this machine is asked for by host, environment
// and number, and that a sending which is stopped is accounted for to the last entry. That something goes
// out is recorded before it does, for one entry as for many; where it cannot be, nothing
// is sent.
//
// What takes its time is done by commands; nothing here waits.
package sending
