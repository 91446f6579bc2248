// Package kit is Segment's mapping language: how a field of a destination gets
// its value from a message.
//
// A mapping is JSON. An object with one member whose name starts with @ is a
// directive ("@path", "@if", "@template", "@literal", "@case", …); everything
// else stands for itself. [Compile] reads a mapping once, [Mapping.Resolve]
// then runs it on any number of messages.
//
// It promises what Segment's own implementation does (the mapping kit of
// @segment/actions-core), JavaScript's rules included: a [Value] is a
// JavaScript value, numbers are doubles where a directive or an encoder looks
// at them, and strings may hold half of a surrogate pair. A value taken from a
// message stays the node of that message: resolving a path allocates nothing,
// and the node knows where it stands.
//
// It never changes a message or a mapping, and nothing in it panics. One
// directive is not read: @liquid, whose language is a program of its own.
package kit
