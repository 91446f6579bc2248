// Package plan sends many entries to one target, and accounts for each of them.
//
// The way through: [Begin] writes down what is to be sent where and begins; its [Run]
// tells through [Run.Changed] and [Run.Report] how far it has come; [Run.Wait] gives the
// last report. [Recall] reads from a capture file what an earlier run has done, for
// Begin to go on with. [Item] makes what goes out of one entry, here and for who sends
// a single one.
//
// It promises:
//
//   - With a concurrency of 1, entries go out in the order of the plan, each when the
//     one before it has been answered.
//   - Before a request goes out, that it does stands in the capture file, handed to the
//     operating system; what came of it stands there before it is counted. So whatever
//     ends the program, a plan that goes on sends nothing twice: what was begun and has
//     no outcome is unknown, and is sent again only on request, as the very messages
//     and with the payload id of the first time. Where that fails before anything
//     leaves the machine, it remains unknown; and so with what was refused.
//   - Every entry is counted once: the numbers of an [Account] add up to its total at
//     any time.
//   - An answer 429, or 5xx with Retry-After, slows the whole plan: nothing goes out
//     before the time that was asked for, however late that is, and then one request at a
//     time until some are taken.
//   - When its context ends nothing more is begun or tried again. What is under way has
//     [Grace] to be answered, and is unknown then.
//   - It stops by itself where going on would be in vain: the target cannot be reached,
//     refuses the credential, does not know the address, or nothing can be kept.
//
// It never asks a person, never reads a clock or a random source by itself, and never
// changes an entry: what is made new before it is sent is a child.
package plan
