// Package sshd shows screens over SSH: whoever logs in with a key that is known looks at what `segtap serve` captures, each
// at a screen with a cursor, filter and theme of its own.
//
// It promises:
//
//   - Public keys are the only way in. The files that have them are read again at each login, and every few seconds while
//     somebody is there: who is no more in the one that let them in, or may do something else by the other, is logged out. A
//     file that cannot be read lets nobody in, and throws nobody out whom it had let in; one that was removed logs out all of
//     those.
//   - A client reaches nothing but its screen: no commands, no files, no forwarding. What its screen may do,
//     [segtap/ui/guest] says.
//   - Every login, with a screen or without, every logout and refusal, and what is changed from a screen, is a line of
//     log/slog, with the key once there is one. Of many logins and refusals of one key, or of all strangers, some are counted
//     only.
//   - What comes from clients is bounded: connections, those of a key too, sessions, sizes, what is typed at once, and the cells of all screens
//     together, which are most of the memory that they take. A terminal that is slow or has stopped reading holds up its own
//     screen and nothing else.
//   - A panic of a screen, or of what reads its keys, ends its session and nothing else; it is a line of the log.
//   - Screens end in order when segtap does: they are told, and what is unfinished is kept.
//
// It never writes to a terminal of this machine.
package sshd
