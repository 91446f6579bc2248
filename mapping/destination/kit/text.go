package kit

import (
	"unicode/utf8"

	"segtap/mapping/jsondoc"
)

// Error is what stops a mapping from giving a value for one message: the
// message that Segment's code or its JavaScript engine throws.
type Error string

// Error returns the message.
func (e Error) Error() string { return string(e) }

// ErrNoPrimitive is JavaScript's error for an object that cannot be made a
// string, since a member of it stands where its toString should be.
const ErrNoPrimitive = Error("Cannot convert object to primitive value")

// JSString returns the value as JavaScript's String() does: "null", "true", "1.5",
// the elements of an array joined by commas, "[object Object]". The error is
// [ErrNoPrimitive].
//
// It is meant for the fields of an action. Segment has copied those, and the
// copy of an object takes a __proto__ member for its prototype: with null there,
// or an object that has a toString, it can no longer be made a string.
func (v Value) JSString() (string, error) {
	return v.toString(true)
}

// toString is JSString for a value that has been copied or has not: a message
// as it came has __proto__ as a member like any other.
func (v Value) toString(copied bool) (string, error) {
	switch v.kind {
	case jsondoc.Absent:
		return "undefined", nil
	case jsondoc.Null:
		return "null", nil
	case jsondoc.Bool:
		if v.Bool() {
			return "true", nil
		}
		return "false", nil
	case jsondoc.Number:
		return string(AppendNumber(nil, v.Number())), nil
	case jsondoc.String:
		return v.Text(), nil
	}
	text, err := v.appendPrimitive(nil, copied)
	return string(text), err
}

// appendPrimitive appends the string that an object or array is made to.
func (v Value) appendPrimitive(dst []byte, copied bool) ([]byte, error) {
	if v.kind == jsondoc.Array {
		return v.appendJoined(dst, copied)
	}
	if v.Member("toString").kind != jsondoc.Absent {
		return dst, ErrNoPrimitive
	}
	if copied {
		switch proto := v.prototype(); {
		case proto.kind == jsondoc.Null || proto.Member("toString").kind != jsondoc.Absent:
			return dst, ErrNoPrimitive
		case proto.kind == jsondoc.Array && v.Member("join").kind == jsondoc.Absent:
			return proto.appendJoined(dst, copied)
		}
	}
	return append(dst, "[object Object]"...), nil
}

// prototype gives the value that the copy of an object has as its prototype in
// place of the usual one; Absent when it keeps that.
func (v Value) prototype() Value {
	if !v.isNode() {
		return Value{}
	}
	switch proto := v.Member(protoName); proto.kind {
	case jsondoc.Null, jsondoc.Object, jsondoc.Array:
		return proto
	}
	return Value{}
}

func (v Value) appendJoined(dst []byte, copied bool) ([]byte, error) {
	first := true
	for item := range v.Elements() {
		dst = comma(dst, first)
		first = false
		var err error
		switch item.kind {
		case jsondoc.Absent, jsondoc.Null: // nothing between the commas
		case jsondoc.Object, jsondoc.Array:
			dst, err = item.appendPrimitive(dst, copied)
		default:
			var text string
			text, err = item.toString(copied)
			dst = append(dst, text...)
		}
		if err != nil {
			return dst, err
		}
	}
	return dst, nil
}

// units counts the UTF-16 code units of a string, as its length in JavaScript.
func units(s string) int {
	n := 0
	for i := 0; i < len(s); {
		width, length := unitsAt(s[i:])
		n, i = n+length, i+width
	}
	return n
}

// unitsAt measures the character at the start of a WTF-8 string, in bytes and
// in code units.
func unitsAt(s string) (width, length int) {
	r, n := utf8.DecodeRuneInString(s)
	switch {
	case r == utf8.RuneError && n == 1 && len(s) >= 3 && s[0] == 0xED:
		return 3, 1 // half of a surrogate pair
	case r > 0xFFFF:
		return n, 2
	}
	return n, 1
}

// unit gives one code unit of a string, as s[i] in JavaScript does.
func unit(s string, index int) (string, bool) {
	for i := 0; i < len(s); {
		width, length := unitsAt(s[i:])
		switch {
		case index == 0 && length == 1:
			return s[i : i+width], true
		case index < length: // half of the pair
			r, _ := utf8.DecodeRuneInString(s[i:])
			r -= 0x10000
			half := 0xD800 + r>>10
			if index == 1 {
				half = 0xDC00 + r&0x3FF
			}
			return string([]byte{0xE0 | byte(half>>12), 0x80 | byte(half>>6)&0x3F, 0x80 | byte(half)&0x3F}), true
		}
		index, i = index-length, i+width
	}
	return "", false
}
