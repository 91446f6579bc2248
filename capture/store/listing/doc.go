// Package listing makes rows of records: it reads what a journal or another file has, and
// lists it in an index.
//
// It promises that what a list needs of a record is read from its summaries where these can
// be understood, else from its body; that records stand in the list in their order; and that
// damaged ones are passed over and counted.
// It never writes, and never decides when something is to be read: that is the store's.
package listing
