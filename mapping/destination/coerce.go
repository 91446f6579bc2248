package destination

import (
	"math"

	"segtap/mapping/destination/date"
	"segtap/mapping/destination/kit"
	"segtap/mapping/jsondoc"
)

// FieldErrorKind says what is wrong with a field.
type FieldErrorKind uint8

// What can be wrong with a field.
const (
	FieldMissing     FieldErrorKind = iota // it is required, and absent or empty
	FieldWrongType                         // its value is of a type that cannot be coerced
	FieldWrongFormat                       // its value is a string that is no date
	FieldNotNumber                         // its value is no number; the event goes without it
)

// coerced is the value of a field after its type has been seen to.
type coerced struct {
	set    bool      // the field has a value
	value  kit.Value // of an object or a string
	number float64   // of a number
	ms     int64     // of a date: ms since 1970
	noTime bool      // of a date: it is valid, but no time can be read from it
	free   bool      // of a date: in a free form
}

// fail is what is wrong with one field.
type fail struct {
	kind   FieldErrorKind
	actual string // of FieldWrongType: the type found; "an array", "undefined"
}

// coerce gives a field the type it declares, by the rules of Segment's
// validation: ajv with coerceTypes "array", and Segment's own format for dates.
// It calls report for everything that is wrong. c is zero before.
func (c *coerced) coerce(f *Field, v kit.Value, report func(fail)) {
	switch f.Type {
	case TypeString:
		v, _ = unwrap(v)
		if v.Kind() == jsondoc.String {
			c.set, c.value = true, v
			return
		}
		text, ok := coerceString(v)
		if c.set, c.value = ok, kit.String(text); !ok {
			report(fail{FieldWrongType, typeWithArticle(v)})
		}
	case TypeNumber:
		wrapped := false
		if !f.Reported {
			v, wrapped = unwrap(v)
		}
		c.number, c.set = coerceNumber(v, wrapped)
		c.set = c.set && (!f.Reported || v.Kind() == jsondoc.Number)
		if !c.set {
			report(fail{FieldWrongType, typeWithArticle(v)})
		}
	case TypeDatetime:
		*c = coerceTime(v, report)
	case TypeObject:
		c.set, c.value = v.Kind() == jsondoc.Object, v
		if !c.set {
			report(fail{FieldWrongType, typeWithArticle(v)})
		}
	}
}

// unwrap takes a value out of an array of one element. Types are then those of
// the element.
func unwrap(v kit.Value) (kit.Value, bool) {
	if v.Kind() == jsondoc.Array && v.Len() == 1 {
		return v.Element(0), true
	}
	return v, false
}

// coerceString makes a string of what is not an object or array.
func coerceString(v kit.Value) (text string, ok bool) {
	switch v.Kind() {
	case jsondoc.String:
		return v.Text(), true
	case jsondoc.Bool, jsondoc.Number:
		text, _ = v.JSString()
		return text, true
	case jsondoc.Null:
		return "", true
	}
	return "", false
}

// coerceNumber makes a number of what is not an object or array. Only a string
// may be one that is too large for a double.
func coerceNumber(v kit.Value, wrapped bool) (f float64, ok bool) {
	switch v.Kind() {
	case jsondoc.Number:
		f = v.Number()
		return f, !math.IsInf(f, 0)
	case jsondoc.Bool:
		if v.Bool() {
			f = 1
		}
		return f, true
	case jsondoc.Null:
		return 0, wrapped
	case jsondoc.String:
		if !v.IsBlank() {
			return kit.ParseNumber(v.Text())
		}
	}
	return 0, false
}

// coerceTime reads a date: ms since 1970 as a number, or a string.
//
// The types "string" and "number" together take an odd path through ajv when
// the value stands in an array: no element can be both, so none passes as it
// is. A number becomes a string, a numeric string a number, any other string is
// refused.
func coerceTime(v kit.Value, report func(fail)) coerced {
	v, wrapped := unwrap(v)
	if node := v.Node(); !wrapped && node.IsPlain() {
		raw := node.Raw()
		if m := date.ReadCanonical(raw[1 : len(raw)-1]); m.OK {
			return coerced{set: true, ms: m.MS}
		}
	}
	var text string
	switch v.Kind() {
	case jsondoc.String:
		text = v.Text()
		if wrapped {
			if f, ok := kit.ParseNumber(text); ok && text != "" {
				return timeOfNumber(f)
			}
			report(fail{FieldWrongType, typeWithArticle(v)})
			if !isDateLike(text) {
				report(fail{kind: FieldWrongFormat})
			}
			return coerced{}
		}
	case jsondoc.Number:
		if f := v.Number(); !wrapped && !math.IsInf(f, 0) {
			return timeOfNumber(f)
		}
		text, _ = v.JSString()
	case jsondoc.Bool:
		text, _ = v.JSString()
	case jsondoc.Null:
	default:
		report(fail{FieldWrongType, typeWithArticle(v)})
		return coerced{}
	}
	return timeOfText(text, report)
}

func timeOfNumber(f float64) coerced {
	ms, ok := date.Clip(f)
	return coerced{set: true, ms: ms, noTime: !ok}
}

func timeOfText(text string, report func(fail)) coerced {
	if number, ok := numericText(text); ok {
		if !isClose(number) {
			report(fail{kind: FieldWrongFormat})
			return coerced{}
		}
		m := date.Read(text)
		return coerced{set: true, ms: m.MS, noTime: !m.OK, free: m.Free}
	}
	m := date.Read(text)
	if !m.OK {
		report(fail{kind: FieldWrongFormat})
		return coerced{}
	}
	return coerced{set: true, ms: m.MS, free: m.Free}
}

// isDateLike is Segment's format for dates.
func isDateLike(text string) bool {
	if number, ok := numericText(text); ok {
		return isClose(number)
	}
	return date.Read(text).OK
}

// numericText reads a string that is spelled as JavaScript prints a number.
func numericText(text string) (float64, bool) {
	const longest = len("-1.7976931348623157e+308")
	if text == "" || len(text) > longest {
		return 0, false
	}
	f, ok := kit.ParseNumber(text)
	if !ok {
		return math.NaN(), text == "NaN"
	}
	var buf [longest + 8]byte
	return f, string(kit.AppendNumber(buf[:0], f)) == text
}

// isClose reports whether a number of seconds is a time that JavaScript has.
// (Segment's check takes numeric strings for seconds, whatever their length.)
func isClose(seconds float64) bool {
	_, ok := date.Clip(seconds * 1000)
	return ok
}

// typeWithArticle gives the type of a value as Segment's messages write it.
func typeWithArticle(v kit.Value) string {
	switch v.Kind() {
	case jsondoc.Absent:
		return "undefined"
	case jsondoc.Null:
		return "null"
	case jsondoc.Object, jsondoc.Array:
		return "an " + v.Kind().String()
	}
	return "a " + v.Kind().String()
}
