// Package jsondoctest reads JSON for tests. What is no JSON fails the test.
//
// Nothing but tests may import it.
package jsondoctest
