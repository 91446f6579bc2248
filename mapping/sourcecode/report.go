package sourcecode

import (
	"slices"
	"strings"

	"segtap/mapping/origin"
	"segtap/mapping/sourcecode/language"
	"segtap/mapping/sourcecode/source"
)

// report keeps what a call says, whose parts are the members of v. A name that is written
// elsewhere is told at the call.
func (f *calls) report(call source.Span, v value, server bool) {
	i := call.From
	name, ok := v.member(string(language.Event))
	if !ok {
		why := "it gives no name"
		if v.open {
			why = "its name is in what it is given as a whole"
		}
		f.unread(i, why)
		return
	}
	said, closed := f.properties(v)
	unread := ""
	other := slices.ContainsFunc(name.value.one(), func(one value) bool { return !one.literal || one.text != "" })
	for _, one := range name.value.one() {
		if one.at < call.From || one.at >= call.To {
			one = one.named(call.From)
		}
		switch {
		case f.Invalid && strings.Contains(one.text, "\ufffd"):
			unread = "its name is no UTF-8"
		case one.literal && one.is(origin.String) && one.text == "" && other:
			// What it is until it is given one of the others; alone it is a mistake, of which the judge tells.
		case one.literal && one.is(origin.String):
			other = true
			n := origin.Name{
				Event: one.text, Kind: origin.Code, Place: f.Place(f.At(one.at).At), By: f.Name,
				Properties: said, Closed: closed, UserKey: userKey(v, server),
			}
			if one.spelt > 0 {
				n.Literal = f.Place(f.At(one.spelt).At)
			}
			f.found.Names = append(f.found.Names, n)
		case one.literal || one.is(origin.Number) || one.is(origin.Boolean) || one.is(origin.Array):
			unread = "its name is no text"
		case one.why != "":
			unread = one.why
		default:
			unread = madeWhileRunning
		}
	}
	if unread != "" {
		at := name.value.at
		if at < call.From || at >= call.To {
			at = call.From
		}
		f.unread(at, unread)
	}
}

func (f *calls) unread(i int, why string) {
	f.found.Unread = append(f.found.Unread, origin.Unread{Place: f.Place(f.At(i).At), By: f.Name, Why: why})
}

// userKey says whether a call of a server's SDK names its user.
func userKey(v value, server bool) origin.UserKey {
	if !server {
		return origin.KeyUnknown
	}
	for _, p := range []language.Part{language.UserID, language.AnonymousID} {
		m, ok := v.member(string(p))
		if ok && !m.value.absent && !m.value.is(origin.Null) && !(m.value.literal && m.value.text == "") {
			return origin.KeyGiven
		}
	}
	if v.open {
		return origin.KeyUnknown
	}
	return origin.KeyMissing
}

// properties returns what a call says of its properties, and whether it has no others.
func (f *calls) properties(v value) ([]origin.Property, bool) {
	m, ok := v.member(string(language.Properties))
	switch {
	case !ok:
		return nil, !v.open
	case m.value.absent || m.value.is(origin.Null):
		return nil, true
	case !m.value.is(origin.Object):
		return nil, false
	}
	var said []origin.Property
	closed := f.describe(&said, m.value, "/properties", true, 0)
	return said, closed
}

// describe appends what is said of the members of an object, and says whether it has no
// others.
func (f *calls) describe(said *[]origin.Property, v value, at string, required bool, depth int) bool {
	closed := !v.open
	for _, m := range v.members {
		if m.value.absent {
			continue
		}
		if len(*said) == maxProperties || depth == 8 {
			return false
		}
		p := origin.Property{
			Pointer: at + pointer(m.name), Types: m.value.types, Required: required, Value: m.value.json(),
			Place: f.Place(f.At(m.at).At),
		}
		if m.overlaid {
			p.Types, p.Value = nil, ""
		}
		for _, one := range m.value.one() {
			p.Required = p.Required && !one.absent
		}
		*said = append(*said, p)
		if m.value.is(origin.Object) && !m.overlaid && len(m.value.alternatives) == 0 {
			closed = f.describe(said, m.value, p.Pointer, p.Required, depth+1) && closed
		}
	}
	return closed
}
