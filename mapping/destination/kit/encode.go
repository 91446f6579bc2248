package kit

import (
	"math"

	"segtap/mapping/jsondoc"
)

// AppendJSON appends what JSON.stringify makes of the value: compact, in
// JavaScript's order of members, each name once, numbers as doubles (null where
// they are not finite), half surrogates as \udXXX. A value that is Absent is
// left out of an object; elsewhere it is null.
func (v Value) AppendJSON(dst []byte) []byte {
	if v.node.IsStringified() {
		return append(dst, v.node.Raw()...)
	}
	return v.appendJSON(dst)
}

// appendJSON is AppendJSON of a value that is written anew: what is in a node is not looked at
// again, at each depth, whether it may stay as it came.
func (v Value) appendJSON(dst []byte) []byte {
	switch v.kind {
	case jsondoc.Absent, jsondoc.Null:
		return append(dst, "null"...)
	case jsondoc.Bool:
		if v.Bool() {
			return append(dst, "true"...)
		}
		return append(dst, "false"...)
	case jsondoc.Number:
		return v.appendNumber(dst)
	case jsondoc.String:
		return v.appendString(dst)
	case jsondoc.Array:
		dst = append(dst, '[')
		first := true
		for item := range v.Elements() {
			dst = item.appendJSON(comma(dst, first))
			first = false
		}
		return append(dst, ']')
	}
	return v.appendObject(dst)
}

func comma(dst []byte, first bool) []byte {
	if first {
		return dst
	}
	return append(dst, ',')
}

func (v Value) appendNumber(dst []byte) []byte {
	if v.node.IsShortest() {
		return append(dst, v.node.Raw()...)
	}
	f := v.Number()
	if math.IsInf(f, 0) || math.IsNaN(f) {
		return append(dst, "null"...)
	}
	return AppendNumber(dst, f)
}

func (v Value) appendString(dst []byte) []byte {
	if !v.isNode() {
		return jsondoc.AppendString(dst, v.made.text)
	}
	if raw := v.node.Raw(); v.node.IsPlain() {
		return append(dst, raw...)
	}
	return jsondoc.AppendString(dst, v.node.Text())
}

func (v Value) appendObject(dst []byte) []byte {
	dst = append(dst, '{')
	first := true
	if !v.isNode() {
		for i, name := range v.made.names {
			if v.made.items[i].kind != jsondoc.Absent {
				dst = append(jsondoc.AppendString(comma(dst, first), name), ':')
				dst = v.made.items[i].AppendJSON(dst)
				first = false
			}
		}
		return append(dst, '}')
	}
	var room [16]jsondoc.Value // a function that gives them would be allocated, and so would what it calls
	for _, node := range v.node.AppendProperties(room[:0]) {
		if node.NameIs(protoName) {
			continue
		}
		dst = comma(dst, first)
		first = false
		if node.NameIsPlain() {
			dst = append(dst, node.NameRaw()...)
		} else {
			dst = jsondoc.AppendString(dst, node.Name())
		}
		dst = Of(node).appendJSON(append(dst, ':'))
	}
	return append(dst, '}')
}
