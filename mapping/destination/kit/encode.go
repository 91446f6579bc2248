package kit

import (
	"bytes"
	"math"

	"segtap/mapping/jsondoc"
)

// AppendJSON appends what JSON.stringify makes of the value: compact, in
// JavaScript's order of members, each name once, numbers as doubles (null where
// they are not finite), half surrogates as \udXXX. A value that is Absent is
// left out of an object; elsewhere it is null.
func (v Value) AppendJSON(dst []byte) []byte {
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
			dst = item.AppendJSON(comma(dst, first))
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
	if v.isNode() && isShortest(v.node.Raw()) {
		return append(dst, v.node.Raw()...)
	}
	f := v.Number()
	if math.IsInf(f, 0) || math.IsNaN(f) {
		return append(dst, "null"...)
	}
	return AppendNumber(dst, f)
}

// isShortest reports whether a JSON number is sure to be spelled as JavaScript
// prints it: few enough digits that none is lost, and none too many.
func isShortest(raw []byte) bool {
	if len(raw) > 15 || bytes.HasPrefix(raw, []byte("-0")) || bytes.HasPrefix(raw, []byte("0.0")) {
		return false
	}
	point := false
	for _, c := range raw {
		switch c {
		case '.':
			point = true
		case 'e', 'E':
			return false
		}
	}
	return !point || raw[len(raw)-1] != '0'
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
		dst = Of(node).AppendJSON(append(dst, ':'))
	}
	return append(dst, '}')
}
