// Package index is what is known of the entries of a store without reading the
// capture file: a small row an entry, and what sums them up.
//
// It promises:
//
//   - A row takes 56 bytes. What few entries have is apart ([Annotations]), and the
//     short texts of all rows stand in pages that the garbage collector does not
//     follow.
//   - Rows stand in the order of their ids, and keep their place in the list whatever
//     goes. Beyond the limits the oldest go, but for marked ones, and with them all
//     that only they had.
//   - A message that its sender sends again is counted in the row that it has.
//   - [FromSummaries] of what [Summaries] made gives the same drafts, without their
//     judgements.
//
// It has no lock, reads no file and judges nothing: the store does that, and holds its
// lock around every call.
package index
