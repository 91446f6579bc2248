package sourcecode

import (
	"strings"

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
		if t.Kind == source.Text && f.Holes != nil {
			f.inText(t)
		}
		if t.Kind != source.Word && !(t.Kind == source.Text && f.At(i-1).Is("[") && f.At(i+1).Is("]")) {
			continue
		}
		if f.isGenerated(i) {
			f.unread(i, "it calls what Typewriter has made of a plan, which has the name")
			continue
		}
		spelled := f.spelled(i)
		if source.Has(f.Queuing, spelled) && f.tryQueued(i) {
			continue
		}
		for c := range f.Calls {
			if (source.Has(f.Calls[c].Methods, spelled) || f.bound[spelled]) && f.tryCall(&f.Calls[c], i) {
				break
			}
		}
	}
}

// isGenerated says whether a call at i is one of a function that Typewriter has made.
func (f *calls) isGenerated(i int) bool {
	name := source.Identifier(f.At(i))
	if len(f.generated) == 0 || name == "" || !f.At(i+1).Is("(") || strings.HasPrefix(name, "set") || f.At(i-1).In(f.Functions...) {
		return false
	}
	if f.Separator(i - 1) {
		return f.generated[source.Identifier(f.At(i-2))] && !f.Separator(i-3)
	}
	return f.generated[name]
}

// spelled returns the name of a method, also where it is a text in brackets.
func (f *calls) spelled(i int) string {
	if t := f.Tokens[i]; t.Kind == source.Text {
		decoded, _ := f.Source.Decode(t.Text)
		return decoded
	}
	return source.Identifier(f.Tokens[i])
}

// tryCall reads a call whose method is at i, and says whether it is one of a client.
func (f *calls) tryCall(c *language.Call, i int) bool {
	if c.Literal {
		if f.At(i+1).Is("{") && f.Separator(i-1) && f.clientNames[source.Identifier(f.At(i-2))] {
			f.report(source.Between(i, f.Next(i+1, len(f.Tokens))), parts(c, f.objectOf(f.Inside(i+1), i+1, 0, true)), c.Server)
		} else if f.Separator(i-1) && f.clientNames[source.Identifier(f.At(i-2))] && (f.At(i-4).Is("var") || f.At(i-4).Is("new") && f.At(i-3).Is("(")) {
			f.unread(i, "its name is set behind it")
		}
		return true
	}
	args, end := source.Between(0, 0), 0
	if open := f.Arguments(i); open >= 0 {
		args, end = f.Inside(open), f.Next(open, len(f.Tokens))
	} else if handed, behind, ok := f.HandedOn(i); ok {
		args, end = handed, behind
	} else if c.Bare {
		args = f.Statement(i + 1)
		end = args.To
	}
	if end == 0 || c.Bare && end == i+1 {
		return false
	}
	if f.Separator(i-1) || f.Tokens[i].Kind == source.Text {
		if !source.Has(c.Methods, f.spelled(i)) || !f.receives(c, f.receiver(i-1)) {
			return false
		}
	} else if !f.isBound(i) && !f.isFilled(c, i) || source.Has(f.Functions, f.At(i-1).Text) || f.At(end).Is("{") {
		// A function of that name is defined here, not called.
		return false
	}
	if !f.fits(c, f.Split(args, ",")) {
		return false
	}
	f.positional(c, i, args, end)
	return true
}

// tryQueued reads a call that waits for the client to be loaded: an array of the method and
// its arguments, that is given to the method at i.
func (f *calls) tryQueued(i int) bool {
	open := f.Arguments(i)
	if open < 0 || !f.At(open+1).Is("[") || !f.Separator(i-1) || !f.isClient(f.receiver(i-1)) {
		return false
	}
	args := f.Inside(open + 1)
	method := f.eval(source.Between(args.From, f.Next(args.From, args.To)), 0)
	if !method.is(origin.String) || !f.At(args.From+1).In(",", "]") {
		return false
	}
	args.From = min(args.From+2, args.To)
	for c := range f.Calls {
		if source.Has(f.Calls[c].Methods, method.text) {
			f.positional(&f.Calls[c], i, args, f.Next(open, len(f.Tokens)))
			return true
		}
	}
	return false
}

// receives says whether a chain leads to what has the method of a call.
func (f *calls) receives(c *language.Call, links []source.Link) bool {
	if len(c.On) == 0 {
		if n := len(links) - 1; n > 0 && len(f.Handing) > 0 && f.At(links[n].At-1).Is("->") {
			links = links[n:] // before it stand the parameters of a block
		}
		if len(links) == 1 && links[0].Args == 0 && (links[0].Name == "this" && f.within(links[0].At) || f.handed(links[0].At)) {
			return true
		}
		return f.isClient(links)
	}
	if len(links) == 0 {
		return false
	}
	last := links[len(links)-1]
	return source.Has(c.On, last.Name) && last.Args == 0 && (len(links) == 1 || !f.foreign[links[0].Name])
}

// isFilled says whether a method at i is called on the client that the block around it has.
func (f *calls) isFilled(c *language.Call, i int) bool {
	return len(c.On) == 0 && source.Has(c.Methods, f.spelled(i)) && f.lookup(f.spelled(i), i) == nil && f.within(i)
}

// fits says whether arguments may be those of a call.
func (f *calls) fits(c *language.Call, args []source.Span) bool {
	if c.When != nil && !c.When(f.Source, args) {
		return false
	}
	if !c.SecondText {
		return true
	}
	return len(args) > 1 && !f.At(args[1].From+1).Is(":") && f.eval(args[1], 0).is(origin.String)
}

// positional reads the arguments of a call.
func (f *calls) positional(c *language.Call, i int, inside source.Span, end int) {
	args := f.Split(inside, ",")
	here := source.Between(i, end)
	if c.Bare && f.withNames(args) {
		f.report(here, parts(c, f.object(inside, i, 0)), true)
		return
	}
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
	for j := inside.From; j < inside.To && len(c.Within) > 0; j++ {
		if p := c.Within[source.Identifier(f.At(j))]; p != "" && f.Separator(j-1) {
			f.set(&v, member{name: string(p), at: j, value: typed(j, origin.String)})
		}
	}
	if len(c.Chained) > 0 {
		here.To = f.chained(c, &v, end)
	}
	f.report(here, v, c.Server)
}

// chained reads the parts that methods behind a call give, and returns where they end.
// What is not handed on at once may be given more later.
func (f *calls) chained(c *language.Call, v *value, i int) int {
	done := false
	if links := f.receiver(i); len(links) > 0 {
		before := links[0].At - 1
		done = f.At(before).Is("(") && source.Has(c.Into, f.At(before-1).Text)
	}
	for f.Separator(i) && f.At(i+1).Kind == source.Word && f.At(i+2).Is("(") {
		name := source.Identifier(f.At(i + 1))
		if p := c.Chained[name]; p != "" {
			f.set(v, member{name: string(p), at: i + 1, value: f.eval(f.Inside(i+2), 0)})
		}
		done = done || source.Has(c.Into, name)
		i = f.Next(i+2, len(f.Tokens))
	}
	v.open = v.open || !done
	return i
}

// withNames says whether arguments are the members of an object without its brackets.
func (f *calls) withNames(args []source.Span) bool {
	for _, arg := range args {
		if after := f.Next(arg.From, arg.To); f.At(arg.From).Is("**") || after < arg.To && f.At(after).In(":", "=>") {
			return true
		}
	}
	return false
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
