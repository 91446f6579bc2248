// Package tree is a file as a tree of values, each with the place where it stands:
// JSON or YAML. [Strict] reads one for who takes everything unknown for a mistake.
//
// It promises that a mistake is an [Error] with its line and column and the way out,
// safe to print, and that a YAML file takes bounded time: anchors, aliases and tags
// are refused, and so is what is too long or too deep.
//
// It knows nothing of metrics, and never opens a file.
package tree
