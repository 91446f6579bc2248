package schema

import (
	"bytes"
	"math"
	"strconv"

	"segtap/mapping/jsondoc"
	"segtap/mapping/origin"
)

// Types are the types that a value may have, one bit each.
type Types uint8

// The types. A number is an integer or a fraction.
const (
	String Types = 1 << iota
	Integer
	Fraction
	Boolean
	Object
	Array
	Null

	Number = Integer | Fraction
	Any    = String | Number | Boolean | Object | Array | Null
	None   = Types(0)
)

// Names lists the types as JSON Schema names them; nothing where all may be.
func (t Types) Names() []origin.Type {
	if t == Any {
		return nil
	}
	var names []origin.Type
	add := func(bits Types, name origin.Type) {
		if t&bits != 0 {
			names = append(names, name)
		}
	}
	add(String, origin.String)
	if t&Fraction != 0 {
		names = append(names, origin.Number)
	} else {
		add(Integer, origin.Integer)
	}
	add(Boolean, origin.Boolean)
	add(Object, origin.Object)
	add(Array, origin.Array)
	add(Null, origin.Null)
	return names
}

// Named gives the types that a name of JSON Schema stands for; ok is false for one
// that it does not have.
func Named(name string) (types Types, ok bool) {
	switch name {
	case "string":
		return String, true
	case "number":
		return Number, true
	case "integer":
		return Integer, true
	case "boolean":
		return Boolean, true
	case "object":
		return Object, true
	case "array":
		return Array, true
	case "null":
		return Null, true
	case "any": // draft 3
		return Any, true
	}
	return Any, false
}

// typesOf reads the keyword type: a name or a list of them. Draft 3 has schemas in
// the list as well.
func typesOf(keyword jsondoc.Value) Types {
	switch keyword.Kind() {
	case jsondoc.String:
		types, _ := Named(keyword.Text())
		return types
	case jsondoc.Array:
		types := None
		for e := range keyword.Elements() {
			types |= typesOf(e)
		}
		if types == None {
			return Any
		}
		return types
	}
	return Any
}

// typeOf gives the type of a value.
func typeOf(v jsondoc.Value) Types {
	switch v.Kind() {
	case jsondoc.String:
		return String
	case jsondoc.Number:
		f, err := strconv.ParseFloat(string(v.Raw()), 64)
		switch {
		case !bytes.ContainsAny(v.Raw(), ".eE"):
			return Integer
		case err != nil: // too large or too small to tell
			return Number
		case f == math.Trunc(f): // 1.0 is an integer
			return Integer
		}
		return Fraction
	case jsondoc.Bool:
		return Boolean
	case jsondoc.Object:
		return Object
	case jsondoc.Array:
		return Array
	case jsondoc.Null:
		return Null
	}
	return Any
}

// Of gives the types that lists name together; all where one names none.
func Of(lists ...[]origin.Type) Types {
	types := None
	for _, list := range lists {
		if len(list) == 0 {
			return Any
		}
		for _, name := range list {
			t, _ := Named(string(name))
			types |= t
		}
	}
	return types
}
