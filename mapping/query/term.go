package query

import (
	"strings"

	"segtap/mapping"
	"segtap/mapping/jsondoc"
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
	phrase *Phrase
	// shown says that what a row shows can settle it: U+FFFD may stand there
	// for something else.
	shown bool
}

func newWord(text string) *word {
	return &word{text, NewPhrase(text), !strings.Contains(text, "\uFFFD")}
}

// in looks for the word in a text of a row.
func (w *word) in(text string) Tri {
	if w.shown && len(text) > 0 && w.phrase.reads(text) {
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
	return ok && w.phrase.implies(other.phrase)
}

func (w *word) append(dst []byte) []byte { return appendWord(dst, w.text) }

// textTest compares one of the texts of an entry.
type textTest struct {
	field   *textField
	pattern pattern
}

// textField is a text of an entry that a filter can name.
type textField struct {
	name  string
	parts Needs
	row   func(*pattern, *Row) Tri // nil: it is never known from a row
	doc   func(*pattern, *Row, *Document) bool
}

func (t *textTest) row(r *Row) Tri {
	if t.field.row == nil {
		return Unknown
	}
	return t.field.row(&t.pattern, r)
}

func (t *textTest) document(r *Row, d *Document) bool { return t.field.doc(&t.pattern, r, d) }

func (t *textTest) needs() Needs { return t.field.parts }

func (t *textTest) implies(o term) bool {
	other, ok := o.(*textTest)
	return ok && t.field == other.field && t.pattern.implies(&other.pattern)
}

func (t *textTest) append(dst []byte) []byte {
	return appendPattern(append(append(dst, t.field.name...), ':'), &t.pattern, t.field == &messageIDField && readsAsNumber(t.pattern.text))
}

// fitsText compares a string as it reads and any other value as it came; what
// is missing, and null, is the empty text.
func fitsText(p *pattern, v jsondoc.Value) bool {
	var room [maxShort]byte
	switch v.Kind() {
	case jsondoc.String:
		return p.matchBytes(v.AppendText(room[:0]))
	case jsondoc.Absent, jsondoc.Null:
		return p.match("")
	}
	return p.matchBytes(v.Raw())
}

// rowText compares a text of a row that may have been cut.
func rowText(p *pattern, text string, limit int) Tri {
	if p.stars {
		return triOf(text != "")
	}
	if !whole(text, limit) {
		return Unknown
	}
	return triOf(p.match(text))
}

// The texts of an entry.
var (
	eventField = textField{"event", NeedsRoot, func(p *pattern, r *Row) Tri { return rowText(p, r.Name, MaxName) }, fitsName}
	userField  = textField{"user", NeedsRoot, func(p *pattern, r *Row) Tri { return rowText(p, r.User, MaxUser) }, fitsUser}
	typeField  = textField{"type", NeedsRoot, rowType, func(p *pattern, _ *Row, d *Document) bool {
		return fitsText(p, d.Root.Member("type"))
	}}
	anonymousField = textField{"anon", NeedsRoot, nil, func(p *pattern, _ *Row, d *Document) bool {
		return fitsText(p, d.Root.Member("anonymousId"))
	}}
	sourceField = textField{"source", NeedsRoot, nil, func(p *pattern, _ *Row, d *Document) bool {
		return fitsText(p, d.Root.Member("context").Member("library").Member("name"))
	}}
	messageIDField = textField{"id", NeedsRoot, nil, func(p *pattern, _ *Row, d *Document) bool {
		return fitsText(p, d.Root.Member("messageId"))
	}}
	writeKeyField = textField{"key", NeedsWriteKey, nil, func(p *pattern, _ *Row, d *Document) bool {
		return p.match(d.WriteKey)
	}}
	metricField     = textField{"metric", NeedsJudgement, rowNamed, fitsMetric}
	experimentField = textField{"experiment", NeedsJudgement, rowNamed, fitsExperiment}
)

func fitsName(p *pattern, r *Row, d *Document) bool {
	switch {
	case d.Root.Kind() != jsondoc.Object:
		return p.match(r.Name)
	case r.Type == "track":
		return fitsText(p, d.Root.Member("event"))
	}
	return fitsText(p, d.Root.Member("name"))
}

func fitsUser(p *pattern, r *Row, d *Document) bool {
	if d.Root.Kind() != jsondoc.Object {
		return p.match(r.User)
	}
	user := d.Root.Member("userId")
	if user.Kind() == jsondoc.Absent || user.Kind() == jsondoc.Null {
		user = d.Root.Member("anonymousId")
	}
	return fitsText(p, user)
}

// rowType compares the type of a row: "other" is one of many.
func rowType(p *pattern, r *Row) Tri {
	if p.match(r.Type) {
		return True
	}
	if r.Type == "" || r.Type == "other" {
		return Unknown
	}
	return False
}

// rowNamed knows that an event whose key no metric has feeds none.
func rowNamed(_ *pattern, r *Row) Tri {
	if r.Verdict.Gates.State(mapping.Named) != mapping.Pass {
		return False
	}
	return Unknown
}

func fitsMetric(p *pattern, _ *Row, d *Document) bool {
	if d.Judgement == nil {
		return false
	}
	for i := range d.Judgement.Metrics {
		if p.match(d.Judgement.Metrics[i].Metric.Key) {
			return true
		}
	}
	return false
}

func fitsExperiment(p *pattern, _ *Row, d *Document) bool {
	if d.Judgement == nil {
		return false
	}
	for i := range d.Judgement.Metrics {
		for _, toward := range d.Judgement.Metrics[i].Toward {
			if p.match(toward.Experiment.Key) {
				return true
			}
		}
	}
	return false
}

// valueTest compares the value that the destination looks at.
type valueTest struct{ operand operand }

func (t *valueTest) row(r *Row) Tri {
	raw := r.Value
	switch {
	case raw == "" || raw[0] == '{':
		return False
	case raw[0] == '[' || !whole(raw, MaxValue):
		return Unknown
	case raw[0] != '"':
		return triOf(t.operand.literal(raw))
	case len(raw) < 2 || strings.IndexByte(raw, '\\') >= 0:
		return Unknown
	}
	return triOf(t.operand.text([]byte(raw[1 : len(raw)-1])))
}

func (t *valueTest) document(_ *Row, d *Document) bool {
	return d.Judgement != nil && t.operand.value(d.Judgement.Value)
}

func (t *valueTest) needs() Needs { return NeedsJudgement }

func (t *valueTest) implies(o term) bool {
	other, ok := o.(*valueTest)
	return ok && t.operand.implies(&other.operand)
}

func (t *valueTest) append(dst []byte) []byte { return t.operand.append(append(dst, "value:"...)) }
