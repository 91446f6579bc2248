// Package stream keeps the records of package journal in a stream of NATS JetStream, which
// any number of segtaps write and read at the same time. No server is in it: it is a client.
//
// It promises, besides what package journal does:
//
//   - A record that [Journal.Append] returns has been acknowledged by JetStream: by one
//     server, which has handed it to its operating system, or by most of those that have a
//     replica. What is acknowledged survives kill -9 of any segtap, of that server, and with
//     replicas the loss of fewer than half of them. Whether it survives that all of them lose
//     their power is the servers' to say: they sync to their disks every two minutes, and
//     after each message with sync_interval: always in their configuration. No client can ask
//     for that or see it, so [Options.Fsync] has [Journal.Notes] say so. A stream that
//     acknowledges before it has written anything is refused.
//   - Ids are consecutive in the order of the stream and the same for all who look at it,
//     whoever has written. A record is published only directly behind the last one that its
//     writer has read; where somebody else was first, what has come is read and listed, and
//     the record gets another id.
//   - Nothing is kept twice and nothing acknowledged that is not kept, whatever becomes of
//     the connection, the servers and their answers: when an answer is missing, or is any but
//     the one expected, it is looked at what the stream has. Append fails, with
//     [journal.ErrNotKept], when the stream refuses, or when within [Options.Patience] it
//     stays unknown or there is no connection. A record of which it stays unknown may be found
//     in the stream later, and is listed then as one of others.
//   - What others have written before a record of this journal can be scanned before that
//     record is announced, and the journal's end ([Journal.Size]) moves past a record only
//     when it has been. [Journal.Changed] signals what others have written within 50 ms or so,
//     and of a stream to which nothing has come for 5 seconds within 250.
//   - A connection that is lost comes back by itself, to another server of the cluster where for
//     two seconds or so one does not answer or is cut off from the others, and reading goes on
//     with the message behind the last one. Without one, what is in memory is read, and all else
//     fails at once with [client.ErrLink]. [Journal.Trouble] says how it is, also where a server is
//     reached and knows nothing, and Changed signals that it changes.
//   - A record that is longer than a message may be is split into several, which are
//     published as one atomic batch, so that nobody sees or loses a part of it.
//   - What the limits of the stream or a purge have taken away is not read any more:
//     [Journal.First] says from where on messages are left, and [Journal.Missing] which have
//     gone behind that, as by a purge of a subject; both move within seconds. Ids go
//     on, since whoever writes notes in the stream which is next, within a second or so, as
//     soon as the last message that tells it has gone, or one behind that. Who opens the stream
//     then waits for it, up to 3 seconds. When nobody is there to do that, ids begin again
//     behind the sequence of the stream and all ids that are left, and that is another run:
//     whoever had seen higher ones is told that the stream is gone, as is a writer whose unread
//     messages went with their ids.
//   - Whoever may publish can put in what is no record, or has ids that nobody gave: that have
//     been, or are far ahead. Such messages count as damaged, take no ids and hide nothing, also
//     where one has become the oldest: which ids are right is seen by two records that follow
//     each other, and only where there are no such two it cannot be told. Ids that are next, or
//     somewhat ahead, make a record like any other. That ids began again is believed only where
//     what told which was next is there no more.
//   - A stream that is deleted, made anew, or shorter than what it had acknowledged is written
//     no more: the error wraps [journal.ErrGone]. A server that is cut off from the others may
//     lead a stream of several replicas for a while, and not have what they keep: another one is
//     asked, and the stream believed to be shorter only when half a minute has shown no other.
//   - A stream that lacks what is needed is refused with the command that mends it, and one of
//     somebody else is refused; neither is changed. One is made only when [Options.Make] says so.
//   - A permission that the user lacks is named by the error of whatever needs it, at once; one to
//     read that is taken away by Trouble, and one to write at the start by [Journal.Notes].
//   - Who opens one write key of a stream sees the records that stand under it, as if there were no
//     others, with the ids, offsets and run of the stream: the servers choose, and nothing else is
//     fetched, but for some messages at its end when it is opened. It is read only. What stands
//     between may have had any ids, as if it had gone.
//   - Credentials stand in no error and in no name, and write keys are masked there.
//
// It never removes a message, and never changes a stream that is there.
//
// # How records stand in the stream
//
// One message is one record: its line without the newline, or one part of it, see split. Its
// subject is PREFIX.WRITE_KEY.TYPE: the prefix is that of the stream's subject (the name of
// the stream, where segtap has made it), the write key is _ for none and has =XX for what a
// subject cannot have; what is about an entry, or made of one, has the write key of that. The type
// is that of the request (batch for several) or the kind of a record that is no request. A note of
// the next id is {"v":1,"rec":"ids","next":N}, of kind ids, and no record; Segtap-Begin says where
// the ids began again, if they did. So limits and filters by key are JetStream's own; by type they
// are not, since a batch has messages of many types.
//
// Nats-Msg-Id is made once for a record. An offset ([journal.Place]) is a sequence of the
// stream; Length is how many further messages the record has.
//
// # How a group is published
//
// All that come while a group is on its way are the next group, and one is on its way at a
// time. Of its messages only the last is answered. On a stream of one replica each message but
// the first says which message id has to stand before it, so it is stored only directly behind
// that one; on several replicas they are an atomic batch (ADR-50). Measured with nats-server
// 2.15.3 on one node, groups of 64 with 1.2 KB each: linked 84,000 messages a second, each
// answered 61,000, atomic batch 3,600, since a batch has files of its own made and synced
// there. Of three replicas on one machine: linked 42,000, atomic batch 19,000; but there a
// server checks the message id as it applies a message, and one that has caught up from
// another does not know the last id, so links could have replicas differ. So whoever changes
// the number of replicas of a stream ends those that write to it first.
//
// What others write is read by batched direct gets without headers, 176,000 messages a second,
// where an ordered consumer gives about as many, but all of one's own again as well. One write key
// of 20 is read with headers, 41,000 a second, since only they say where each stands.
package stream
