package query

import (
	"segtap/mapping/query/match"
	"segtap/mapping/query/syntax"
	"segtap/mapping/verdict"
)

// Filter says which entries are wanted. It never changes, and may be used by
// many goroutines at once. The zero Filter wants all of them.
type Filter struct {
	root  node
	needs Needs
	sent  bool
}

func newFilter(root *node) *Filter { return &Filter{*root, root.needs(), root.looksAtSent()} }

// String returns the filter as a person would write it. [Parse] reads it back as
// the same filter, at the same time of the clock.
func (f *Filter) String() string { return string(f.root.append(nil, opOr)) }

// Needs returns the parts of a [Document] that the filter may look at. It is 0
// when the row always decides.
func (f *Filter) Needs() Needs { return f.needs }

// LooksAtSent reports whether the filter looks at the Sent of a [Row]; else that may be
// left out.
func (f *Filter) LooksAtSent() bool { return f.sent }

// LooksAtID reports whether the filter looks at the ID of a [Row]; else that may be left out.
func (f *Filter) LooksAtID() bool { return f.root.looksAtID() }

// MatchName answers for all entries of an event name, the Name of their rows,
// at once. [Unknown]: look at the row.
func (f *Filter) MatchName(name string) Tri { return f.root.byName(name) }

// MatchRow answers from the row alone. [Unknown]: the message decides. It
// allocates nothing, unless a name is longer than [MaxName].
func (f *Filter) MatchRow(r *Row) Tri { return f.root.row(r) }

// Match answers from the row, and from the document where the row leaves it
// open: then load is called, once. When load gives nil, since the message
// cannot be read, the entry is not wanted.
func (f *Filter) Match(r *Row, load func() *Document) bool {
	switch f.root.row(r) {
	case True:
		return true
	case False:
		return false
	}
	d := load()
	return d != nil && f.root.document(r, d)
}

// MayMatch reports whether a message that stands in a line of a capture file may
// match: false is certain, true is not. It looks for words only.
func (f *Filter) MayMatch(line []byte) bool {
	return f.root.mayMatch(func(t term) bool {
		w, isWord := t.(*word)
		return !isWord || w.phrase.MayMatch(line)
	})
}

// MayBeAmong is [Filter.MayMatch] for the messages of a signature: where it is false, the
// filter wants none of them. It looks for words, and for texts that values have to fit.
func (f *Filter) MayBeAmong(s *match.Signature) bool {
	return f.root.mayMatch(func(t term) bool {
		switch t := t.(type) {
		case *word:
			return t.phrase.MayBeIn(s)
		case *textTest:
			return !t.said() || t.pattern.MayBeIn(s)
		case *pathTest:
			return t.operand.MayBeIn(s)
		}
		return true
	})
}

// MatchDocument is [Filter.Match] for a document that is at hand.
func (f *Filter) MatchDocument(r *Row, d *Document) bool { return f.root.document(r, d) }

// Exactly returns the filter for the entries whose event name is exactly a text,
// such as event:="Order Completed".
func Exactly(event string) string { return string(syntax.AppendQuoted([]byte("event:="), event, true)) }

// WithCode returns the filter for the entries in which a code was found, of one event name
// as the Name of a [Row] has it.
func WithCode(code verdict.Code, name string) string {
	filter := "code:" + code.String() + " "
	if whole(name, MaxName) {
		return filter + Exactly(name)
	}
	return string(syntax.AppendQuoted([]byte(filter+"event:"), name+string([]byte{match.Star}), false)) // it is the beginning of a longer one
}

// Parts returns the filters all of which an entry has to pass that this one wants: those
// that stand side by side in it, in the order in which they were written.
func (f *Filter) Parts() []*Filter {
	if f.root.op != opAnd {
		return []*Filter{f}
	}
	parts := make([]*Filter, len(f.root.kids))
	for i, kid := range f.root.kids {
		parts[i] = newFilter(kid)
	}
	return parts
}

// Event returns the event name that the filter asks for, where that is all it does and it
// asks for one: event:"Order Completed".
func (f *Filter) Event() (name string, ok bool) {
	t, isText := f.root.term.(*textTest)
	if !isText || t.field != &eventField || match.IndexWild(t.pattern.Text) >= 0 {
		return "", false
	}
	return t.pattern.Text, t.pattern.Text != ""
}
