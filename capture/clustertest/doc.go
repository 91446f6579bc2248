// Package clustertest holds no code, only a test: three nats-server in a cluster, each a process of its own, three
// `segtap serve` that write to one stream of theirs, one that only looks at it, and six clients that post to them by
// turns, while processes are killed with kill -9 and connections are cut.
//
// It promises that a round fails when a Track call that was answered 200 is not in the stream, when one call stands
// there twice, when ids are not consecutive, and when any of the four lists anything else than the stream has, or lists
// it twice, at any time. What it does is decided by a seed, which it prints.
//
// It never leaves this machine, and never ends a process that it has not started.
package clustertest
