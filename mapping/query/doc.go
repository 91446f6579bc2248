// Package query reads the filters that people type, and says which entries
// they want.
//
//	"Order Completed" -is:ok                       a phrase, and something wrong
//	event:order* properties.revenue:>100           a wildcard, a path of the message
//	(user:u_42 OR anon:72d7*) after:10m            one of two, in the last ten minutes, counted from when the filter is typed
//	gate:valued=fail code:value_* -source:segtap   by what was found
//
// It promises:
//
//   - A text that is no filter has an [Error] that names the place. One that
//     only wants more typing says so ([Error.Unfinished]).
//   - [Filter.String] is read back as the same filter.
//   - What a row can settle is settled by the row ([Filter.MatchName],
//     [Filter.MatchRow]): the message is read for the others only, once, and
//     [Filter.Needs] says which parts of it. All ways give the same answer.
//   - A negated filter wants exactly the entries that the filter does not want.
//   - Numbers are compared as they are written, of any size: none becomes a
//     float64.
//   - Nothing panics, on any text and any entry.
//
// It never reads a file or a clock, and remembers nothing between two entries.
//
// Its rooms: syntax reads and writes the words, names and values that a filter is
// made of; match compares texts, compare the values of a message, and moment reads
// times.
//
// # Grammar
//
//	filter   = [ either ] .
//	either   = all { "OR" all } .
//	all      = one { [ "AND" ] one } .
//	one      = { "-" | "NOT" } ( "(" either ")" | field | path | word ) .
//	word     = text | quoted .
//	field    = text-field ":" [ "=" ] value
//	         | ( "value" | "status" ) ":" compare
//	         | "id" ":" ( [ op ] number | number ".." [ number ] | ".." number | [ "=" ] value )
//	         | "parent" ":" ( "*" | [ op ] number | number ".." [ number ] | ".." number )
//	         | "is" ":" ( "error" | "warning" | "ok" | "counts" | "nowhere" | "dropped" | "rejected" | "unknown"
//	                    | "doubtful" | "track" | "captured" | "edited" | "replay" | "retried" | "marked" | "draft" )
//	         | "gate" ":" gate [ "=" state { "|" state } ]
//	         | "has" ":" members
//	         | ( "before" | "after" ) ":" moment .
//	text-field = "event" | "user" | "anon" | "type" | "source" | "key" | "code" | "metric" | "experiment" | "target" .
//	path     = members ":" compare .
//	members  = [ "." ] member { "." member } .
//	member   = text | quoted | "*" .
//	compare  = [ "=" ] value | op number | number ".." [ number ] | ".." number .
//	op       = "<" | "<=" | ">" | ">=" | "=" .
//	value    = text | quoted .
//	moment   = duration | date | time | date "T" time [ zone ] .
//	duration = digits unit { digits unit } .      unit = "ms" | "s" | "m" | "h" | "d" | "w" .
//
// A text ends at white space and at a parenthesis. A quoted text stands between
// double quotes; \" \\ \* \? \n \r \t and \u00e9 are escapes in it. Keywords are
// in capitals, names of fields in any case; "-", "NOT" and parentheses bind
// closest, then "AND" (or nothing), then "OR".
//
// # Meaning
//
// A word or phrase is looked for in the whole message, in any case of letters,
// as it stands there and as its strings read. A value is compared with all of a
// text, in any case; * stands for any characters and ? for one, in quotes too,
// unless a backslash precedes them there. What is missing is the empty text, and
// a lone * fits every text but that. Behind "=" a text is compared exactly, case
// included, and has no wildcards.
//
// A path leads to a member of the message: properties.plan, or .userId for a
// member at the top; context.page."a b" where a name has odd characters;
// properties.products.0.sku and properties.products.*.sku into lists. Names of
// members are exact. A list fits when one of its elements does. Numbers compare
// by value with a bare number (qty:3 fits 3.0), and a string that reads as a
// number compares as one with >, <, = and ranges; in quotes, a number is a text
// like others. Both ends of a range belong to it, and one of them may be missing.
// has: wants that there is a value, and that it is not null.
//
// value: compares what the destination makes the metric value from. event: is
// the event name, of a page or screen its name; user: the userId, else the
// anonymousId. id:142 is an entry by its number; id:"142" a messageId. parent:142 wants what was made
// of that entry, by an edit or a replay, and parent:* whatever was made of another. target: and status: look at what came of sending
// an entry on from here: where to, and the status of the answer, or in a word why there was
// none, such as status:timeout, or status:unknown where nobody knows. metric:
// wants an event with that metric's event key, experiment: one that the
// experiment records by a unit that the event carries; whether it counts is
// is:counts. A gate without states wants one that fails or warns. Every entry is
// one of is:error, is:warning and is:ok.
//
// after: is at or after a moment, before: is before it. A duration counts back
// from now; a time without a date is the last such time before now; without a
// zone, dates and times are in now's.
package query
