// Package process reads what a program uses of its machine: memory, processor, files, goroutines.
//
// It promises to have the names and meanings of the collectors that Prometheus' own library has for
// this, so that dashboards made for those show it; a test compares the two. What a system does not
// tell is left out: of the process itself only Linux is asked.
//
// Reading stops nothing: the program goes on meanwhile.
package process
