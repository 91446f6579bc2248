package catalogue

import (
	"regexp"
	"strings"

	"segtap/mapping/destination"
	"segtap/mapping/destination/kit"
	"segtap/mapping/jsondoc"
)

// Truth is the answer of a condition, ordered so that "and" is the least and
// "or" the greatest.
type Truth int8

// The answers.
const (
	False  Truth = iota
	Unseen       // it cannot be told from the event, or is not documented
	True
)

func (t Truth) not() Truth { return True - t }

func truthOf(b bool) Truth {
	if b {
		return True
	}
	return False
}

// Condition is a [Filter] made ready: its values are read, its patterns
// compiled.
type Condition struct {
	*Filter
	group    []*Condition
	values   []kit.Value
	patterns []*regexp.Regexp // parallel to values; nil where it is none that RE2 takes
	negated  bool             // it is, or a group that it is in
	text     string           // as it stands behind "only where"
}

// compileFilter gives nil for nil.
func compileFilter(f *Filter) *Condition {
	if f == nil {
		return nil
	}
	return compile(f, false)
}

// compile makes a condition ready that stands under a negation, or does not.
func compile(f *Filter, negated bool) *Condition {
	c := &Condition{Filter: f, negated: negated || f.Negate}
	for i := range f.Group {
		c.group = append(c.group, compile(&f.Group[i], c.negated))
	}
	for _, raw := range f.Values {
		var v kit.Value
		if doc, err := jsondoc.Parse([]byte(raw)); err == nil {
			v = kit.Of(doc.Root())
		}
		c.values = append(c.values, v)
		if f.Op == "matches" {
			pattern, err := regexp.Compile(v.Text())
			if err != nil || v.Kind() != jsondoc.String {
				pattern = nil
			}
			c.patterns = append(c.patterns, pattern)
		}
	}
	c.text = c.write()
	return c
}

// Admits says whether an event passes the filter, and the condition that
// decides where it does not, or that cannot be seen. What LaunchDarkly does not
// document is unseen, never false.
func (c *Condition) Admits(e *destination.Event) (Truth, *Condition) {
	if c.Type != "group" {
		t := c.test(e)
		if c.Negate {
			t = t.not()
		}
		return t, c
	}
	t, by := c.combine(e)
	if c.Negate {
		return t.not(), c // none of its members alone decides
	}
	return t, by
}

// combine answers a group, not negated. What a group of none says is not
// documented.
func (c *Condition) combine(e *destination.Event) (Truth, *Condition) {
	if c.Op != "and" && c.Op != "or" || len(c.group) == 0 {
		return Unseen, c
	}
	total, by := True, c
	for i, member := range c.group {
		t, decides := member.Admits(e)
		if i == 0 || c.Op == "and" && t < total || c.Op == "or" && t > total {
			total, by = t, decides
		}
	}
	if c.Op == "or" && total == False && len(c.group) > 1 {
		by = c // all of its members together decide
	}
	return total, by
}

// Property returns the name of the event property that the condition looks at,
// when it looks at one and at nothing else.
func (c *Condition) Property() (name string, ok bool) {
	if c.Type != "group" {
		return c.Attribute, c.Type == "eventProperty"
	}
	for i, member := range c.group {
		other, ok := member.Property()
		if !ok || i > 0 && other != name {
			return "", false
		}
		name = other
	}
	return name, len(c.group) > 0
}

// test answers a condition on one value, not negated.
func (c *Condition) test(e *destination.Event) Truth {
	switch c.Type {
	case "eventProperty":
		v := e.Data.Member(c.Attribute)
		switch v.Kind() {
		case jsondoc.String, jsondoc.Number, jsondoc.Bool:
			return c.compare(v)
		case jsondoc.Object, jsondoc.Array, jsondoc.Null:
			if c.Op == "exists" {
				return Unseen
			}
		}
		return c.missing()
	case "contextAttribute":
		key, ok := e.Carries(c.kind())
		if c.Attribute != "key" || !ok {
			return Unseen
		}
		return c.compare(kit.String(key))
	}
	return Unseen
}

// kind is the context kind of a condition: user where it does not say.
func (c *Condition) kind() string {
	if c.ContextKind == "" {
		return "user"
	}
	return c.ContextKind
}

// missing answers a condition on a property that is not there, or that filters
// do not see since it is nested: nothing is true of it. What the negation of
// that gives, its own or that of a group around it, is not documented.
func (c *Condition) missing() Truth {
	if c.negated && c.Op != "exists" {
		return Unseen
	}
	if _, known := phrases[c.Op]; !known {
		return Unseen
	}
	return False
}

// compare answers a condition on a string, a number or a boolean: whether it
// holds for one of the values.
func (c *Condition) compare(v kit.Value) Truth {
	if c.Op == "exists" {
		return True
	}
	if _, known := phrases[c.Op]; !known {
		return Unseen
	}
	total := False
	for i, with := range c.values {
		t := Unseen
		switch c.Op {
		case "in":
			t = equal(v, with)
		case "lessThan", "lessThanOrEqual", "greaterThan", "greaterThanOrEqual":
			t = c.order(v, with)
		case "matches":
			if c.patterns[i] != nil && v.Kind() == jsondoc.String {
				t = truthOf(c.patterns[i].MatchString(v.Text()))
			}
		default:
			if v.Kind() == jsondoc.String && with.Kind() == jsondoc.String {
				t = c.part(v.Text(), with.Text())
			}
		}
		total = max(total, t)
	}
	return total
}

// equal compares the value of a property with one of a condition. A number and the string that reads the same are
// unseen: whether filters take the one for the other is not documented.
func equal(a, b kit.Value) Truth {
	switch b.Kind() {
	case jsondoc.String, jsondoc.Number, jsondoc.Bool:
	default:
		return Unseen
	}
	if a.Kind() != b.Kind() {
		one, _ := a.JSString() // of a string, a number or a boolean: no error
		two, _ := b.JSString()
		if one == two {
			return Unseen
		}
		return False
	}
	switch a.Kind() {
	case jsondoc.String:
		return truthOf(a.Text() == b.Text())
	case jsondoc.Number:
		return truthOf(a.Number() == b.Number())
	case jsondoc.Bool:
		return truthOf(a.Bool() == b.Bool())
	}
	return Unseen
}

func (c *Condition) order(v, with kit.Value) Truth {
	if v.Kind() != jsondoc.Number || with.Kind() != jsondoc.Number {
		return Unseen
	}
	a, b := v.Number(), with.Number()
	switch c.Op {
	case "lessThan":
		return truthOf(a < b)
	case "lessThanOrEqual":
		return truthOf(a <= b)
	case "greaterThan":
		return truthOf(a > b)
	}
	return truthOf(a >= b)
}

func (c *Condition) part(text, of string) Truth {
	switch c.Op {
	case "startsWith":
		return truthOf(strings.HasPrefix(text, of))
	case "endsWith":
		return truthOf(strings.HasSuffix(text, of))
	}
	return truthOf(strings.Contains(text, of))
}
