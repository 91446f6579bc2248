// Package groupcommit has work that only one may do at a time done for many at once:
// those who come while it is being done are the group that comes next.
//
// It promises that the things of a group are worked on in the order in which they came,
// that every thing is worked on once, and that whoever brings one gets back after that. Work
// that panics is not begun again: who brought the first thing of its group gets the panic, the
// others get back, and what had not been worked on never is.
// It never waits for others to come: it lets those go first that can run.
package groupcommit
