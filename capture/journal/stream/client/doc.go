// Package client is the connection to the NATS servers of a stream, and what is asked of their
// JetStream.
//
// It promises that a connection which is lost comes back by itself, to another server where one
// does not answer or knows nothing of the stream, and that nothing waits for one longer than it
// says: errors wrap [ErrLink] then. It never writes a record, and knows none.
package client
