// Package status is what the tab of a terminal tells of segtap: that it works, waits for an answer, or cannot go on. Terminals
// that know it take it as OSC 7501; the others are told nothing.
package status
