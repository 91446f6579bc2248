package compare

import (
	"strings"

	"segtap/mapping/destination/kit"
	"segtap/mapping/jsondoc"
	"segtap/mapping/query/match"
	"segtap/mapping/query/syntax"
)

// Operand is what a value of a message is compared with: a text, a stretch of
// numbers, or, for a number without an operator, either.
type Operand struct {
	pattern *match.Pattern // nil: texts are compared only as numbers
	number  *interval      // nil: numbers are compared as they are written
}

// NewOperand returns the operand that a value of a filter is. ok is false when no
// number follows an operator that wants one.
func NewOperand(v syntax.Value) (o Operand, ok bool) {
	if !v.Quoted {
		_, isNumber := parseDecimal(v.Text)
		_, _, isRange := rangeOf(v.Text)
		switch {
		case v.Op == "=" && isNumber, v.Op == "" && isRange:
			number, ok := newInterval(v.Op, v.Text)
			return Operand{number: number}, ok
		case v.Op == "" && isNumber:
			number, ok := newInterval("", v.Text)
			text := match.NewPattern(v.Text, false)
			return Operand{&text, number}, ok
		}
	}
	if v.Op == "" || v.Op == "=" {
		text := v.Pattern()
		return Operand{pattern: &text}, true
	}
	number, ok := newInterval(v.Op, v.Text)
	return Operand{number: number}, ok && !v.Quoted
}

// Fits compares a value of a message. A list fits when one of its elements
// does; an object, what is missing, and a list in a list never fit.
func (o *Operand) Fits(v jsondoc.Value) bool {
	if v.Kind() != jsondoc.Array {
		return o.scalar(v)
	}
	for element := range v.Elements() {
		if o.scalar(element) {
			return true
		}
	}
	return false
}

func (o *Operand) scalar(v jsondoc.Value) bool {
	switch v.Kind() {
	case jsondoc.String:
		var room [match.Short]byte
		return o.FitsText(v.AppendText(room[:0]))
	case jsondoc.Number, jsondoc.Bool, jsondoc.Null:
		return o.FitsLiteral(string(v.Raw()))
	}
	return false
}

// FitsText compares a string. One that reads as a number is compared as a number.
func (o *Operand) FitsText(s []byte) bool {
	if o.pattern != nil {
		return o.pattern.MatchBytes(s)
	}
	d, ok := parseDecimal(kit.Trim(string(s)))
	return ok && o.number.contains(d)
}

// FitsLiteral compares a number, true, false or null as it came.
func (o *Operand) FitsLiteral(raw string) bool {
	if o.number == nil {
		return o.pattern.Match(raw)
	}
	d, ok := parseDecimal(raw)
	return ok && o.number.contains(d)
}

// MayBeIn reports whether a value in one of the messages of a signature may fit: false is
// certain, true is not. A number may be written in many ways.
func (o *Operand) MayBeIn(s *match.Signature) bool { return o.number != nil || o.pattern.MayBeIn(s) }

// Implies reports whether every value that fits o fits p.
func (o *Operand) Implies(p *Operand) bool {
	switch {
	case p.number == nil && o.number == nil:
		return o.pattern.Implies(p.pattern)
	case p.number == nil:
		return p.pattern.Stars
	case p.pattern == nil && o.number != nil:
		return o.number.within(p.number)
	}
	return o.number != nil && o.pattern != nil && o.number.spelling == p.number.spelling
}

// Append writes the operand as it stands behind a colon.
func (o *Operand) Append(dst []byte) []byte {
	if o.number != nil {
		return append(dst, o.number.spelling...)
	}
	return syntax.AppendPattern(dst, o.pattern, ReadsAsNumber(o.pattern.Text))
}

// ReadsAsNumber reports whether a bare text would be read as a number, a range
// of numbers, or the number of an entry.
func ReadsAsNumber(text string) bool {
	digits := strings.TrimPrefix(text, "#")
	if digits != "" && countDigits(digits) == len(digits) {
		return true
	}
	if _, ok := parseDecimal(text); ok {
		return true
	}
	_, _, ok := rangeOf(text)
	return ok
}
