// Package watch says when files change, and what is in directories.
//
// It promises:
//
//   - A path that is given is watched whether it is there or not, also when it comes,
//     goes and comes back, when an editor writes a new file and gives it the name of the
//     old one, and when it is a link whose target changes.
//   - Of what is in a directory that is given, also in directories that come later, those
//     files are told that are wanted and not ignored, as [segtap/capture/scan/gitignore]
//     says. A directory that comes or goes is told as a whole.
//   - Changes that come together are told together, once it has been quiet for [Quiet],
//     and at the latest [Most] after the first. None is lost while nobody listens: what
//     has gathered is told as one. Whoever reads a file when it was told to change finds
//     what it has become, or is told again.
//   - What cannot be watched, such as for the system's limits, is told as a problem, and
//     everything else is watched.
//
// It reads no file, but for .gitignore. It compares nothing: a file that was written with
// what it had is told too.
package watch
