// Package menu draws a list of which one row is chosen. It keeps nothing: the cursor is its user's.
package menu
