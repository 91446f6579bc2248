package query

import (
	"math"
	"strconv"
	"strings"

	"segtap/mapping/query/syntax"
)

// idTest looks for entries by their numbers.
type idTest struct {
	low, high uint64
	text      string
}

func (t idTest) row(r *Row) Tri                { return triOf(r.ID >= t.low && r.ID <= t.high) }
func (t idTest) document(*Row, *Document) bool { return false }
func (t idTest) needs() Needs                  { return 0 }

func (t idTest) implies(o term) bool {
	other, ok := o.(idTest)
	return ok && t.low >= other.low && t.high <= other.high
}

func (t idTest) append(dst []byte) []byte { return append(append(dst, "id:"...), t.text...) }

// buildID reads the number of an entry, a range of them, or a messageId.
func buildID(p *parser, v syntax.Value) (term, *Error) {
	t := idTest{high: math.MaxUint64, text: v.Op + v.Text}
	low, high, isRange := strings.Cut(v.Text, "..")
	isRange = isRange && v.Op == "" && low+high != "" && allDigits(low) && allDigits(high)
	number := strings.TrimPrefix(v.Text, "#")
	switch {
	case v.Quoted, !isRange && (v.Op == "" || v.Op == "=") && (number == "" || !allDigits(number)):
		if err := p.onlyEquals("id", v); err != nil {
			return nil, err
		}
		return &textTest{&messageIDField, v.Pattern()}, nil
	case !isRange:
		low, high = number, number
	}
	var err *Error
	if low != "" && v.Op != "<" && v.Op != "<=" {
		t.low, err = p.entryNumber(v, low)
	}
	if high != "" && v.Op != ">" && v.Op != ">=" && err == nil {
		t.high, err = p.entryNumber(v, high)
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

func (p *parser) entryNumber(v syntax.Value, digits string) (uint64, *Error) {
	n, err := strconv.ParseUint(digits, 10, 64)
	if err != nil {
		return 0, p.Fail(v.Start, v.End, "no entry has such a number", "write id:142, id:10..20 or id:>100")
	}
	return n, nil
}

func allDigits(text string) bool { return strings.Trim(text, "0123456789") == "" }
