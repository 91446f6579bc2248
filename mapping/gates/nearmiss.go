package gates

import (
	"strings"

	"segtap/mapping/destination"
	"segtap/mapping/jsondoc"
	"segtap/mapping/message"
	"segtap/mapping/prose"
	"segtap/mapping/verdict"
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
// and gives the patch that puts it there; nil when nothing is near. A member that
// the mapping in force reads stays where it is.
func nearMiss(d *verdict.Diagnostic, root jsondoc.Value, o *destination.Outcome, places ...string) verdict.Patch {
	for _, pointer := range places {
		near, place := nearMember(root, pointer)
		if near.Kind() == jsondoc.Absent {
			continue
		}
		value, ok := asMeant(near, place, pointer, d.Gate)
		if !ok && near.Kind() == jsondoc.String {
			continue // it stands for nothing: no more is known with it
		}
		put := verdict.PatchOp{Op: "add", Path: place, Value: value}
		if root.Lookup(place).Kind() != jsondoc.Absent {
			put.Op = "replace"
		}
		kept := o != nil && o.Reads(near.Pointer())
		fix := verdict.Patch{put}
		if !kept {
			fix = verdict.Patch{{Op: "remove", Path: near.Pointer()}, put}
		}
		if ok && d.Gate == verdict.Keyed && !rekeyed(o, fix) {
			continue // the mapping looks elsewhere all the same
		}
		if kept {
			d.Effect += " There is " + prose.Dotted(near.Pointer()) + ", which the mapping reads and nothing else."
			d.Fix = "Send it as " + prose.Dotted(place) + " as well as in " + prose.Dotted(near.Pointer()) + "."
		} else {
			d.Effect += " There is " + prose.Dotted(near.Pointer()) + ", which is not read: names are exact."
			d.Fix = "Call it " + prose.Dotted(place) + " instead of " + prose.Dotted(near.Pointer()) + "."
		}
		if !ok {
			return nil
		}
		return fix
	}
	return nil
}

// asMeant gives the value that a member has when it gets the name of a place. Of
// an object on the way to the place that is looked for it says whether it has
// there what is meant.
func asMeant(near jsondoc.Value, place, pointer string, gate verdict.Gate) (value string, ok bool) {
	if rest := strings.TrimPrefix(pointer, place); rest != "" {
		inner := near.Lookup(rest)
		value, ok = memberMeant(inner, pointer, gate)
		return string(near.Raw()), ok && inner.Kind() != jsondoc.Absent && value == string(inner.Raw())
	}
	return memberMeant(near, place, gate)
}

// memberMeant gives the value that a member has at its right place: ids and names
// are strings, and a number among them keeps its digits. An id stands for
// somebody and has nothing around it, a type is one that Segment has, and a metric
// value is a number. What else is looked for at a gate stays as it came.
func memberMeant(near jsondoc.Value, place string, gate verdict.Gate) (value string, ok bool) {
	isID := gate == verdict.Keyed || place == "/userId" || place == "/anonymousId"
	if gate == verdict.Valued {
		return valueMeant(near)
	}
	if !isID && place != "/event" && place != "/type" {
		return string(near.Raw()), true
	}
	text := near.Text()
	switch {
	case near.Kind() == jsondoc.Number:
		text = string(near.Raw())
	case near.Kind() != jsondoc.String:
		return "", false
	case place == "/type":
		text = strings.ToLower(strings.TrimSpace(text))
	case isID:
		text = unwrapKey(text)
	default:
		return string(near.Raw()), !empty(near)
	}
	if isID && isPlaceholder(text) || place == "/type" && !message.IsType(text) {
		return "", false
	}
	if near.Kind() == jsondoc.String && text == near.Text() {
		return string(near.Raw()), true
	}
	return string(jsondoc.AppendString(nil, text)), true
}

// valueMeant gives the number that a member evidently is, or means.
func valueMeant(near jsondoc.Value) (number string, ok bool) {
	switch near.Kind() {
	case jsondoc.Number:
		return string(near.Raw()), finite(string(near.Raw()))
	case jsondoc.String:
		if number, ok = exactNumber(near.Text()); !ok {
			number, ok = numberIn(near.Text())
		}
	}
	return number, ok
}
