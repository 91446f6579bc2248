// Package bringing brings the messages of a text, and entries of opened files, into what is captured. It stops where its
// context ends; what has been brought until then stays.
package bringing
