package query

import (
	"strings"

	"segtap/mapping/query/syntax"
)

// field is a name that can stand before a colon.
type field struct {
	name, note string
	build      func(*parser, syntax.Value) (term, *Error) // nil: see [parser.has]
}

// fields are all of them, in the order in which they are offered.
var fields = [...]field{
	{"event", "event name", texts(&eventField)},
	{"is", "error, warning, ok, counts, dropped …", buildIs},
	{"user", "userId, else anonymousId", texts(&userField)},
	{"value", "what the metric value is made from: value:>100", buildValue},
	{"code", "code of a diagnostic", buildCode},
	{"gate", "gate that fails or warns: gate:valued=fail", buildGate},
	{"metric", "metric that has the event's key", texts(&metricField)},
	{"experiment", "experiment that counts the event", texts(&experimentField)},
	{"has", "path that is there: has:properties.revenue", nil},
	{"type", "track, page, identify …", texts(&typeField)},
	{"after", "since: after:10m, after:12:00", buildAfter},
	{"before", "until: before:10m, before:2024-05-01", buildBefore},
	{"id", "number of the entry, or messageId", buildID},
	{"parent", "number of the entry that it was made of", buildParent},
	{"target", "where it was sent from here", texts(&targetField)},
	{"status", "what was answered to that: status:>=400, status:timeout", buildStatus},
	{"anon", "anonymousId", texts(&anonymousField)},
	{"source", "library that sent it", texts(&sourceField)},
	{"key", "write key", texts(&writeKeyField)},
}

// texts builds the test of a text field.
func texts(of *textField) func(*parser, syntax.Value) (term, *Error) {
	return func(p *parser, v syntax.Value) (term, *Error) {
		if err := p.onlyEquals(of.name, v); err != nil {
			return nil, err
		}
		return &textTest{of, v.Pattern()}, nil
	}
}

func buildValue(p *parser, v syntax.Value) (term, *Error) {
	o, err := p.operand(v)
	return &valueTest{o}, err
}

// members are the members of a message that are mistaken for fields.
const members = " userId anonymousId messageId timestamp sentAt receivedAt originalTimestamp name category channel context properties traits integrations groupId previousId writeKey version "

// named finds a field by its name.
func (p *parser) named(n syntax.Name) (*field, *Error) {
	given := p.Text[n.Start:n.End]
	names := make([]string, len(fields))
	for i := range fields {
		names[i] = fields[i].name
		if strings.EqualFold(names[i], given) {
			return &fields[i], nil
		}
	}
	e := p.Fail(n.Start, n.End, "there is no field "+given, "")
	near := syntax.Nearest(strings.ToLower(given), names)
	switch {
	case strings.Contains(members, " "+given+" "):
		e.Hint = "write ." + given + ": for the member of the message"
	case near != "":
		e.Hint = "did you mean " + near + ":?"
	default:
		e.Hint = "write ." + given + ": for a member of the message, or quote the text to search for it"
	}
	return nil, e
}
