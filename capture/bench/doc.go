// Bench measures segtap as a whole against a bare HTTP server: `run` builds both
// and prints what README.md says how to read. It is no part of segtap.
//
//	bench bare                          serve: read the body, answer 200
//	bench screen WIDTHxHEIGHT COMMAND…  run a command in a pseudo-terminal
//	bench load URL single|batch TIME    post on 64 connections, print the rate
//	bench fill FILE ENTRIES             write a capture file
//	bench search FILE FILTER…           time to the first page of each filter, and to its end
//	bench open FILE SEGTAP              time from the start to the first screen
package main
