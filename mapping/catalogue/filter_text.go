package catalogue

import (
	"maps"
	"slices"

	"segtap/mapping/prose"
)

// phrases are the operators that are known: how a condition reads, and how its
// negation does.
var phrases = map[string][2]string{
	"in":                 {"is", "is not"},
	"startsWith":         {"starts with", "does not start with"},
	"endsWith":           {"ends with", "does not end with"},
	"contains":           {"contains", "does not contain"},
	"matches":            {"matches", "does not match"},
	"lessThan":           {"is below", "is not below"},
	"lessThanOrEqual":    {"is at most", "is not at most"},
	"greaterThan":        {"is above", "is not above"},
	"greaterThanOrEqual": {"is at least", "is not at least"},
	"exists":             {"exists", "does not exist"},
}

// FilterOps returns the operators that a condition on a value may have, sorted. Of
// any other, what it lets through is not known.
func FilterOps() []string { return slices.Sorted(maps.Keys(phrases)) }

// String returns the condition as it stands behind "only where".
func (c *Condition) String() string { return c.text }

// write makes the text of the condition, of its members where it is a group.
func (c *Condition) write() string {
	if c.Type == "group" {
		return c.writeGroup()
	}
	subject := c.Attribute
	switch c.Type {
	case "eventProperty":
	case "contextAttribute":
		subject = c.kind() + "." + c.Attribute
	default:
		return "a condition holds that segtap cannot read (type " + prose.Quoted(c.Type) + ")"
	}
	verb, known := phrases[c.Op]
	if !known {
		verb = [2]string{c.Op, "not " + c.Op}
	}
	text := subject + " " + verb[0]
	if c.Negate {
		text = subject + " " + verb[1]
	}
	var values []string
	for _, raw := range c.Values {
		values = append(values, prose.Shorten([]byte(raw)))
	}
	if c.Op != "exists" && len(values) > 0 {
		text += " " + prose.ListedWithin(values, ", ", "or", maxFilterText)
	}
	return text
}

func (c *Condition) writeGroup() string {
	if len(c.group) == 0 {
		return "its conditions hold"
	}
	var members []string
	for _, m := range c.group {
		text := m.text
		if m.Type == "group" && !m.Negate && len(m.group) > 1 {
			text = "(" + text + ")"
		}
		members = append(members, text)
	}
	all := prose.ListedWithin(members, " "+c.Op+" ", c.Op, maxFilterText)
	switch {
	case c.Negate && c.Op == "or":
		return "none of these holds: (" + all + ")"
	case c.Negate:
		return "not all of these hold: (" + all + ")"
	}
	return all
}

// maxFilterText is how many bytes the values of a condition, or the members of
// a group, may take.
const maxFilterText = 240
