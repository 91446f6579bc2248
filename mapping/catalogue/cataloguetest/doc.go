// Package cataloguetest is the catalogue of a small shop, for tests.
//
// Nothing but tests may import it.
package cataloguetest
