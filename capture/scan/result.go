package scan

import (
	"cmp"
	"slices"
	"sync/atomic"

	"segtap/mapping/origin"
)

// Progress is how far a scan has come; it may be looked at while the scan goes on.
type Progress struct {
	Files atomic.Int64 // that were met, whatever they are
	Names atomic.Int64 // that were found
}

// Result is what a scan has found.
type Result struct {
	origin.Found
	Files   int // that were met and are not ignored
	Read    int // that are in a language
	Bytes   int64
	Ignored int // entries of directories that git, or whoever asks, ignores
	LeftOut []LeftOut
}

// LeftOut are the files and directories that were not read for one reason.
type LeftOut struct {
	Why   Why
	Count int
	First []Unread // at most shown, by path
}

// Unread is a file or a directory that was not read.
type Unread struct {
	Path   string
	Detail string // may be empty
}

// Why is why a file was not read.
type Why string

// Why files are not read.
const (
	Unreadable Why = "unreadable" // the system gives an error
	TooLarge   Why = "too large"
	Minified   Why = "minified" // the output of a bundler: its source is elsewhere
	Binary     Why = "binary"   // it has the name of a language, and is no text
	Link       Why = "link"     // a symbolic link
	Special    Why = "special"  // a pipe, a socket or a device
)

// reasons are in the order in which they are told.
var reasons = []Why{Unreadable, TooLarge, Minified, Binary, Link, Special}

// shown is how many files are told by name for each reason.
const shown = 100

// partial is what one worker has found.
type partial struct {
	Result
	left map[Why]*LeftOut
}

// leave notes a file that is not read.
func (p *partial) leave(why Why, path, detail string) {
	l := p.left[why]
	if l == nil {
		if p.left == nil {
			p.left = make(map[Why]*LeftOut)
		}
		l = &LeftOut{Why: why}
		p.left[why] = l
	}
	l.Count++
	l.First = append(l.First, Unread{path, detail})
	if len(l.First) >= 2*shown {
		l.shorten()
	}
}

// shorten leaves the first files by their paths.
func (l *LeftOut) shorten() {
	slices.SortFunc(l.First, func(a, b Unread) int { return cmp.Compare(a.Path, b.Path) })
	l.First = slices.Clip(l.First[:min(len(l.First), shown)])
}

// sum puts together what the workers have found.
func sum(parts []partial) Result {
	var all Result
	left := make(map[Why]*LeftOut)
	for _, p := range parts {
		all.Names = append(all.Names, p.Names...)
		all.Unread = append(all.Unread, p.Unread...)
		all.Files += p.Files
		all.Read += p.Read
		all.Bytes += p.Bytes
		all.Ignored += p.Ignored
		for why, l := range p.left {
			if left[why] == nil {
				left[why] = &LeftOut{Why: why}
			}
			left[why].Count += l.Count
			left[why].First = append(left[why].First, l.First...)
		}
	}
	for _, why := range reasons {
		if l := left[why]; l != nil {
			l.shorten()
			if why == Unreadable || why == TooLarge || why == Minified {
				all.Skipped += l.Count
			}
			all.LeftOut = append(all.LeftOut, *l)
		}
	}
	Sort(&all.Found)
	return all
}

// Sort puts what was found in order, as Run does.
func Sort(found *origin.Found) {
	slices.SortStableFunc(found.Names, func(a, b origin.Name) int {
		return cmp.Or(ByPlace(a.Place, b.Place), cmp.Compare(a.Event, b.Event))
	})
	slices.SortStableFunc(found.Unread, func(a, b origin.Unread) int { return ByPlace(a.Place, b.Place) })
}

// ByPlace compares places by file, line and column.
func ByPlace(a, b origin.Place) int {
	return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
}
