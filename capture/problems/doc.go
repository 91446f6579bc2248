// Package problems counts in how many entries each diagnostic was found, by event name.
//
// It promises:
//
//   - Counted are entries, not diagnostics: one that has the same code at two places is counted once.
//   - The counts are exact whatever comes, goes, or is judged anew: what was counted is taken back by what was [Found].
//   - It takes bounded memory: of findings that entries have in common one copy is kept, and event names beyond some
//     thousands are counted together, by code.
//
// It has no lock, and never judges: it is told of findings.
package problems
