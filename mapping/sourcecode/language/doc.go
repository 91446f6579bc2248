// Package language is the programming languages that Track calls are found in, as data: the
// rules of their lexers, how they write names and values, and in which ways Segment's
// SDKs for them are called.
package language
