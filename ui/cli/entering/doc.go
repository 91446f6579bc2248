// Package entering says what helps where the stream of a server of NATS cannot be opened. It
// promises that each reason has its own way out, in the words of whoever named the stream: flags, or
// variables. It opens nothing.
package entering
