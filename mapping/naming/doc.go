// Package naming says what becomes of the events of a name before one has come: which
// metrics count them, which was meant where none has the name, and why. Its table joins
// the names of tracking plans, of source code and of what was seen with the metrics that
// are known.
//
// It promises that what it says of a name is what the judge says of an event of that name
// that has all that the mapping and the metrics look for, and that Fails is set exactly
// where a check of such an event would fail. What the table says of a name at a place is
// what the judge says of the event that is written there, but that a value which becomes a
// number is worth knowing only where no numeric metric counts it; and where not all is known, it
// says of nothing that it is missing.
//
// In what a table is another one than before, [Compare] says. What it tells as mended is
// neither gone with its place nor wrong there in the same way.
//
// It reads nothing, and never says that a plan is right.
package naming
