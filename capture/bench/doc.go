// Bench measures segtap as a whole against a bare HTTP server: `run` builds both
// and prints what README.md says how to read. It is no part of segtap.
//
//	bench bare                          serve: read the body, answer 200
//	bench screen WIDTHxHEIGHT COMMAND…  run a command in a pseudo-terminal
//	bench load URL single|batch TIME    post on 64 connections, print requests and messages a second
//	bench fill FILE ENTRIES             write a capture file
//	bench search FILE FILTER…           time to the first page of each filter, and to its end
//	bench rejudge FILE                  seconds until all is judged anew: another destination, a metric more
//	bench open FILE SEGTAP              ms from the start to the first screen with an event of the file
//	bench first SEGTAP                  ms from the start to the first screen
//	bench messages FILE COUNT           write messages, one a line
//	bench time COMMAND…                 seconds, processor seconds and most memory, in MB, of a command
package main
