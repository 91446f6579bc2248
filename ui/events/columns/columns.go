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

// spec is what a column is called, and its widths in cells: the least that tells something of
// a longer text, what is enough mostly, and what more than that helps nobody.
type spec struct {
	name, heading, help string
	least, enough, most int
}

var specs = [count]spec{
	Number:  {"number", "#", "the number of the entry", 4, 4, 4},
	Time:    {"time", "TIME", "when it arrived, with the date when that is not today", 8, 8, 8},
	Verdict: {"verdict", "VERDICT", "its sign, and where there is room a word", 1, 1 + 1 + verdictWord, 1 + 1 + verdictWord},
	Event:   {"event", "EVENT", "the event's name, and what it was made of", 16, 24, 40},
	User:    {"user", "USER", "userId, else anonymousId", 6, 12, 36},
	Value:   {"value", "VALUE", "the value that the metric gets", 10, 10, 12},
	Why:     {"why", "WHY", "what is wrong first, in two or three words; where all is well, the metric", 12, 16, 32},
	Metric:  {"metric", "METRIC", "the metric that it feeds, and how many more", 12, 20, 32},
	Source:  {"source", "SOURCE", "the SDK that sent it, or the file that it was brought from", 10, 16, 24},
}

// verdictWord is how wide the word of a verdict is at most.
const verdictWord = 9

// importance is in which order columns get room. The number comes early: commands, children
// and notices name entries by it.
var importance = [count]Column{Event, Verdict, Number, User, Value, Why, Time, Metric, Source}

// extra says that a column is there only where the others have all that they mostly need.
func (c Column) extra() bool { return c == Time || c == Metric || c == Source }

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
