// Package version says which segtap this is.
package version
