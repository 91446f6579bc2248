// Package regular reads files that somebody names: in a flag, in a configuration,
// or in a project that others wrote. And it writes some.
//
// It promises:
//
//   - Only a regular file is opened. What is a pipe, a device or a directory is
//     refused with [ErrNotRegular], without waiting for its other end.
//   - [File.Read] never takes more memory than its bound; what is longer is
//     refused with [ErrTooLarge].
//   - A [File] that is to be within a directory is never read from outside of it,
//     wherever links lead: [ErrOutside]. The directory is held open while the name
//     is walked ([os.Root]), so that nothing can be exchanged between a check and
//     the opening, as it could with a path that is resolved first. As there, a link
//     with an absolute target is taken to lead out.
//   - What [Replace] writes is there whole or not at all, and nothing is left beside
//     it.
//
// It knows nothing of segtap.
package regular
