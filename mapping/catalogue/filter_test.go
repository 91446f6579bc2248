package catalogue

import (
	"slices"
	"strings"
	"testing"

	"segtap/mapping/destination"
	"segtap/mapping/destination/kit"
	"segtap/mapping/jsondoc/jsondoctest"
)

// TestFilters asks conditions of one event; "true", "false" or "unseen" is what
// they say.
func TestFilters(t *testing.T) {
	event := destination.Event{
		Schema: destination.SchemaOfContexts, ContextKeys: []destination.ContextKey{{Kind: "user", Key: "u_42"}, {Kind: "device"}},
		Data: kit.Of(jsondoctest.Value(t, `{"plan":"pro","n":5,"f":2.50,"ok":true,"none":null,"deep":{"a":1},"list":["pro"],"é":"ü"}`)),
	}
	prop := func(op, name string, values ...string) Filter {
		return Filter{Type: "eventProperty", Attribute: name, Op: op, Values: values}
	}
	not := func(f Filter) Filter { f.Negate = true; return f }
	group := func(op string, members ...Filter) Filter {
		return Filter{Type: "group", Op: op, Group: members}
	}
	context := func(kind, name string, values ...string) Filter {
		return Filter{Type: "contextAttribute", ContextKind: kind, Attribute: name, Op: "in", Values: values}
	}
	yes, no, unseen := prop("in", "plan", `"pro"`), prop("in", "plan", `"x"`), context("user", "country", `"JP"`)
	for _, c := range []struct {
		name   string
		filter Filter
		want   Truth
		reads  string // of the condition that decides; "" when that is of no interest
	}{
		{"one of them", prop("in", "plan", `"basic"`, `"pro"`), True, ""},
		{"none of them", prop("in", "plan", `"basic"`, `"Pro"`), False, `plan is "basic" or "Pro"`},
		{"none of many", prop("in", "plan", `"a"`, `"b"`, `"c"`, `"d"`, `"e"`), False, `plan is "a", "b", "c", "d" or "e"`},
		{"none of very many", prop("in", "plan", slices.Repeat([]string{`"some plan of ours"`}, 40)...), False, `plan is ` + strings.Repeat(`"some plan of ours", `, 10) + `"some plan of ours" or 29 more`},
		{"of nothing", prop("in", "plan"), False, "plan is"},
		{"not one of them", not(prop("in", "plan", `"basic"`)), True, ""},
		{"one of them, negated", not(prop("in", "plan", `"pro"`)), False, `plan is not "pro"`},
		{"a number, spelt otherwise", prop("in", "f", `2.5`), True, ""},
		{"a boolean", prop("in", "ok", `true`), True, ""},
		{"a number for a string that reads so", prop("in", "n", `"5"`), Unseen, ""},
		{"a number for a string that does not", prop("in", "n", `"6"`), False, ""},
		{"a value that is no JSON", prop("in", "n", `pro`), Unseen, ""},
		{"other characters", prop("in", "é", `"\u00fc"`), True, ""},

		{"starts", prop("startsWith", "plan", `"pr"`), True, ""},
		{"does not start", prop("startsWith", "plan", `"ro"`), False, `plan starts with "ro"`},
		{"ends", prop("endsWith", "plan", `"ro"`), True, ""},
		{"contains", prop("contains", "plan", `"r"`), True, ""},
		{"contains, of a number", prop("contains", "n", `"5"`), Unseen, ""},
		{"matches", prop("matches", "plan", `"^p.o$"`), True, ""},
		{"does not match", prop("matches", "plan", `"^o"`), False, `plan matches "^o"`},
		{"a pattern of another language", prop("matches", "plan", `"(?=p)"`), Unseen, ""},

		{"less", prop("lessThan", "n", `5`), False, "n is below 5"},
		{"less or equal", prop("lessThanOrEqual", "n", `5`), True, ""},
		{"greater", prop("greaterThan", "n", `4.9`), True, ""},
		{"greater or equal", prop("greaterThanOrEqual", "n", `6`), False, ""},
		{"less, of a string", prop("lessThan", "plan", `5`), Unseen, ""},

		{"exists", prop("exists", "plan"), True, ""},
		{"does not exist", prop("exists", "gone"), False, "gone exists"},
		{"rightly does not exist", not(prop("exists", "gone")), True, ""},
		{"exists, nested", prop("exists", "deep"), Unseen, ""},
		{"missing", prop("in", "gone", `"x"`), False, `gone is "x"`},
		{"missing, negated", not(prop("in", "gone", `"x"`)), Unseen, ""},
		{"null", prop("in", "none", `"x"`), False, ""},
		{"nested", prop("in", "deep", `"x"`), False, ""},
		{"a list", prop("in", "list", `"pro"`), False, ""},
		{"a path", prop("in", "deep.a", `1`), False, ""},
		{"an operator of tomorrow", prop("semVerEqual", "plan", `"pro"`), Unseen, `plan semVerEqual "pro"`},
		{"an operator of tomorrow, missing", prop("semVerEqual", "gone", `"pro"`), Unseen, ""},

		{"an attribute", unseen, Unseen, `user.country is "JP"`},
		{"an attribute of the user, unsaid", context("", "country", `"JP"`), Unseen, `user.country is "JP"`},
		{"the key", context("user", "key", `"u_42"`), True, ""},
		{"another key", context("user", "key", `"u_43"`), False, `user.key is "u_43"`},
		{"the key of a kind that it lacks", context("account", "key", `"a"`), Unseen, ""},
		{"an empty key", context("device", "key", `""`), Unseen, ""},
		{"a type of tomorrow", Filter{Type: "cohort"}, Unseen, `a condition holds that segtap cannot read (type "cohort")`},

		{"and", group("and", yes, yes), True, ""},
		{"and, one fails", group("and", unseen, no, yes), False, `plan is "x"`},
		{"and, one unseen", group("and", yes, unseen), Unseen, `user.country is "JP"`},
		{"or", group("or", no, unseen, yes), True, ""},
		{"or, one unseen", group("or", no, unseen), Unseen, `user.country is "JP"`},
		{"or, all fail", group("or", no, prop("exists", "gone")), False, `plan is "x" or gone exists`},
		{"or, of groups", group("or", group("and", no, yes), group("and", no), no), False, `(plan is "x" and plan is "pro") or plan is "x" or plan is "x"`},
		{"not and", not(group("and", yes, yes)), False, `not all of these hold: (plan is "pro" and plan is "pro")`},
		{"not or", not(group("or", no, unseen)), Unseen, `none of these holds: (plan is "x" or user.country is "JP")`},
		{"not or, one holds", not(group("or", yes, no)), False, `none of these holds: (plan is "pro" or plan is "x")`},
		{"a group of groups", group("or", no, group("and", yes, not(no))), True, ""},
		{"an empty group", group("and"), Unseen, "its conditions hold"},
		{"an empty group of alternatives", group("or"), Unseen, ""},
		{"an empty group, negated", not(group("or")), Unseen, ""},
		{"missing, in a negated group", not(group("and", prop("in", "gone", `"x"`))), Unseen, ""},
		{"missing, in a group of a negated one", not(group("or", no, group("and", prop("in", "gone", `"x"`)))), Unseen, ""},
		{"missing, negated in a negated group", not(group("and", not(prop("in", "gone", `"x"`)))), Unseen, ""},
		{"missing, in a negated group that fails without it", not(group("and", no, prop("in", "gone", `"x"`))), True, ""},
		{"missing, in a negated group that another decides", not(group("or", yes, prop("in", "gone", `"x"`))), False, ""},
		{"rightly does not exist, by its group", not(group("and", prop("exists", "gone"))), True, ""},
		{"a group of tomorrow", group("xor", yes, no), Unseen, `plan is "pro" xor plan is "x"`},
		{"an empty group of tomorrow", group("xor"), Unseen, "its conditions hold"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, by := compileFilter(&c.filter).Admits(&event)
			if got != c.want {
				t.Errorf("%d, want %d", got, c.want)
			}
			if c.reads != "" && by.String() != c.reads {
				t.Errorf("decided by %s, want %s", by, c.reads)
			}
		})
	}
}
