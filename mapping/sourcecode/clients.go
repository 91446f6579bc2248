package sourcecode

import (
	"slices"
	"strings"

	"segtap/mapping/sourcecode/source"
)

// clients knows what the clients of Segment's SDKs are called in a file.
type clients struct {
	values
	clientNames map[string]bool // names of clients
	foreign     map[string]bool // names of what is no client
	bound       map[string]bool // functions that are the method of a client
	// boundBy are the declarations by which they are.
	boundBy map[*declaration]bool
	// generated are the names of functions that Typewriter has made, and of what has them.
	generated map[string]bool
}

// findClients finds the names that the file has for clients of Segment's SDKs, and for
// what looks like one and is another vendor's.
func (f *clients) findClients() {
	for _, i := range f.Imports(f.Source) {
		f.origins[i.Local] = strings.TrimSuffix(i.Module, "."+i.Exported)
		if f.Generated != nil && (f.Generated().MatchString(i.Module) || f.Generated().MatchString(i.Local)) {
			f.generated[i.Local] = true
			continue
		}
		switch {
		case f.Modules().MatchString(i.Module) && source.Has(f.Methods(), i.Exported):
			f.bound[i.Local] = true
		case f.Modules().MatchString(i.Module):
			f.clientNames[i.Local] = true
		case f.Others().MatchString(i.Module):
			f.foreign[i.Local] = true
		}
	}
	// A client may be made of one whose name stands further down.
	for range 2 {
		for i := range f.Tokens {
			if f.Tokens[i].In("=", ":=", "||=", "??=") {
				f.clientOf(i)
			}
			if f.TypeFirst && f.At(i+1).Kind == source.Word && f.typesClient(f.At(i)) && f.At(i+2).In(";", ",", ")", "=", "{") {
				f.clientNames[source.Identifier(f.At(i+1))] = true
			}
			if f.Tokens[i].Is(":") && f.At(i-1).Kind == source.Word && f.clientNames[source.Identifier(f.At(i+1))] && !f.At(i+2).In(".", "(") {
				// A variable of a client's type.
				f.clientNames[source.Identifier(f.At(i-1))] = true
			}
		}
	}
}

// typesClient says whether a name is the type of a client.
func (f *clients) typesClient(t source.Token) bool {
	return t.Kind == source.Word && t.Text[0] >= 'A' && t.Text[0] <= 'Z' && !f.foreign[t.Text] &&
		(f.clientNames[t.Text] || f.Usual().MatchString(t.Text))
}

// clientOf looks whether a client is given to a name at an operator.
func (f *clients) clientOf(i int) {
	s := source.Between(i+1, i+1)
	for f.At(s.From).Kind == source.Word && source.Has(f.Prefixes, f.At(s.From).Text) || f.At(s.From).Is("(") && source.Has(f.Prefixes, f.At(s.From+1).Text) {
		s.From++
	}
	var names []source.Link
	for s.To = s.From; s.To < s.From+12; s.To = f.Next(s.To, len(f.Tokens)) {
		t := f.At(s.To)
		if t.Kind != source.Word && !f.Separator(s.To) && !t.Is("(") || s.To > s.From && t.Kind == source.Word && !f.Separator(s.To-1) {
			break
		}
	}
	names, _ = f.Chain(s)
	if len(names) == 0 {
		return
	}
	target := f.At(i - 1)
	last := names[len(names)-1]
	method := source.Has(f.Methods(), last.Name) && last.Args == 0
	if method || last.Name == "bind" && len(names) > 2 && source.Has(f.Methods(), names[len(names)-2].Name) {
		at := slices.IndexFunc(names, func(l source.Link) bool { return source.Has(f.Methods(), l.Name) })
		if at > 0 && f.isClient(names[:at]) && target.Kind == source.Word && !f.Separator(i-2) {
			f.bind(i - 1)
		}
		return
	}
	foreign := f.foreign[names[0].Name]
	if !foreign && !f.isClient(names) {
		return
	}
	hook := last.Args != 0 && source.Has(f.Hooks, last.Name) || last.Args == 0
	switch {
	case target.Is("}") && target.Match >= 0:
		f.take(int(target.Match), foreign || !hook)
	case target.Is("]") && target.Match >= 0:
		f.name(source.Identifier(f.At(int(target.Match)+1)), foreign)
	case target.Kind == source.Word:
		name := source.Identifier(target)
		// Behind the name may stand its type.
		if f.At(i-2).Is(":") && f.At(i-3).Kind == source.Word {
			name = source.Identifier(f.At(i - 3))
		}
		f.name(name, foreign)
	}
}

// name keeps that a name is that of a client, or of what is none.
func (f *clients) name(name string, foreign bool) {
	switch {
	case name == "":
	case foreign:
		f.foreign[name] = true
	default:
		f.clientNames[name] = true
	}
}

// bind keeps that what is declared at i is the method of a client.
func (f *clients) bind(i int) {
	name := source.Identifier(f.At(i))
	f.bound[name] = true
	if d := f.lookup(name, i); d != nil {
		f.boundBy[d] = true
	}
}

// isBound says whether a name at i is that of the method of a client, and not of another
// function that is nearer.
func (f *clients) isBound(i int) bool {
	name := source.Identifier(f.At(i))
	if !f.bound[name] {
		return false
	}
	d := f.lookup(name, i)
	return d == nil || f.boundBy[d]
}

// shadowed says whether what a file takes from Segment's SDK is given another value where
// a link names it.
func (f *clients) shadowed(l source.Link) bool {
	if f.origins[l.Name] == "" || !f.clientNames[l.Name] {
		return false
	}
	d := f.lookup(l.Name, l.At)
	if d == nil || d == f.scopes[scope{-1, l.Name}] || d.busy || d.why != "" || len(d.values) == 0 {
		return false
	}
	d.busy = true
	defer func() { d.busy = false }()
	for _, s := range d.values {
		if links, ok := f.Chain(f.bare(s)); ok && (f.isClient(links) || source.Has([]string{"require", "import"}, links[0].Name)) {
			return false
		}
	}
	return true
}

// take looks for methods in what a client is taken apart into.
func (f *clients) take(open int, foreign bool) {
	for _, entry := range f.Split(f.Inside(open), ",") {
		name, local := source.Identifier(f.At(entry.From)), source.Identifier(f.At(entry.To-1))
		switch {
		case !source.Has(f.Methods(), name) && f.Usual().MatchString(name):
			f.name(local, foreign)
		case source.Has(f.Methods(), name) && !foreign:
			f.bind(entry.To - 1)
		}
	}
}

// isClient says whether a chain leads to a client.
func (f *clients) isClient(links []source.Link) bool {
	for i, l := range slices.Backward(links) {
		switch {
		case f.foreign[l.Name], i == 0 && f.shadowed(l):
			return false
		case f.clientNames[l.Name], f.Usual().MatchString(l.Name):
			// What a client is reached through belongs to nobody else.
			return !slices.ContainsFunc(links[:i], func(l source.Link) bool { return f.foreign[l.Name] })
		case !source.Has(f.Through, l.Name):
			return false
		}
	}
	return false
}

// receiver returns the chain that ends before a separator at i.
func (f *clients) receiver(i int) []source.Link {
	end := i
	for range maxScopes {
		t := f.At(i - 1)
		switch {
		case t.In("!", "!!"):
			i--
			continue
		case t.In(")", "]") && t.Match >= 0:
			i = int(t.Match)
			// A value in parentheses has no name before them.
			if before := f.At(i - 1); t.Is(")") && (before.Kind != source.Word || source.Has(f.Prefixes, before.Text) || source.Has(f.Control, before.Text)) {
				return f.inParentheses(i, end)
			}
			continue
		case t.Is("}") && f.Language.Bodies && t.Match > 0 && f.At(int(t.Match)-1).Is(")"):
			i = int(t.Match)
			continue
		case t.Kind == source.Word:
			i--
			if f.Separator(i - 1) {
				i--
				continue
			}
		}
		break
	}
	links, _ := f.Chain(source.Between(i, end))
	return links
}

// inParentheses returns the chain of a value in parentheses, with what is behind them.
func (f *clients) inParentheses(open, end int) []source.Link {
	inner := f.bare(f.Inside(open))
	links, ok := f.Chain(inner)
	if !ok {
		return nil
	}
	rest, _ := f.Chain(source.Between(int(f.Tokens[open].Match)+1, end))
	return append(links, rest...)
}
