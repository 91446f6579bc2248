// Package metrics tells of a catalogue: which metrics there are and what is in their
// way, and what becomes of an event of a name. For people, and as JSON.
//
// It promises that a match fails exactly where a check of such an event would. It
// never reads a catalogue; it is given a judge that knows one.
package metrics
