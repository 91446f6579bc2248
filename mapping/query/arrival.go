package query

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

func buildBefore(p *parser, v value) (term, *Error) { return p.buildTime(v, false) }

func buildAfter(p *parser, v value) (term, *Error) { return p.buildTime(v, true) }

func (p *parser) buildTime(v value, after bool) (term, *Error) {
	if at, ok := parseMoment(v.text, p.now); ok && v.op == "" {
		return timeTest{after, at.UnixMicro(), v.text}, nil
	}
	const hint = "write how long ago (10m, 2h, 1d), a time (12:00:01), a date (2024-05-01) or both (2024-05-01T12:00:01Z)"
	e := p.fail(v.start, v.end, "this is neither a time nor a duration", hint)
	e.Unfinished = v.end == len(p.text) && !v.quoted && beginsMoment(v.text)
	return nil, e
}
