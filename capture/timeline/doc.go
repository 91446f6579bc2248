// Package timeline counts arrivals over time in bounded memory.
//
// It promises that a [Series] takes some 300 bytes whatever comes and in whatever order, and that it is exact: each
// arrival is counted in the span of time in which it was, and can be taken back. Series that are wanted beside each other
// are laid over one [Axis].
//
// It has no lock and no clock.
package timeline
