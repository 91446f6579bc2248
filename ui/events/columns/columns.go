package columns

import (
	"fmt"
	"slices"
	"strings"

	"segtap/mapping/spelling"
)

// Column is one of those that there are.
type Column uint8

// The columns, in their usual order.
const (
	Number Column = iota
	Time
	Verdict
	Event
	User
	Value
	Why
	Metric
	Source
	count
)

// spec is what a column is called, and its widths in cells: the least that tells something,
// what is enough mostly, and what more than that helps nobody.
type spec struct {
	name, heading, help string
	least, enough, most int
}

var specs = [count]spec{
	Number:  {"number", "#", "the number of the entry", 4, 4, 4},
	Time:    {"time", "TIME", "when it arrived, with the date when that is not today", 8, 8, 8},
	Verdict: {"verdict", "VERDICT", "its sign, and where there is room a word", 1, 1 + 1 + verdictWord, 1 + 1 + verdictWord},
	Event:   {"event", "EVENT", "the event's name, and what it was made of", 16, 24, 40},
	User:    {"user", "USER", "userId, else anonymousId", 8, 12, 24},
	Value:   {"value", "VALUE", "the value that the metric gets", 7, 10, 12},
	Why:     {"why", "WHY", "what is wrong first, in two or three words; where all is well, the metric", 12, 16, 32},
	Metric:  {"metric", "METRIC", "the metric that it feeds, and how many more", 12, 20, 32},
	Source:  {"source", "SOURCE", "the SDK that sent it, or the file that it was brought from", 10, 16, 24},
}

// verdictWord is how wide the word of a verdict is at most.
const verdictWord = 9

// importance is in which order columns get room. The number comes early: commands, children
// and notices name entries by it.
var importance = [count]Column{Event, Verdict, Why, Number, Value, Time, User, Metric, Source}

// String returns the name of the column, as a configuration has it.
func (c Column) String() string { return specs[c].name }

// Help says what stands in the column.
func (c Column) Help() string { return specs[c].help }

// All returns all columns in their usual order.
func All() []Column {
	all := make([]Column, count)
	for i := range all {
		all[i] = Column(i)
	}
	return all
}

// Names returns the names of columns.
func Names(of []Column) []string {
	names := make([]string, len(of))
	for i, c := range of {
		names[i] = c.String()
	}
	return names
}

// Named returns the columns of names. The error says which name is none, and which may be
// meant.
func Named(names []string) ([]Column, error) {
	all := Names(All())
	var of []Column
	for _, name := range names {
		i := slices.Index(all, strings.TrimSpace(name))
		switch {
		case i < 0 && spelling.Nearest(name, all) != "":
			return nil, fmt.Errorf("there is no column %q: is %s meant?", name, spelling.Nearest(name, all))
		case i < 0:
			return nil, fmt.Errorf("there is no column %q: there are %s", name, strings.Join(all, ", "))
		case slices.Contains(of, Column(i)):
			return nil, fmt.Errorf("the column %s is there twice", all[i])
		}
		of = append(of, Column(i))
	}
	if len(of) == 0 {
		return nil, fmt.Errorf("a list has at least one column: there are %s", strings.Join(all, ", "))
	}
	return of, nil
}

// placed is a column with its width.
type placed struct {
	Column
	w int
}

// Shown is what the widths depend on besides the room there is.
type Shown struct {
	Columns  []Column
	Highest  uint64 // number of the newest entry
	OtherDay bool   // entries are shown that did not arrive today
	Metrics  bool   // there are metrics that entries may feed
}

// margin is the sign of the selected row, and a space.
const margin = 2

// widths are those of a column here.
func (s *Shown) widths(c Column) (least, enough, most int) {
	w := &specs[c]
	switch {
	case c == Number:
		n := max(len(fmt.Sprintf("#%d", s.Highest)), w.least)
		return n, n, n
	case c == Time && s.OtherDay:
		return w.least, w.enough, len("Jan _2 15:04:05")
	}
	return w.least, w.enough, w.most
}

// whole says that a column has its least width or all of its most: nothing between tells
// more.
func (c Column) whole() bool { return c == Verdict || c == Time }

// need is how many cells columns need to tell something, those between them included: the
// first of two as many as are left for it, and the event enough before there are columns
// that say little more.
func (s *Shown) need(of []Column) int {
	sum := len(of) - 1
	for i, c := range of {
		least, enough, _ := s.widths(c)
		switch {
		case i == 0 && len(of) == 2:
			least = 1
		case c == Event && (slices.Contains(of, User) && slices.Contains(of, Number) || slices.Contains(of, Source) || slices.Contains(of, Metric)):
			least = enough
		}
		sum += least
	}
	return sum
}

// fit returns the columns that fit into w cells, in their order, as wide as they can be.
func (s *Shown) fit(w int) []placed {
	room := w - margin
	if room < 1 {
		return nil
	}
	var shown []Column
	for _, c := range importance { // in this order they get room
		if slices.Contains(s.Columns, c) && (c != Metric || s.Metrics || len(s.Columns) == 1) {
			if len(shown) > 0 && s.need(append(shown, c)) > room {
				break
			}
			shown = append(shown, c)
		}
	}
	var widths [count]int
	left := room - (len(shown) - 1)
	for _, c := range shown {
		widths[c], _, _ = s.widths(c)
		left -= widths[c]
	}
	if left < 0 {
		widths[shown[0]], left = widths[shown[0]]+left, 0
	}
	grow(shown, &widths, left, func(c Column) int { _, enough, _ := s.widths(c); return enough }, func(c Column) int { _, _, most := s.widths(c); return most }, longest)
	var fits []placed
	for _, c := range s.Columns {
		if slices.Contains(shown, c) {
			fits = append(fits, placed{c, widths[c]})
		}
	}
	return fits
}

// Fitting returns the columns that w cells have room for.
func (s *Shown) Fitting(w int) []Column {
	var of []Column
	for _, p := range s.fit(w) {
		of = append(of, p.Column)
	}
	return of
}

// longest is how many cells a column has where there are many: a user may be a UUID.
func longest(c Column) int {
	if c == User {
		return 36
	}
	return 0
}

// grow gives columns what is left: to each what is enough, then what helps, and the rest to
// the most important that can have it.
func grow(shown []Column, widths *[count]int, left int, targets ...func(Column) int) {
	for _, target := range targets {
		for _, c := range shown {
			more := max(target(c)-widths[c], 0)
			if c.whole() && more > left {
				continue
			}
			more = min(more, left)
			widths[c] += more
			left -= more
		}
	}
	for _, c := range shown {
		if !c.whole() && c != Number {
			widths[c] += left
			return
		}
	}
}
