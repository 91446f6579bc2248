// Package sender is the work of the replay command: it gathers messages from files into
// a capture file, sends them in a plan, and tells what came of each.
//
// It promises that nothing goes beyond this machine without the yes of whoever runs the
// command, that standard output has one line for each request or for each message that
// cannot be sent, and that the exit code is 0 only where everything was taken.
package sender
