package scanning

import (
	"fmt"
	"strings"

	"github.com/dustin/go-humanize"

	"segtap/capture/scan"
	"segtap/mapping/origin"
	"segtap/ui/cli/console"
)

// How many places are told of each kind.
const (
	mostUnread  = 20
	mostLeftOut = 3
)

// tell says what was scanned, and what was not.
func tell(std console.Streams, r *scan.Result) {
	for i, u := range r.Unread {
		if i == mostUnread {
			console.Say(std, []string{fmt.Sprintf("and %s more; --format json lists all", humanize.Comma(int64(len(r.Unread)-i)))})
			break
		}
		console.Say(std, []string{u.Place.String() + ": not read: " + u.Why})
	}
	var notes []string
	for _, l := range r.LeftOut {
		if l.Why == scan.Unreadable {
			warn(std, l)
			continue
		}
		notes = append(notes, leftOut(l))
	}
	notes = append(notes, summary(r))
	console.Say(std, notes)
}

// summary says what was scanned in a line.
func summary(r *scan.Result) string {
	text := fmt.Sprintf("%s in %s, %s", count(different(r.Names), "name"), count(len(r.Names), "call"), count(len(r.Unread), "call")+" not read")
	text += fmt.Sprintf("; read %s of %s (%s)", humanize.Comma(int64(r.Read)), count(r.Files, "file"), humanize.Bytes(uint64(r.Bytes)))
	if r.Read == 0 && r.Files > 0 {
		text += ": no other is in a language that is known (" + strings.Join(scan.Languages(), ", ") + ")"
	}
	return text
}

// different counts the names that are not alike.
func different(names []origin.Name) int {
	seen := make(map[string]bool)
	for _, n := range names {
		seen[n.Event] = true
	}
	return len(seen)
}

// leftOut says what was left out for a reason, and the way to have it.
func leftOut(l scan.LeftOut) string {
	text := fmt.Sprintf("left out %s: %s (%s)", count(l.Count, "file"), says[l.Why].what, some(l))
	if way := says[l.Why].way; way != "" {
		text += "; " + way
	}
	return text
}

// says is what is said of files that were left out, and the way to have them read.
var says = map[scan.Why]struct{ what, way string }{
	scan.TooLarge: {"larger than --max-size", "give a larger one"},
	scan.Minified: {"minified", "their source is elsewhere; name them to read them all the same"},
	scan.Binary:   {"no text", ""},
	scan.Link:     {"symbolic links", "name what they lead to"},
	scan.Special:  {"no regular files", ""},
}

// some names the first files of those that were left out.
func some(l scan.LeftOut) string {
	var names []string
	for _, u := range l.First[:min(len(l.First), mostLeftOut)] {
		name := u.Path
		if u.Detail != "" {
			name += ", " + u.Detail
		}
		names = append(names, name)
	}
	if more := l.Count - len(names); more > 0 {
		names = append(names, fmt.Sprintf("and %s more", humanize.Comma(int64(more))))
	}
	return strings.Join(names, "; ")
}

// warn says what could not be read.
func warn(std console.Streams, l scan.LeftOut) {
	var mistakes []error
	for _, u := range l.First[:min(len(l.First), mostUnread)] {
		mistakes = append(mistakes, fmt.Errorf("cannot read %s: %s", u.Path, u.Detail))
	}
	if more := l.Count - len(mistakes); more > 0 {
		mistakes = append(mistakes, fmt.Errorf("cannot read %s more", humanize.Comma(int64(more))))
	}
	console.Warn(std.Err, mistakes)
}

// count returns a number with the word for what it counts.
func count(n int, word string) string {
	if n != 1 {
		word += "s"
	}
	return humanize.Comma(int64(n)) + " " + word
}
