// Package notice keeps what the screen has to say to a person: what was just done, what is being done, and what does not
// work. What has to be read stays until it is put away, and what was told can be looked up. It hides nothing, since it has lines of its own, and it is never silent about the way out where one is known.
package notice
