// Package judging makes a judge of the flags that say what becomes of a message and
// which metrics and experiments it is checked against: the destination with its
// mapping and settings, files, and LaunchDarkly.
//
// It promises that LaunchDarkly is asked only where a flag names it, or a command
// cannot do without, and that nothing that is odd about what was read stays unsaid:
// it comes back as notes, or is said. It never writes a file.
package judging
