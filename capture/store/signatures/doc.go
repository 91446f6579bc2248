// Package signatures says of the entries of a store, some hundreds at a time, which words are in
// none of their messages, so that a search reads only the others.
//
// It promises:
//
//   - What a signature rules out no message has that it is of: whatever the letters, escapes
//     and the encoding of a body, and whatever has been let go, cleared or listed again since.
//     What could not be read is never ruled out.
//   - Signatures are made in the background, from the oldest entry on, when everything has been
//     listed and judged. Whoever captures waits for none. While calls arrive, it takes a few
//     hundredths of a processor.
//   - They take some 20 bytes an entry, or 8 KB a megabyte of messages, in memory only.
//
// The newest entries have none, nor has a file that has just been opened: there a search reads.
package signatures
