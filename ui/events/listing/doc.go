// Package listing is the list of entries on the Events screen: which are shown, which is selected, and whether the newest
// stays selected while more arrive. With a filter it shows what a search has found so far.
//
// It promises:
//
//   - The selected entry stays selected, and in its place on the screen, whatever comes and goes, as long as it is listed.
//   - Every entry that matches is found, those that come or change during the search and after it too.
//   - The list never waits: searching is done by commands, a stretch at a time, and what was shown stays until something
//     is found.
//   - [Listing.Rows] gives what was there at the last change and asks nobody.
//
// It draws nothing.
package listing
