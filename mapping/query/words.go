package query

import (
	"slices"

	"segtap/mapping/query/match"
)

// Words returns the texts for which an entry is wanted, so that they can be shown where they
// stand: words and phrases, and what an event name or a user has to read like, without its
// wildcards. What is negated is none of them.
func (f *Filter) Words() []string { return f.root.words(nil) }

func (n *node) words(to []string) []string {
	if n.op == opNot {
		return to
	}
	for _, kid := range n.kids {
		to = kid.words(to)
	}
	add := func(text string) {
		if text != "" && !slices.Contains(to, text) {
			to = append(to, text)
		}
	}
	switch t := n.term.(type) {
	case *word:
		add(t.text)
	case *textTest:
		if t.field != &eventField && t.field != &userField && t.field != &anonymousField {
			break
		}
		for text := t.pattern.Text; text != ""; {
			i := match.IndexWild(text)
			if i < 0 {
				add(text)
				break
			}
			add(text[:i])
			text = text[i+1:]
		}
	}
	return to
}
