package kit

import (
	"fmt"
	"slices"
	"strings"

	"segtap/mapping/jsondoc"
)

// InvalidError says what is wrong with a mapping, in the words of Segment's own
// check.
type InvalidError struct {
	Problems []string // "/user_key has an invalid directive: @nope.", in the order of the mapping
}

// Error returns the problems, joined by spaces.
func (e *InvalidError) Error() string { return strings.Join(e.Problems, " ") }

// checker finds what is wrong with a mapping. What it looks into is what
// Segment's check looks into: not the elements of arrays, and not what stands
// raw inside a directive, where an object may be data.
type checker struct {
	problems []string
}

func (c *checker) problem(at, format string, args ...any) {
	if at == "" {
		at = "/"
	}
	c.problems = append(c.problems, at+" "+fmt.Sprintf(format, args...)+".")
}

// stop is what a check returns when Segment stops checking at a problem.
type stop = bool

// any checks a mapping: a directive, an object of mappings, or data.
func (c *checker) any(v Value, at string) stop {
	switch checkedType(v) {
	case "directive":
		return c.directive(v, at)
	case "object":
		return c.members(v, at)
	}
	return false
}

// checkedType is the type of a value, with directives told from other objects:
// here every name with an @ makes one.
func checkedType(v Value) string {
	if v.kind == jsondoc.Object && len(atNames(v)) > 0 {
		return "directive"
	}
	return typeName(v)
}

func atNames(v Value) []string {
	var names []string
	for name := range v.Properties() {
		if strings.HasPrefix(name, "@") {
			names = append(names, name)
		}
	}
	return names
}

func (c *checker) members(v Value, at string) stop {
	before := len(c.problems)
	for name, member := range v.Properties() {
		c.any(member, at+"/"+name)
	}
	return len(c.problems) > before
}

func (c *checker) directive(v Value, at string) stop {
	names, all, others := atNames(v), 0, 0
	for name := range v.Properties() {
		all++
		if !strings.HasPrefix(name, "@") && name != "_metadata" {
			others++
		}
	}
	switch {
	case len(names) > 1:
		c.problem(at, "should only have one @-prefixed key but it has %d keys", len(names))
		return true
	case others > 0:
		c.problem(at, "should only have one @-prefixed key but it has %d keys", all)
		return true
	case !directiveNames[names[0]]:
		c.problem(at, "has an invalid directive: %s", names[0])
		return true
	}
	return c.argument(names[0], v.Member(names[0]), at+"/"+names[0])
}

// argument checks the argument of a directive.
func (c *checker) argument(name string, arg Value, at string) stop {
	switch name {
	case "@path", "@template":
		return c.text(arg, at)
	case "@literal", "@excludeWhenNull":
		return c.raw(arg, at)
	case "@liquid":
		return c.plainText(arg, at)
	case "@arrayPath":
		return c.arrayPath(arg, at)
	}
	if c.fields(arg, at, optionsOf(name)) {
		return true
	}
	if name == "@merge" {
		for item := range arg.Member("objects").Elements() {
			if c.object(item, "") {
				return true
			}
		}
	}
	return false
}

// option is a member of a directive's argument.
type option struct {
	name     string
	required bool
	check    func(c *checker, v Value, at string) stop
}

// optionsOf gives the members that Segment checks of a directive that takes an
// object.
func optionsOf(directive string) []option {
	switch directive {
	case "@if":
		return []option{{"exists", false, (*checker).raw}, {"then", false, (*checker).raw}, {"else", false, (*checker).raw}}
	case "@case":
		return []option{{"operator", false, (*checker).plainText}, {"value", false, (*checker).text}}
	case "@replace":
		return []option{
			{"pattern", true, length(1)},
			{"replacement", false, length(0)},
			{"value", true, (*checker).text},
			{"ignorecase", false, (*checker).boolean},
			{"global", false, (*checker).boolean},
		}
	case "@json":
		return []option{{"value", true, (*checker).raw}, {"mode", true, oneOf("encode", "decode")}}
	case "@flatten":
		return []option{{"separator", false, (*checker).plainText}, {"value", true, (*checker).raw}}
	case "@merge":
		return []option{{"direction", false, oneOf("left", "right")}, {"objects", true, (*checker).list}}
	}
	return []option{{"apply", true, (*checker).object}, {"mapping", true, (*checker).object}} // @transform
}

// fields checks an argument that is an object: first what is in it, then that
// the members are what they must be.
func (c *checker) fields(arg Value, at string, options []option) stop {
	if typ := checkedType(arg); typ != "object" {
		c.problem(at, "should be an object but it is %s", withArticle(typ))
		return true
	}
	if c.members(arg, at) {
		return true
	}
	before := len(c.problems)
	for _, o := range options {
		v := arg.Member(o.name)
		switch {
		case v.kind != jsondoc.Absent:
			o.check(c, v, at+"/"+o.name)
		case o.required:
			c.problem(at, "should have field %q but it doesn't", o.name)
		}
	}
	return len(c.problems) > before
}

// raw: anything, but what looks like a directive must be one.
func (c *checker) raw(v Value, at string) stop {
	if checkedType(v) == "directive" {
		return c.directive(v, at)
	}
	return false
}

// text: a string, or a directive.
func (c *checker) text(v Value, at string) stop {
	switch typ := checkedType(v); typ {
	case "directive":
		return c.directive(v, at)
	case "string":
		return false
	default:
		c.problem(at, "should be a string or a mapping directive but it is %s", withArticle(typ))
		return true
	}
}

// object: an object of mappings, or a directive.
func (c *checker) object(v Value, at string) stop {
	switch typ := checkedType(v); typ {
	case "directive":
		return c.directive(v, at)
	case "object":
		return c.members(v, at)
	default:
		c.problem(at, "should be a object or a mapping directive but it is %s", withArticle(typ))
		return true
	}
}

func (c *checker) plainText(v Value, at string) stop { return c.is("string", v, at) }
func (c *checker) boolean(v Value, at string) stop   { return c.is("boolean", v, at) }

func (c *checker) is(want string, v Value, at string) stop {
	if typ := checkedType(v); typ != want {
		c.problem(at, "should be a %s but it is %s", want, withArticle(typ))
		return true
	}
	return false
}

func (c *checker) list(v Value, at string) stop {
	if v.kind != jsondoc.Array {
		c.problem(at, "should be an array but it is %s", withArticle(typeName(v)))
		return true
	}
	return false
}

func (c *checker) arrayPath(v Value, at string) stop {
	return c.list(v, at) || c.text(v.Element(0), at) || c.any(v.Element(1), at)
}

// length: a string of at least so many UTF-16 code units, and not too many.
func length(least int) func(c *checker, v Value, at string) stop {
	return func(c *checker, v Value, at string) stop {
		if c.plainText(v, at) {
			return true
		}
		switch n := units(v.Text()); {
		case n < least:
			c.problem(at, "should be a string of length %d or greater", least)
		case n > maxPattern:
			c.problem(at, "should be a string of length %d or less", maxPattern)
		default:
			return false
		}
		return true
	}
}

// oneOf: one of the words, in any case.
func oneOf(words ...string) func(c *checker, v Value, at string) stop {
	return func(c *checker, v Value, at string) stop {
		if c.plainText(v, at) {
			return true
		}
		if slices.Contains(words, lower(v.Text())) {
			return false
		}
		c.problem(at, "should be one of %s but it is %s", strings.Join(words, ", "), jsondoc.AppendString(nil, v.Text()))
		return true
	}
}

// withArticle gives "a string", "an object".
func withArticle(typ string) string {
	if strings.IndexByte("aeiou", typ[0]) >= 0 {
		return "an " + typ
	}
	return "a " + typ
}
