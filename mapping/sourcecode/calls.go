package sourcecode

import (
	"segtap/mapping/sourcecode/language"
	"segtap/mapping/sourcecode/source"
)

import "segtap/mapping/origin"

// calls finds the calls of a file.
type calls struct {
	clients
	found origin.Found
}

// findCalls reads each call that sends a Track call.
func (f *calls) findCalls() {
	for i := range f.Tokens {
		t := f.Tokens[i]
		if t.Kind != source.Word && !(t.Kind == source.Text && f.At(i-1).Is("[") && f.At(i+1).Is("]")) {
			continue
		}
		spelled := f.spelled(i)
		for c := range f.Calls {
			if source.Has(f.Calls[c].Methods, spelled) || f.bound[spelled] {
				f.tryCall(&f.Calls[c], i)
				break
			}
		}
	}
}

// spelled returns the name of a method, also where it is a text in brackets.
func (f *calls) spelled(i int) string {
	if t := f.Tokens[i]; t.Kind == source.Text {
		decoded, _ := f.Source.Decode(t.Text)
		return decoded
	}
	return source.Identifier(f.Tokens[i])
}

// tryCall reads a call whose method is at i, if it is one of a client.
func (f *calls) tryCall(c *language.Call, i int) {
	if c.Literal {
		if f.At(i+1).Is("{") && f.Separator(i-1) && f.clientNames[source.Identifier(f.At(i-2))] {
			f.report(source.Between(i, f.Next(i+1, len(f.Tokens))), parts(c, f.objectOf(f.Inside(i+1), i+1, 0, true)), c.Server)
		}
		return
	}
	open := f.arguments(i)
	if open < 0 {
		return
	}
	if f.Separator(i-1) || f.Tokens[i].Kind == source.Text {
		if !source.Has(c.Methods, f.spelled(i)) || !f.isClient(f.receiver(i-1)) {
			return
		}
	} else if !f.bound[f.spelled(i)] || source.Has(f.Functions, f.At(i-1).Text) || f.At(int(f.Tokens[open].Match)+1).Is("{") {
		// A function of that name is defined here, not called.
		return
	}
	f.positional(c, i, open)
}

// arguments returns the parenthesis with which the arguments of a method at i begin.
func (f *calls) arguments(i int) int {
	i++
	if f.At(i).Is("]") {
		i++
	}
	if f.At(i).Is("?.") {
		i++
	}
	if f.At(i).Is("<") {
		// The arguments of a type.
		for end := i + 20; i < end && !f.At(i).Is("("); i++ {
			if f.At(i).In(";", ")", "=", "&&") {
				return -1
			}
		}
	}
	if !f.At(i).Is("(") || f.At(i).Match < 0 {
		return -1
	}
	return i
}

// positional reads the arguments of a call.
func (f *calls) positional(c *language.Call, i, open int) {
	args := f.Split(f.Inside(open), ",")
	here := source.Between(i, f.Next(open, len(f.Tokens)))
	if c.Object && len(args) > 0 {
		if v := f.eval(args[0], 0); v.is(origin.Object) {
			f.report(here, parts(c, v), true)
			return
		}
	}
	v := value{types: objectType, at: i}
	for n, arg := range args {
		t := f.At(arg.From)
		if t.In("...", "*", "**") {
			v.open = true
			continue
		}
		given := language.Part("")
		switch {
		case t.Kind == source.Word && f.At(arg.From+1).In("=", ":") && arg.From+2 < arg.To:
			given, arg.From = c.Names[t.Text], arg.From+2
		case n < len(c.Positions):
			given = c.Positions[n]
		}
		if given != "" {
			f.set(&v, member{name: string(given), at: arg.From, value: f.eval(arg, 0)})
		}
	}
	f.report(here, v, c.Server)
}

// parts returns the parts of a message that an object's members give.
func parts(c *language.Call, v value) value {
	all := value{types: v.types, open: v.open, at: v.at}
	for _, m := range v.members {
		if p := c.Names[m.name]; p != "" {
			m.name = string(p)
			all.members = append(all.members, m)
		}
	}
	return all
}
