// Package moment reads moments as people type them: how long ago, a time of the
// day, a date, or a date with a time.
//
// It promises that a time without a date is the last such time before now, and
// that dates and times without a zone are in now's. It never asks a clock: now is
// the caller's.
package moment
