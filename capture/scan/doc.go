// Package scan reads the source code in directories for the names of events.
//
// It promises:
//
//   - What git ignores is not looked at, as [segtap/capture/scan/gitignore] says, and no
//     symbolic link is followed. A directory or file that is named itself is read although
//     it is ignored, or a link.
//   - The result depends on the files alone, not on which was read first: it is sorted by
//     place, and a file that is named twice, or is in a directory that is named too, is
//     read once.
//   - Memory does not grow with the files, only with what is found in them, with the
//     subdirectories of a directory, and with the largest file: [MaxSize].
//   - What has not been read is counted with why, the first of each kind by name.
//   - It ends soon after its context does, having told nothing.
//
// What a call is in which language, package mapping/sourcecode says.
package scan
