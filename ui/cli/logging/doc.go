// Package logging is how a command that serves tells what happens: in lines for people, which begin with segtap:, or in JSON for what
// gathers the logs of many programs.
//
// It promises:
//
//   - Every line says in one sentence what happened; in JSON its parts stand beside it as well. What has more to tell than its
//     sentence is a line of log/slog, with its time: who logged in, and what was changed.
//   - What others wrote cannot move a terminal, nor pretend to be another line.
//   - In JSON every line is an object, the last one among them that says why the command has ended; only
//     wrong flags and configurations are told in lines, since they come before it is known how to tell.
//
// Levels are those of log/slog: errors are what keeps events from being kept, warnings what somebody should look at.
package logging
