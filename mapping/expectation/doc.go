// Package expectation says what a person expects of the events of an app, and
// whether they are as expected: how many come, with which metric values, in which
// order, and that each metric of an experiment gets what it needs.
//
// It promises:
//
//   - A file that is no expectations is refused with line, column and the way out;
//     what it does not know is a mistake.
//   - Every expectation has a [Result], which says what was expected and what came,
//     and where it is not met the nearest miss, in the words of its diagnostic.
//   - The same events in the same order give the same results, whoever asks: a file,
//     standard input, the API.
//   - What is kept of the events is bounded, however many come.
//
// It never reads a file or a clock, and waits for nothing: who asks says when the
// events are at their end.
package expectation
