// Package natsurl reads the address of a stream of NATS: nats://HOST:4222/STREAM, and
// nats://HOST:4222/STREAM.KEY for what came with one write key.
//
// It promises that what an address cannot be is refused with the reason; that no error, and no
// text that is for people, has credentials or a write key in it; and that two write keys that
// an address takes never have the same token in the subjects of a stream.
//
// It never connects to anything.
package natsurl
