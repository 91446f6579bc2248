package query

import (
	"strings"

	"segtap/mapping/jsondoc"
	"segtap/mapping/kit"
)

// operand is what a value of a message is compared with: a text, a stretch of
// numbers, or, for a number without an operator, either.
type operand struct {
	pattern *pattern  // nil: texts are compared only as numbers
	number  *interval // nil: numbers are compared as they are written
}

func newOperand(v value) (operand, bool) {
	if !v.quoted {
		_, isNumber := parseDecimal(v.text)
		_, _, isRange := rangeOf(v.text)
		switch {
		case v.op == "=" && isNumber, v.op == "" && isRange:
			number, ok := newInterval(v.op, v.text)
			return operand{number: number}, ok
		case v.op == "" && isNumber:
			number, ok := newInterval("", v.text)
			text := newPattern(v.text, false)
			return operand{&text, number}, ok
		}
	}
	if v.op == "" || v.op == "=" {
		text := v.pattern()
		return operand{pattern: &text}, true
	}
	number, ok := newInterval(v.op, v.text)
	return operand{number: number}, ok && !v.quoted
}

// value compares a value of a message. A list fits when one of its elements
// does; an object, what is missing, and a list in a list never fit.
func (o *operand) value(v jsondoc.Value) bool {
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

func (o *operand) scalar(v jsondoc.Value) bool {
	switch v.Kind() {
	case jsondoc.String:
		var room [maxShort]byte
		return o.text(v.AppendText(room[:0]))
	case jsondoc.Number, jsondoc.Bool, jsondoc.Null:
		return o.literal(string(v.Raw()))
	}
	return false
}

// text compares a string. One that reads as a number is compared as a number.
func (o *operand) text(s []byte) bool {
	if o.pattern != nil {
		return o.pattern.matchBytes(s)
	}
	d, ok := parseDecimal(kit.Trim(string(s)))
	return ok && o.number.contains(d)
}

// literal compares a number, true, false or null as it came.
func (o *operand) literal(raw string) bool {
	if o.number == nil {
		return o.pattern.match(raw)
	}
	d, ok := parseDecimal(raw)
	return ok && o.number.contains(d)
}

// implies reports whether every value that fits o fits p.
func (o *operand) implies(p *operand) bool {
	switch {
	case p.number == nil && o.number == nil:
		return o.pattern.implies(p.pattern)
	case p.number == nil:
		return p.pattern.stars
	case p.pattern == nil && o.number != nil:
		return o.number.within(p.number)
	}
	return o.number != nil && o.pattern != nil && o.number.spelling == p.number.spelling
}

func (o *operand) append(dst []byte) []byte {
	if o.number != nil {
		return append(dst, o.number.spelling...)
	}
	return appendPattern(dst, o.pattern, readsAsNumber(o.pattern.text))
}

// readsAsNumber reports whether a bare text would be read as a number, a range
// of numbers, or the number of an entry.
func readsAsNumber(text string) bool {
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
