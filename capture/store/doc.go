// Package store holds what was captured and lets it be read.
//
// It promises:
//
//   - What [Store.Capture] returns without an error is kept as the journal promises
//     (package journal) and can be read through every method of the store.
//   - Of a journal that others write too, what they add is listed as it comes, in the
//     order of the journal and before what is written here behind it: each record once.
//     What the journal has let go leaves the list, and is counted, be it the oldest or from
//     between. What cannot be read because the journal is out of reach is read again, and
//     never called damaged.
//   - What goes takes with it what is told of it only: a try that its sender made again and that
//     is still in the journal is in no list until the journal is opened again, and a mark whose
//     own record went alone stays so long.
//   - Entries stand in the order of the file, and their messages never change: an
//     edit or a replay is a new entry with a parent. What is known of an entry does
//     change: its verdict, its tries, what came of passing it on, its mark.
//   - Who writes never waits for who shows: changes are signalled through a
//     channel of capacity one, and a slow receiver gets one signal for many.
//   - In memory is an index of small rows, some 100 bytes an entry, and 20 more for
//     searches (package signatures); messages are read from the file when they are
//     asked for. Beyond [capture.Limits] the
//     oldest rows go, but for marked ones, and are counted; the journal keeps all.
//   - What [Store.Clear] takes from the list is in no count, search or sum until it is taken
//     back or sent again, and stays in the file and in memory.
//   - A large file shows its newest entries at once and lists the others in the
//     background, from the summaries in its lines. These are believed until the
//     bodies have been read again, and no longer.
//
// It never judges by itself: what becomes of a message is package mapping's to
// say, and the same judge gives the same verdict when the file is opened again.
package store
