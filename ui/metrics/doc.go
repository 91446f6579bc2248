// Package metrics is the Metrics screen: every metric of the catalogue with what has been seen of it, and the event names
// that no metric has. What needs a person to look comes first.
//
// What it shows was counted by the store; [Screen.View] draws from what the last change has left, and asks no store.
package metrics
