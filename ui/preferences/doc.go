// Package preferences is what a person has chosen for the screen of a project, and wants to find again: columns, the split
// between list and detail, the order of tables, filters. Plain data: where it is kept is the command line's to say.
//
// The shell has one [Preferences] and gives every screen its address; a screen reads them when it draws, and writes them in
// Update. The shell sees that they have changed, and has them kept.
package preferences
