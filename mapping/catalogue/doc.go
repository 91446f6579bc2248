// Package catalogue is what is known of a LaunchDarkly project: its metrics, their
// filters, and the experiments of one environment.
//
// It promises:
//
//   - A [Catalogue] never changes once a judge has it. Everything in it that the
//     source did not say is empty, and nothing is made of that.
//   - An [Index] finds at once which metrics an event key feeds, by itself or in a
//     running iteration, and which metric a name that feeds none was meant for
//     ([Near]). It may be used by many goroutines.
//   - A [Condition] says true, false or unseen of an event. What LaunchDarkly does
//     not document is unseen, never false.
//   - Why nothing feeds a metric is said once, by a type: [Metric.Exclusion].
//
// It never judges an event, and reads no files: that is done by launchdarkly in
// capture.
package catalogue
