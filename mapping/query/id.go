package query

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"segtap/mapping/query/syntax"
)

// numberTest looks for entries by their numbers, or by those of their parents.
type numberTest struct {
	of        *numberField
	low, high uint64
	text      string
}

// numberField is a number that an entry has.
type numberField struct {
	name string
	row  func(*Row) uint64
}

// The numbers of an entry. One that was made of no other has the parent 0, which no test
// of parents wants.
var (
	idField     = numberField{"id", func(r *Row) uint64 { return r.ID }}
	parentField = numberField{"parent", func(r *Row) uint64 { return r.Parent }}
)

func (t numberTest) row(r *Row) Tri {
	n := t.of.row(r)
	return triOf(n >= t.low && n <= t.high && (n > 0 || t.of == &idField))
}
func (t numberTest) document(*Row, *Document) bool { return false }
func (t numberTest) needs() Needs                  { return 0 }

func (t numberTest) implies(o term) bool {
	other, ok := o.(numberTest)
	return ok && t.of == other.of && t.low >= other.low && t.high <= other.high
}

func (t numberTest) append(dst []byte) []byte {
	return append(append(append(dst, t.of.name...), ':'), t.text...)
}

// buildID reads the number of an entry, a range of them, or a messageId.
func buildID(p *parser, v syntax.Value) (term, *Error) {
	if v.Quoted || (v.Op == "" || v.Op == "=") && !isNumbers(v.Text) {
		if err := p.onlyEquals("id", v); err != nil {
			return nil, err
		}
		return &textTest{&messageIDField, v.Pattern()}, nil
	}
	return p.numbers(&idField, v)
}

// buildParent reads the number of the entry that others were made of, a range of them, or a
// star for any.
func buildParent(p *parser, v syntax.Value) (term, *Error) {
	if v.Pattern().Stars {
		return numberTest{&parentField, 1, math.MaxUint64, "*"}, nil
	}
	if v.Quoted || !isNumbers(v.Text) {
		return nil, p.noNumber(&parentField, v)
	}
	return p.numbers(&parentField, v)
}

// isNumbers reports whether a text is the number of an entry, with or without its sign, or
// a range of numbers.
func isNumbers(text string) bool {
	low, high, isRange := strings.Cut(text, "..")
	if isRange {
		return low+high != "" && allDigits(low) && allDigits(high)
	}
	number := strings.TrimPrefix(text, "#")
	return number != "" && allDigits(number)
}

// numbers reads a number, or a range of them.
func (p *parser) numbers(of *numberField, v syntax.Value) (term, *Error) {
	t := numberTest{of: of, high: math.MaxUint64, text: v.Op + v.Text}
	low, high, isRange := strings.Cut(v.Text, "..")
	switch {
	case !isNumbers(v.Text), isRange && v.Op != "":
		return nil, p.noNumber(of, v)
	case !isRange:
		low = strings.TrimPrefix(v.Text, "#")
		high = low
	}
	var err *Error
	if low != "" && v.Op != "<" && v.Op != "<=" {
		t.low, err = p.entryNumber(of, v, low)
	}
	if high != "" && v.Op != ">" && v.Op != ">=" && err == nil {
		t.high, err = p.entryNumber(of, v, high)
	}
	switch {
	case v.Op == ">" && t.low == math.MaxUint64, v.Op == "<" && t.high == 0:
		t.low, t.high = 1, 0 // none
	case v.Op == ">":
		t.low++
	case v.Op == "<":
		t.high--
	}
	return t, err
}

func (p *parser) entryNumber(of *numberField, v syntax.Value, digits string) (uint64, *Error) {
	n, err := strconv.ParseUint(digits, 10, 64)
	if err != nil {
		return 0, p.noNumber(of, v)
	}
	return n, nil
}

func (p *parser) noNumber(of *numberField, v syntax.Value) *Error {
	hint := fmt.Sprintf("write %[1]s:142, %[1]s:10..20 or %[1]s:>100", of.name)
	if of == &parentField {
		hint += "; parent:* wants all that were made of others"
	}
	e := p.Fail(v.Start, v.End, "no entry has such a number", hint)
	e.Unfinished = v.End == len(p.Text) && !v.Quoted && !isNumbers(v.Text) && strings.Trim(v.Text, "#.0123456789") == ""
	return e
}

func allDigits(text string) bool { return strings.Trim(text, "0123456789") == "" }
