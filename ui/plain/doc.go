// Package plain is segtap without a screen that is painted: lines, one after the other, for those who hear them read
// aloud, and for pipes.
//
// It promises:
//
//   - A line that has been written is never changed: nothing is repainted, no cursor is moved, nothing is coloured or drawn.
//     What a sign says on the screen is a word here.
//   - What it says of an event is what the screen says: the sentences are those of the judgement, of the attempt and of the
//     consent.
//   - Each event that comes is told in one sentence, but for many at once, which are counted.
//   - Nothing is sent without a yes to the very request, which has been told; what the target wants typed is typed.
//   - Text from outside is escaped.
//
// It never reads a clock or a random source by itself, and never ends what captures: who opens it does.
package plain
