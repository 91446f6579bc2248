// Package jsondoctest reads JSON for tests, and writes the message that they change. What is no JSON fails the test.
//
// Nothing but tests may import it.
package jsondoctest
