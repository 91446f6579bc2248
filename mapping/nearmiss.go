package mapping

import (
	"strings"

	"segtap/mapping/jsondoc"
)

// otherNames are what people and other products call members of a message.
var otherNames = map[string][]string{
	"event":       {"eventname", "name"},
	"userId":      {"uid"},
	"anonymousId": {"anonid"},
}

// nearMember finds the member that stands where the one of a place was meant:
// it has the same name but for case and separators, or one of otherNames. Place
// is where it would have to stand; when already an object on the way is spelled
// otherwise, it is the place of that. near is Absent when nothing is near.
func nearMember(root jsondoc.Value, pointer string) (near jsondoc.Value, place string) {
	parent := root
	for token := range strings.SplitSeq(strings.TrimPrefix(pointer, "/"), "/") {
		name := jsondoc.UnescapePointer(token)
		if member := parent.Member(name); !missing(member) {
			parent = member
			continue
		}
		if parent.Kind() != jsondoc.Object {
			break
		}
		for m := range parent.Members() {
			if !missing(m) && !m.NameIs(name) && isNear(m, name) {
				return m, parent.Pointer() + "/" + token
			}
		}
		break
	}
	return jsondoc.Value{}, ""
}

// isNear reports whether a member has a name but for case and separators, or one
// of its other names.
func isNear(m jsondoc.Value, name string) bool {
	raw := m.NameRaw()
	raw = raw[1 : len(raw)-1]
	if sameLetters(raw, name) {
		return true
	}
	for _, other := range otherNames[name] {
		if sameLetters(raw, other) {
			return true
		}
	}
	return false
}

// sameLetters compares names without case, as far as ASCII has it, and without
// separators. It allocates nothing: it is asked of every member of a message.
func sameLetters(raw []byte, name string) bool {
	k := 0
	for _, c := range raw {
		if isSeparator(c) {
			continue
		}
		for k < len(name) && isSeparator(name[k]) {
			k++
		}
		if k == len(name) || lowerASCII(c) != lowerASCII(name[k]) {
			return false
		}
		k++
	}
	return strings.Trim(name[k:], "_-. ") == "" && len(raw) > 0
}

func isSeparator(c byte) bool { return c == '_' || c == '-' || c == '.' || c == ' ' }

func lowerASCII(c byte) byte {
	if 'A' <= c && c <= 'Z' {
		c += 'a' - 'A'
	}
	return c
}

// nearMiss names the first member that stands where one of the places was meant,
// and gives the patch that puts it there; nil when nothing is near.
func (d *Diagnostic) nearMiss(root jsondoc.Value, places ...string) Patch {
	for _, pointer := range places {
		near, place := nearMember(root, pointer)
		if near.Kind() == jsondoc.Absent {
			continue
		}
		d.Effect += " There is " + dotted(near.Pointer()) + ", which is not read: names are exact."
		d.Fix = "Call it " + dotted(place) + " instead of " + dotted(near.Pointer()) + "."
		value, ok := asMeant(near, place)
		if !ok {
			return nil
		}
		put := PatchOp{Op: "add", Path: place, Value: value}
		if root.Lookup(place).Kind() != jsondoc.Absent {
			put.Op = "replace"
		}
		return Patch{{Op: "remove", Path: near.Pointer()}, put}
	}
	return nil
}

// asMeant gives the value that a member has when it gets its right name: ids and
// names are strings, and a number among them keeps its digits.
func asMeant(near jsondoc.Value, place string) (value string, ok bool) {
	switch place {
	case "/userId", "/anonymousId", "/event", "/type":
		switch near.Kind() {
		case jsondoc.String:
			return string(near.Raw()), !empty(near)
		case jsondoc.Number:
			return string(jsondoc.AppendString(nil, string(near.Raw()))), true
		}
		return "", false
	}
	return string(near.Raw()), true
}

// orElse lists places as a mapping looks at them.
func orElse(places []string) string {
	var names []string
	for _, p := range places {
		names = append(names, dotted(p))
	}
	return strings.Join(names, ", or else ")
}
