// Package repeat tells a message that its sender sends again from a new one, and
// from another one that bears the same messageId.
//
// It promises that an [Identity] is the same in every process, since the capture file
// has it, and that it looks at what an SDK does not change when it tries again, and at
// the write key. A message without a messageId is never a repetition.
//
// It never keeps a message.
package repeat
