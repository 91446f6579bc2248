package expectation

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"segtap/mapping/lazy"
	"segtap/mapping/prose"
	"segtap/mapping/query/compare"
	"segtap/mapping/query/syntax"
	"segtap/mapping/tree"
)

// span is how many events are expected.
type span struct{ min, max int }

// unbounded stands for no upper bound.
const unbounded = math.MaxInt

// mostCounted is the largest number that can be expected.
const mostCounted = 1_000_000_000

func (s span) admits(n int) bool { return n >= s.min && n <= s.max }

// String says the number as a sentence does: at least 1.
func (s span) String() string {
	switch {
	case s.max == 0:
		return "no"
	case s.min == s.max:
		return prose.Grouped(s.min)
	case s.max == unbounded:
		return "at least " + prose.Grouped(s.min)
	case s.min == 0:
		return "at most " + prose.Grouped(s.max)
	}
	return prose.Grouped(s.min) + " to " + prose.Grouped(s.max)
}

// events says a number of events.
func events(n int) string {
	if n == 1 {
		return "1 event"
	}
	return prose.Grouped(n) + " events"
}

// events says how many events there are to be.
func (s span) events() string {
	if s.max == 1 || s.min == 1 && s.max == unbounded {
		return s.String() + " event"
	}
	return s.String() + " events"
}

// whole is how a number of events is spelled: without zeros in front, which YAML may read
// as octal.
const whole = `0|[1-9][0-9]*`

// countForm is how a count is written that is no bare number.
var countForm = lazy.Regexp(`^(>=|<=|>|<|=)? *(` + whole + `)$|^(` + whole + `)?\.\.(` + whole + `)?$`)

// parseCount reads what a file says of how many: a number, one behind an operator, or a
// range.
func parseCount(text string) (s span, ok bool) {
	m := countForm().FindStringSubmatch(text)
	if m == nil || m[2]+m[3]+m[4] == "" {
		return span{}, false
	}
	s = span{0, unbounded}
	number := func(digits string, dst *int) {
		n, err := strconv.Atoi(digits)
		ok = ok && err == nil && n <= mostCounted
		*dst = n
	}
	ok = true
	if m[2] == "" {
		if m[3] != "" {
			number(m[3], &s.min)
		}
		if m[4] != "" {
			number(m[4], &s.max)
		}
		return s, ok && s.min <= s.max
	}
	var n int
	number(m[2], &n)
	switch m[1] {
	case ">=":
		s.min = n
	case ">":
		s.min = n + 1
	case "<=":
		s.max = n
	case "<":
		s.max = n - 1
	default:
		s = span{n, n}
	}
	return s, ok && s.max >= 0
}

// quoted returns a value as a sentence has it, in quotes where its end cannot be seen else.
func quoted(text string) string {
	if text != strings.TrimSpace(text) {
		return prose.Escaped(text)
	}
	return prose.Outside(text)
}

const countHint = `write a number, "2..5", ">=1" or "<=3"; 0 for none at all`

func (p *parser) count(e *expected) func(string, tree.Node) {
	return func(name string, n tree.Node) {
		if n.Kind != tree.Number && n.Kind != tree.Text {
			p.Fail(n.At, name+" is "+n.Kind.String()+", where a number of events is expected", countHint)
			return
		}
		s, ok := parseCount(n.Text)
		switch {
		case n.Text == "":
			p.Fail(n.At, name+" is empty", blockHint)
		case !ok:
			p.Fail(n.At, name+" is "+quoted(n.Text)+", which is no number of events", countHint)
		case s.min == 0 && s.max == unbounded:
			p.Fail(n.At, name+" is "+prose.Outside(n.Text)+": any number of events is as expected", countHint)
		}
		e.count, e.counted = s, true
	}
}

// figure is what a metric value is to be.
type figure struct {
	operand compare.Operand
	none    bool   // that there is none
	text    string // as it was written
}

// fits compares the metric value of an event that reaches LaunchDarkly, as JSON; empty for
// none.
func (f *figure) fits(value string) bool {
	if f.none || value == "" {
		return f.none && value == ""
	}
	return f.operand.FitsLiteral(value)
}

// number is how JSON spells one.
const number = `-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?`

// figureForm is how a figure is written that is no bare number.
var figureForm = lazy.Regexp(`^(>=|<=|>|<|=)? *(` + number + `)$|^(?:` + number + `)?\.\.(?:` + number + `)?$`)

// parseFigure reads a number, one behind an operator, or a range.
func parseFigure(text string) (f figure, ok bool) {
	m := figureForm().FindStringSubmatch(text)
	if m == nil || text == ".." {
		return figure{}, false
	}
	v := syntax.Value{Op: m[1], Text: m[2]}
	if m[2] == "" {
		v.Text = text
	} else if v.Op == "" {
		v.Op = "="
	}
	f.text = text
	f.operand, ok = compare.NewOperand(v)
	return f, ok
}

const figureHint = `write a number, ">0" or "10..20"`

func (p *parser) value(e *expected) func(string, tree.Node) {
	return func(name string, n tree.Node) {
		if n.Kind != tree.Number && n.Kind != tree.Text {
			p.Fail(n.At, name+" is "+n.Kind.String()+", where a number is expected", figureHint)
			return
		}
		f, ok := parseFigure(n.Text)
		switch {
		case n.Text == "":
			p.Fail(n.At, name+" is empty", blockHint)
		case !ok:
			p.Fail(n.At, name+" is "+quoted(n.Text)+", which is no number", figureHint)
		}
		e.value = &f
	}
}

func (p *parser) values(e *expected) func(string, tree.Node) {
	return func(name string, n tree.Node) {
		if !p.list(name, n, 1) {
			return
		}
		for _, item := range n.Items {
			f := figure{none: item.Kind == tree.Null, text: "none"}
			if !f.none {
				if !p.Expect("one of "+name, item, tree.Number) {
					return
				}
				var ok bool
				if f, ok = parseFigure(item.Text); !ok {
					p.Fail(item.At, fmt.Sprintf("one of %s is %s, which JSON has no such number for", name, prose.Outside(item.Text)), "write it such as 59.9; null for an event without a metric value")
					return
				}
			}
			e.values = append(e.values, f)
		}
	}
}
