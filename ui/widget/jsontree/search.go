package jsontree

import (
	"sort"
	"strings"
	"unicode"
)

// Search looks for text in names and values, as they are written and as they read without escapes, folded ones too,
// marks the lines that hold it and moves the cursor to the first of them at or below it, else to the first of all. It
// returns how many lines hold it. Capital letters in text make case matter. An empty text ends the search.
func (t *Tree) Search(text string) int {
	for _, id := range t.hits {
		t.doc.nodes[id].flags &^= nameMatches | valueMatches
	}
	t.hits = t.hits[:0]
	if text == "" {
		return 0
	}
	has := contains(text)
	for id := range t.doc.nodes {
		n := &t.doc.nodes[id]
		if n.nameTo > n.nameFrom && matches(t.doc.raw[n.nameFrom:n.nameTo], has) {
			n.flags |= nameMatches
		}
		switch n.kind {
		case kindString:
			if matches(t.doc.raw[n.from:n.to], has) {
				n.flags |= valueMatches
			}
		case kindNumber, kindLiteral, kindRaw:
			if has(t.doc.raw[n.from:n.to]) {
				n.flags |= valueMatches
			}
		}
		if n.flags&(nameMatches|valueMatches) != 0 {
			t.hits = append(t.hits, int32(id))
		}
	}
	if len(t.hits) > 0 {
		here := t.rows[t.cursor].node
		t.goToHit(sort.Search(len(t.hits), func(i int) bool { return t.hits[i] >= here }))
	}
	return len(t.hits)
}

// SearchNext moves the cursor to the next line that holds the text searched for, beginning anew after the last. It
// reports false when there is none.
func (t *Tree) SearchNext() bool {
	here := t.rows[t.cursor].node
	return t.goToHit(sort.Search(len(t.hits), func(i int) bool { return t.hits[i] > here }))
}

// SearchPrev moves to the one before, beginning anew before the first.
func (t *Tree) SearchPrev() bool {
	here := t.rows[t.cursor].node
	return t.goToHit(sort.Search(len(t.hits), func(i int) bool { return t.hits[i] >= here }) - 1)
}

// SearchAt returns which of the lines found the cursor is on, counted from one, or zero when it is on none.
func (t *Tree) SearchAt() int {
	here := t.rows[t.cursor].node
	i := sort.Search(len(t.hits), func(i int) bool { return t.hits[i] >= here })
	if i < len(t.hits) && t.hits[i] == here {
		return i + 1
	}
	return 0
}

func (t *Tree) goToHit(i int) bool {
	if len(t.hits) == 0 {
		return false
	}
	t.revealNode(t.hits[(i+len(t.hits))%len(t.hits)])
	return true
}

// matches reports whether the quoted string holds the text searched for, as it is written or as it reads.
func matches(quoted string, has func(string) bool) bool {
	return has(quoted) || strings.IndexByte(quoted, '\\') >= 0 && has(unquote(quoted))
}

// contains returns a test for text, which heeds case only if text has capital letters.
func contains(text string) func(string) bool {
	if strings.ContainsFunc(text, unicode.IsUpper) {
		return func(s string) bool { return strings.Contains(s, text) }
	}
	lower := strings.ToLower(text)
	return func(s string) bool { return strings.Contains(strings.ToLower(s), lower) }
}
