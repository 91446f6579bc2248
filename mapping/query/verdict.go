package query

import (
	"strings"

	"segtap/mapping/query/match"
	"segtap/mapping/query/syntax"
	"segtap/mapping/verdict"
)

// property is something that an entry is or is not, by its row.
type property struct {
	name, note string
	holds      func(*Row) bool
}

// properties are what can stand behind is:.
var properties = [...]property{
	{"error", "has an error", func(r *Row) bool { return r.Verdict.Worst() == verdict.Error }},
	{"warning", "has a warning and no error", func(r *Row) bool { return r.Verdict.Worst() == verdict.Warning }},
	{"ok", "has neither an error nor a warning", func(r *Row) bool { return r.Verdict.Worst() == verdict.Info }},
	{"counts", "counts toward a metric", headed(verdict.Counts)},
	{"nowhere", "reaches LaunchDarkly, and no metric takes it", headed(verdict.CountsNowhere)},
	{"dropped", "Segment drops it", headed(verdict.DroppedBySegment)},
	{"rejected", "Segment answers 400", headed(verdict.Rejected)},
	{"unknown", "reaches LaunchDarkly; whether it counts is unknown", headed(verdict.HeadlineUnknown)},
	{"doubtful", "may not reach LaunchDarkly, by its integrations", headed(verdict.MayNotArrive)},
	{"unseen", "its body is not in the file that was opened", headed(verdict.Unseen)},
	{"track", "is a Track call", func(r *Row) bool { return r.Type == "track" }},
	{"captured", "came from a client", func(r *Row) bool { return r.Origin == Captured }},
	{"edited", "was made here by an edit", func(r *Row) bool { return r.Origin == Edited }},
	{"replay", "was made here by a replay", func(r *Row) bool { return r.Origin == Replayed }},
	{"opened", "was brought here from a file, or pasted", func(r *Row) bool { return r.Origin == Opened }},
	{"retried", "was sent more than once by its sender", func(r *Row) bool { return r.Retries > 0 }},
	{"marked", "is marked", func(r *Row) bool { return r.Marked }},
	{"draft", "has a copy whose editing is unfinished", func(r *Row) bool { return r.Draft }},
}

func headed(h verdict.Headline) func(*Row) bool {
	return func(r *Row) bool { return r.Verdict.Headline == h }
}

// isTest looks for a property.
type isTest struct{ *property }

func (t isTest) row(r *Row) Tri                { return triOf(t.holds(r)) }
func (t isTest) document(*Row, *Document) bool { return false }
func (t isTest) needs() Needs                  { return 0 }
func (t isTest) implies(term) bool             { return false }
func (t isTest) append(dst []byte) []byte      { return append(append(dst, "is:"...), t.name...) }

// buildIs reads what stands behind is:.
func buildIs(p *parser, v syntax.Value) (term, *Error) {
	names := make([]string, len(properties))
	for i := range properties {
		names[i] = properties[i].name
		if strings.EqualFold(v.Text, names[i]) && v.Op == "" {
			return isTest{&properties[i]}, nil
		}
	}
	e := p.UnknownName(v.Start, v.End, "an entry cannot be that", names)
	if e.Hint == "" {
		e.Hint = "it can be " + strings.Join(names, ", ")
	}
	return nil, e
}

// gateTest looks at the state of a gate.
type gateTest struct {
	gate   verdict.Gate
	states uint8 // a bit for each [verdict.State]
}

// The states in the order in which a filter is written.
var gateStates = [...]verdict.State{verdict.Fail, verdict.Warn, verdict.Pass, verdict.Unknown}

const failsOrWarns = 1<<verdict.Fail | 1<<verdict.Warn

func (t gateTest) row(r *Row) Tri {
	return triOf(t.states>>r.Verdict.Gates.State(t.gate)&1 == 1)
}
func (t gateTest) document(*Row, *Document) bool { return false }
func (t gateTest) needs() Needs                  { return 0 }

func (t gateTest) implies(o term) bool {
	other, ok := o.(gateTest)
	return ok && t.gate == other.gate && t.states&^other.states == 0
}

func (t gateTest) append(dst []byte) []byte {
	dst = append(append(dst, "gate:"...), t.gate.String()...)
	if t.states == failsOrWarns {
		return dst
	}
	separator := byte('=')
	for _, s := range gateStates {
		if t.states>>s&1 == 1 {
			dst = append(append(dst, separator), s.String()...)
			separator = '|'
		}
	}
	return dst
}

// buildGate reads a gate, and the states it may be in: valued=fail|warn.
func buildGate(p *parser, v syntax.Value) (term, *Error) {
	name, states, withStates := strings.Cut(v.Text, "=")
	t := gateTest{states: failsOrWarns}
	var names []string
	for _, g := range verdict.AllGates() {
		names = append(names, g.String())
		if strings.EqualFold(g.String(), name) {
			t.gate = g
		}
	}
	if v.Quoted || !strings.EqualFold(t.gate.String(), name) {
		e := p.UnknownName(v.Start, min(v.Start+len(name), v.End), "there is no such gate", names)
		if e.Hint == "" {
			e.Hint = "the gates are " + strings.Join(names, ", ")
		}
		return nil, e
	}
	if !withStates {
		return t, nil
	}
	t.states = 0
	at := v.Start + len(name) + 1
	for part := range strings.SplitSeq(states, "|") {
		state, err := p.gateState(at, part)
		if err != nil {
			return nil, err
		}
		t.states |= 1 << state
		at += len(part) + 1
	}
	return t, nil
}

// gateState reads the state of a gate that begins at a place of the text.
func (p *parser) gateState(at int, text string) (verdict.State, *Error) {
	var names []string
	for _, s := range gateStates {
		names = append(names, s.String())
		if strings.EqualFold(s.String(), text) {
			return s, nil
		}
	}
	e := p.UnknownName(at, at+len(text), "a gate is never in that state", names)
	if e.Hint == "" {
		e.Hint = "it is fail, warn, pass or unknown"
	}
	return 0, e
}

// codeTest looks for a diagnostic.
type codeTest struct {
	pattern match.Pattern
	fits    verdict.CodeSet
	// loud says that all codes that fit are errors or warnings of the first
	// five gates, so that an entry with neither has none of them. (What is wrong
	// with a metric is softened when another metric counts the event.)
	loud bool
}

func (t *codeTest) row(r *Row) Tri {
	if r.CodesKnown {
		return triOf(r.Codes.Meets(&t.fits))
	}
	if t.loud && r.Verdict.Worst() == verdict.Info {
		return False
	}
	return Unknown
}

func (t *codeTest) document(_ *Row, d *Document) bool {
	if d.Judgement == nil {
		return false
	}
	for i := range d.Judgement.Diagnostics {
		if t.fits.Has(d.Judgement.Diagnostics[i].Code) {
			return true
		}
	}
	return false
}

func (t *codeTest) needs() Needs { return NeedsJudgement }

func (t *codeTest) implies(o term) bool {
	other, ok := o.(*codeTest)
	if !ok {
		return false
	}
	return t.fits.Within(&other.fits)
}

func (t *codeTest) append(dst []byte) []byte {
	return syntax.AppendPattern(append(dst, "code:"...), &t.pattern, false)
}

// buildCode reads a code, or a pattern that fits some.
func buildCode(p *parser, v syntax.Value) (term, *Error) {
	if err := p.onlyEquals("code", v); err != nil {
		return nil, err
	}
	t := &codeTest{pattern: v.Pattern(), loud: true}
	var names []string
	found := false
	for _, info := range verdict.Codes() {
		names = append(names, info.Name)
		if t.pattern.Match(info.Name) {
			t.fits.Add(info.Code)
			found = true
			t.loud = t.loud && info.Severity != verdict.Info && info.Gate <= verdict.Valued
		}
	}
	if !found {
		return nil, p.UnknownName(v.Start, v.End, "there is no such code", names)
	}
	return t, nil
}
