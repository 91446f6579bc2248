package query

import (
	"segtap/mapping/query/moment"
	"segtap/mapping/query/syntax"
)

// timeTest compares when an entry arrived.
type timeTest struct {
	after bool  // at or after the moment; else before it
	at    int64 // µs since 1970
	text  string
}

func (t timeTest) row(r *Row) Tri                { return triOf((r.At >= t.at) == t.after) }
func (t timeTest) document(*Row, *Document) bool { return false }
func (t timeTest) needs() Needs                  { return 0 }

func (t timeTest) implies(o term) bool {
	other, ok := o.(timeTest)
	return ok && t.after == other.after && (t.at == other.at || (t.at > other.at) == t.after)
}

func (t timeTest) append(dst []byte) []byte {
	name := "before:"
	if t.after {
		name = "after:"
	}
	return append(append(dst, name...), t.text...)
}

func buildBefore(p *parser, v syntax.Value) (term, *Error) { return p.buildTime(v, false) }

func buildAfter(p *parser, v syntax.Value) (term, *Error) { return p.buildTime(v, true) }

func (p *parser) buildTime(v syntax.Value, after bool) (term, *Error) {
	if at, ok := moment.Parse(v.Text, p.now); ok && v.Op == "" {
		return timeTest{after, at.UnixMicro(), v.Text}, nil
	}
	const hint = "write how long ago (10m, 2h, 1d), a time (12:00:01), a date (2024-05-01) or both (2024-05-01T12:00:01Z)"
	e := p.Fail(v.Start, v.End, "this is neither a time nor a duration", hint)
	e.Unfinished = v.End == len(p.Text) && !v.Quoted && moment.Begins(v.Text)
	return nil, e
}
