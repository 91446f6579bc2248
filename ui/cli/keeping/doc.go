// Package keeping has what a person has chosen for the screen of a project directory in a file under the XDG state
// directory, one a directory, for this user alone.
//
// It promises:
//
//   - The file is there whole or not at all, and the directory that it is of stands in it.
//   - What is broken, too large or of another program is never used and never stops segtap: nothing has been chosen then, and
//     an error says why. Deleting the file is safe.
//   - There are at most [maxFiles] of them: those that were not written for longest go.
//
// Of two segtaps in one directory, the one that changed something last is remembered, with all that it shows.
package keeping
