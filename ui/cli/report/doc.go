// Package report is what `segtap check` prints: the problems of messages and the
// results of expectations, as text for people, as JSON, and in the formats that
// JUnit, GitHub and SARIF's readers take.
//
// It promises:
//
//   - Every format tells the same problems and results, and of each whether it fails.
//   - Where something could not be checked, the formats that a program reads say so
//     too: nobody takes half a check for a whole one.
//   - Where there are more kinds of problems than are listed, every format but [Lines] says
//     in how many messages there are others, apart for those that fail the check.
//   - What others wrote stays text: it moves no terminal, commands no CI that reads
//     the output, and becomes no markup. JSON and SARIF give it back as it is; the others have
//     what cannot be shown as a visible escape such as \x1b.
//
// It judges nothing, and writes to nothing but what it is given.
package report
