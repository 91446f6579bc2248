package query

import (
	"strconv"
	"strings"

	"segtap/mapping/jsondoc"
	"segtap/mapping/query/compare"
	"segtap/mapping/query/match"
	"segtap/mapping/query/syntax"
	"segtap/mapping/verdict"
)

// term is one test of an entry.
type term interface {
	// row answers from the row alone, if it can.
	row(r *Row) Tri
	// document answers when row has left it open.
	document(r *Row, d *Document) bool
	// needs says what document looks at; nothing when row never leaves it open.
	needs() Needs
	// implies reports whether it is sure that every entry that passes this term
	// passes the other one, which is written differently.
	implies(other term) bool
	// append writes the term as it stands in a filter.
	append(dst []byte) []byte
}

// word is a word or phrase anywhere in the message.
type word struct {
	text   string
	phrase *match.Phrase
	// shown says that what a row shows can settle it: U+FFFD may stand there
	// for something else.
	shown bool
}

func newWord(text string) *word {
	return &word{text, match.NewPhrase(text), !strings.Contains(text, "\uFFFD")}
}

// in looks for the word in a text of a row.
func (w *word) in(text string) Tri {
	if w.shown && len(text) > 0 && w.phrase.Reads(text) {
		return True
	}
	return Unknown
}

func (w *word) row(r *Row) Tri {
	if w.in(r.Name) == True || w.in(r.User) == True {
		return True
	}
	return Unknown
}

func (w *word) document(_ *Row, d *Document) bool { return w.phrase.Match(d.Text) }

func (w *word) needs() Needs { return NeedsText }

func (w *word) implies(o term) bool {
	other, ok := o.(*word)
	return ok && w.phrase.Implies(other.phrase)
}

func (w *word) append(dst []byte) []byte { return syntax.AppendWord(dst, w.text) }

// textTest compares one of the texts of an entry.
type textTest struct {
	field   *textField
	pattern match.Pattern
}

// textField is a text of an entry that a filter can name.
type textField struct {
	name  string
	parts Needs
	row   func(*match.Pattern, *Row) Tri // nil: it is never known from a row
	doc   func(*match.Pattern, *Row, *Document) bool
}

func (t *textTest) row(r *Row) Tri {
	if t.field.row == nil {
		return Unknown
	}
	return t.field.row(&t.pattern, r)
}

// said reports whether what fits stands in the message. A type that Segment does not have
// is "other" in a row.
func (t *textTest) said() bool { return t.field.parts == NeedsRoot && t.field != &typeField }

func (t *textTest) document(r *Row, d *Document) bool { return t.field.doc(&t.pattern, r, d) }

func (t *textTest) needs() Needs { return t.field.parts }

func (t *textTest) implies(o term) bool {
	other, ok := o.(*textTest)
	return ok && t.field == other.field && t.pattern.Implies(&other.pattern)
}

func (t *textTest) append(dst []byte) []byte {
	return syntax.AppendPattern(append(append(dst, t.field.name...), ':'), &t.pattern, t.field == &messageIDField && compare.ReadsAsNumber(t.pattern.Text))
}

// fitsText compares a string as it reads and any other value as it came; what
// is missing, and null, is the empty text.
func fitsText(p *match.Pattern, v jsondoc.Value) bool {
	var room [match.Short]byte
	switch v.Kind() {
	case jsondoc.String:
		return p.MatchBytes(v.AppendText(room[:0]))
	case jsondoc.Absent, jsondoc.Null:
		return p.Match("")
	}
	return p.MatchBytes(v.Raw())
}

// rowText compares a text of a row that may have been cut.
func rowText(p *match.Pattern, text string, limit int) Tri {
	if p.Stars {
		return triOf(text != "")
	}
	if !whole(text, limit) {
		return Unknown
	}
	return triOf(p.Match(text))
}

// The texts of an entry.
var (
	eventField = textField{"event", NeedsRoot, func(p *match.Pattern, r *Row) Tri { return rowText(p, r.Name, MaxName) }, fitsName}
	userField  = textField{"user", NeedsRoot, func(p *match.Pattern, r *Row) Tri { return rowText(p, r.User, MaxUser) }, fitsUser}
	typeField  = textField{"type", NeedsRoot, rowType, func(p *match.Pattern, _ *Row, d *Document) bool {
		return fitsText(p, d.Root.Member("type"))
	}}
	anonymousField = textField{"anon", NeedsRoot, nil, func(p *match.Pattern, _ *Row, d *Document) bool {
		return fitsText(p, d.Root.Member("anonymousId"))
	}}
	sourceField = textField{"source", NeedsRoot, rowSource, func(p *match.Pattern, _ *Row, d *Document) bool {
		return fitsText(p, libraryIn(d.Root))
	}}
	messageIDField = textField{"id", NeedsRoot, nil, func(p *match.Pattern, _ *Row, d *Document) bool {
		return fitsText(p, d.Root.Member("messageId"))
	}}
	writeKeyField = textField{"key", NeedsWriteKey, nil, func(p *match.Pattern, _ *Row, d *Document) bool {
		return p.Match(d.WriteKey)
	}}
	targetField     = textField{"target", 0, rowTarget, func(p *match.Pattern, r *Row, _ *Document) bool { return rowTarget(p, r) == True }}
	metricField     = textField{"metric", NeedsJudgement, rowMetric, fitsMetric}
	experimentField = textField{"experiment", NeedsJudgement, rowNamed, fitsExperiment}
)

func fitsName(p *match.Pattern, r *Row, d *Document) bool {
	if d.Root.Kind() != jsondoc.Object {
		return p.Match(r.Name)
	}
	return fitsText(p, nameIn(d.Root, r.Type))
}

func fitsUser(p *match.Pattern, r *Row, d *Document) bool {
	if d.Root.Kind() != jsondoc.Object {
		return p.Match(r.User)
	}
	return fitsText(p, userIn(d.Root))
}

// rowTarget compares where an entry was sent. One that was not has been sent nowhere: the
// empty text.
func rowTarget(p *match.Pattern, r *Row) Tri {
	if len(r.Sent) == 0 {
		return triOf(!p.Stars && p.Match(""))
	}
	for i := range r.Sent {
		if p.Match(r.Sent[i].Target) {
			return True
		}
	}
	return False
}

// rowType compares the type of a row: "other" is one of many.
func rowType(p *match.Pattern, r *Row) Tri {
	if p.Match(r.Type) {
		return True
	}
	if r.Type == "" || r.Type == OtherType {
		return Unknown
	}
	return False
}

// rowNamed knows that an event whose key no metric has feeds none.
func rowNamed(_ *match.Pattern, r *Row) Tri {
	if r.Verdict.Gates.State(verdict.Named) != verdict.Pass {
		return False
	}
	return Unknown
}

// rowSource compares the library that a row names. What was not UTF-8 the message has as it
// came.
func rowSource(p *match.Pattern, r *Row) Tri {
	if r.Source == "" || strings.Contains(r.Source, "\uFFFD") {
		return Unknown
	}
	return rowText(p, r.Source, MaxUser)
}

// rowMetric compares the one metric that a row names: where it is another, the event may
// feed more.
func rowMetric(p *match.Pattern, r *Row) Tri {
	answer := rowNamed(p, r)
	if answer != Unknown || r.Metrics == 0 {
		return answer
	}
	if p.Match(r.Metric) {
		return True
	}
	if r.Metrics == 1 {
		return False
	}
	return Unknown
}

func fitsMetric(p *match.Pattern, _ *Row, d *Document) bool {
	if d.Judgement == nil {
		return false
	}
	for i := range d.Judgement.Metrics {
		if p.Match(d.Judgement.Metrics[i].Metric.Key) {
			return true
		}
	}
	return false
}

func fitsExperiment(p *match.Pattern, _ *Row, d *Document) bool {
	if d.Judgement == nil {
		return false
	}
	for i := range d.Judgement.Metrics {
		for _, toward := range d.Judgement.Metrics[i].Toward {
			if p.Match(toward.Experiment.Key) {
				return true
			}
		}
	}
	return false
}

// valueTest compares the value that the destination looks at.
type valueTest struct{ operand compare.Operand }

func (t *valueTest) row(r *Row) Tri {
	raw := r.Value
	switch {
	case raw == "" || raw[0] == '{':
		return False
	case raw[0] == '[' || !whole(raw, MaxValue):
		return Unknown
	case raw[0] != '"':
		return triOf(t.operand.FitsLiteral(raw))
	case len(raw) < 2 || strings.IndexByte(raw, '\\') >= 0:
		return Unknown
	}
	return triOf(t.operand.FitsText([]byte(raw[1 : len(raw)-1])))
}

func (t *valueTest) document(_ *Row, d *Document) bool {
	return d.Judgement != nil && t.operand.Fits(d.Judgement.Value)
}

func (t *valueTest) needs() Needs { return NeedsJudgement }

func (t *valueTest) implies(o term) bool {
	other, ok := o.(*valueTest)
	return ok && t.operand.Implies(&other.operand)
}

func (t *valueTest) append(dst []byte) []byte { return t.operand.Append(append(dst, "value:"...)) }

// statusTest compares what came of sending an entry: the status of the answer, or in a word
// why there was none.
type statusTest struct{ operand compare.Operand }

func (t *statusTest) row(r *Row) Tri {
	for i := range r.Sent {
		s := &r.Sent[i]
		switch {
		case s.Status != 0 && t.operand.FitsLiteral(strconv.Itoa(s.Status)), s.Result != "" && t.operand.FitsText([]byte(s.Result)):
			return True
		}
	}
	return False
}

func (t *statusTest) document(*Row, *Document) bool { return false }

func (t *statusTest) needs() Needs { return 0 }

func (t *statusTest) implies(o term) bool {
	other, ok := o.(*statusTest)
	return ok && t.operand.Implies(&other.operand)
}

func (t *statusTest) append(dst []byte) []byte { return t.operand.Append(append(dst, "status:"...)) }

func buildStatus(p *parser, v syntax.Value) (term, *Error) {
	o, err := p.operand(v)
	return &statusTest{o}, err
}
