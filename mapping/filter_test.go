package mapping

import (
	"slices"
	"strings"
	"testing"

	"segtap/mapping/kit"

	"segtap/mapping/jsondoc/jsondoctest"
)

// TestFilters asks conditions of one event; "true", "false" or "unseen" is what
// they say.
func TestFilters(t *testing.T) {
	event := Event{
		Schema: SchemaOfContexts, ContextKeys: []ContextKey{{Kind: "user", Key: "u_42"}, {Kind: "device"}},
		Data: kit.Of(jsondoctest.Value(t, `{"plan":"pro","n":5,"f":2.50,"ok":true,"none":null,"deep":{"a":1},"list":["pro"],"é":"ü"}`)),
	}
	prop := func(op, name string, values ...string) MetricFilter {
		return MetricFilter{Type: "eventProperty", Attribute: name, Op: op, Values: values}
	}
	not := func(f MetricFilter) MetricFilter { f.Negate = true; return f }
	group := func(op string, members ...MetricFilter) MetricFilter {
		return MetricFilter{Type: "group", Op: op, Group: members}
	}
	context := func(kind, name string, values ...string) MetricFilter {
		return MetricFilter{Type: "contextAttribute", ContextKind: kind, Attribute: name, Op: "in", Values: values}
	}
	yes, no, unseen := prop("in", "plan", `"pro"`), prop("in", "plan", `"x"`), context("user", "country", `"JP"`)
	for _, c := range []struct {
		name   string
		filter MetricFilter
		want   truth
		reads  string // of the condition that decides; "" when that is of no interest
	}{
		{"one of them", prop("in", "plan", `"basic"`, `"pro"`), isTrue, ""},
		{"none of them", prop("in", "plan", `"basic"`, `"Pro"`), isFalse, `plan is "basic" or "Pro"`},
		{"none of many", prop("in", "plan", `"a"`, `"b"`, `"c"`, `"d"`, `"e"`), isFalse, `plan is "a", "b", "c", "d" or "e"`},
		{"none of very many", prop("in", "plan", slices.Repeat([]string{`"some plan of ours"`}, 40)...), isFalse, `plan is ` + strings.Repeat(`"some plan of ours", `, 10) + `"some plan of ours" or 29 more`},
		{"of nothing", prop("in", "plan"), isFalse, "plan is"},
		{"not one of them", not(prop("in", "plan", `"basic"`)), isTrue, ""},
		{"one of them, negated", not(prop("in", "plan", `"pro"`)), isFalse, `plan is not "pro"`},
		{"a number, spelt otherwise", prop("in", "f", `2.5`), isTrue, ""},
		{"a boolean", prop("in", "ok", `true`), isTrue, ""},
		{"a number for a string that reads so", prop("in", "n", `"5"`), isUnseen, ""},
		{"a number for a string that does not", prop("in", "n", `"6"`), isFalse, ""},
		{"a value that is no JSON", prop("in", "n", `pro`), isUnseen, ""},
		{"other characters", prop("in", "é", `"\u00fc"`), isTrue, ""},

		{"starts", prop("startsWith", "plan", `"pr"`), isTrue, ""},
		{"does not start", prop("startsWith", "plan", `"ro"`), isFalse, `plan starts with "ro"`},
		{"ends", prop("endsWith", "plan", `"ro"`), isTrue, ""},
		{"contains", prop("contains", "plan", `"r"`), isTrue, ""},
		{"contains, of a number", prop("contains", "n", `"5"`), isUnseen, ""},
		{"matches", prop("matches", "plan", `"^p.o$"`), isTrue, ""},
		{"does not match", prop("matches", "plan", `"^o"`), isFalse, `plan matches "^o"`},
		{"a pattern of another language", prop("matches", "plan", `"(?=p)"`), isUnseen, ""},

		{"less", prop("lessThan", "n", `5`), isFalse, "n is below 5"},
		{"less or equal", prop("lessThanOrEqual", "n", `5`), isTrue, ""},
		{"greater", prop("greaterThan", "n", `4.9`), isTrue, ""},
		{"greater or equal", prop("greaterThanOrEqual", "n", `6`), isFalse, ""},
		{"less, of a string", prop("lessThan", "plan", `5`), isUnseen, ""},

		{"exists", prop("exists", "plan"), isTrue, ""},
		{"does not exist", prop("exists", "gone"), isFalse, "gone exists"},
		{"rightly does not exist", not(prop("exists", "gone")), isTrue, ""},
		{"exists, nested", prop("exists", "deep"), isUnseen, ""},
		{"missing", prop("in", "gone", `"x"`), isFalse, `gone is "x"`},
		{"missing, negated", not(prop("in", "gone", `"x"`)), isUnseen, ""},
		{"null", prop("in", "none", `"x"`), isFalse, ""},
		{"nested", prop("in", "deep", `"x"`), isFalse, ""},
		{"a list", prop("in", "list", `"pro"`), isFalse, ""},
		{"a path", prop("in", "deep.a", `1`), isFalse, ""},
		{"an operator of tomorrow", prop("semVerEqual", "plan", `"pro"`), isUnseen, `plan semVerEqual "pro"`},
		{"an operator of tomorrow, missing", prop("semVerEqual", "gone", `"pro"`), isUnseen, ""},

		{"an attribute", unseen, isUnseen, `user.country is "JP"`},
		{"an attribute of the user, unsaid", context("", "country", `"JP"`), isUnseen, `user.country is "JP"`},
		{"the key", context("user", "key", `"u_42"`), isTrue, ""},
		{"another key", context("user", "key", `"u_43"`), isFalse, `user.key is "u_43"`},
		{"the key of a kind that it lacks", context("account", "key", `"a"`), isUnseen, ""},
		{"an empty key", context("device", "key", `""`), isUnseen, ""},
		{"a type of tomorrow", MetricFilter{Type: "cohort"}, isUnseen, `a condition holds that segtap cannot read (type "cohort")`},

		{"and", group("and", yes, yes), isTrue, ""},
		{"and, one fails", group("and", unseen, no, yes), isFalse, `plan is "x"`},
		{"and, one unseen", group("and", yes, unseen), isUnseen, `user.country is "JP"`},
		{"or", group("or", no, unseen, yes), isTrue, ""},
		{"or, one unseen", group("or", no, unseen), isUnseen, `user.country is "JP"`},
		{"or, all fail", group("or", no, prop("exists", "gone")), isFalse, `plan is "x" or gone exists`},
		{"or, of groups", group("or", group("and", no, yes), group("and", no), no), isFalse, `(plan is "x" and plan is "pro") or plan is "x" or plan is "x"`},
		{"not and", not(group("and", yes, yes)), isFalse, `not all of these hold: (plan is "pro" and plan is "pro")`},
		{"not or", not(group("or", no, unseen)), isUnseen, `none of these holds: (plan is "x" or user.country is "JP")`},
		{"not or, one holds", not(group("or", yes, no)), isFalse, `none of these holds: (plan is "pro" or plan is "x")`},
		{"a group of groups", group("or", no, group("and", yes, not(no))), isTrue, ""},
		{"an empty group", group("and"), isUnseen, "its conditions hold"},
		{"an empty group of alternatives", group("or"), isUnseen, ""},
		{"an empty group, negated", not(group("or")), isUnseen, ""},
		{"missing, in a negated group", not(group("and", prop("in", "gone", `"x"`))), isUnseen, ""},
		{"missing, in a group of a negated one", not(group("or", no, group("and", prop("in", "gone", `"x"`)))), isUnseen, ""},
		{"missing, negated in a negated group", not(group("and", not(prop("in", "gone", `"x"`)))), isUnseen, ""},
		{"missing, in a negated group that fails without it", not(group("and", no, prop("in", "gone", `"x"`))), isTrue, ""},
		{"missing, in a negated group that another decides", not(group("or", yes, prop("in", "gone", `"x"`))), isFalse, ""},
		{"rightly does not exist, by its group", not(group("and", prop("exists", "gone"))), isTrue, ""},
		{"a group of tomorrow", group("xor", yes, no), isUnseen, `plan is "pro" xor plan is "x"`},
		{"an empty group of tomorrow", group("xor"), isUnseen, "its conditions hold"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, by := compileFilter(&c.filter).admits(&event)
			if got != c.want {
				t.Errorf("%d, want %d", got, c.want)
			}
			if c.reads != "" && by.String() != c.reads {
				t.Errorf("decided by %s, want %s", by, c.reads)
			}
		})
	}
}
