// Package journaltest has the promises of package journal as tests, which every journal
// keeps, and records for them.
//
// It promises that [Run] asks a journal for nothing but what the interface has, so that what
// it finds is what a store would.
// It never knows how a journal keeps its records.
package journaltest
