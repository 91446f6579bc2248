package spelling

import (
	"iter"
	"slices"
	"unicode"
	"unicode/utf8"
)

// Set is names among which the one is found that was meant by another. It does not
// change once all names are added, and may then be used by many goroutines at once.
type Set struct {
	ids    map[string]int32 // of each different word
	words  []spelt          // by id
	byLen  [][]int32        // ids by the number of letters
	groups map[int]*group   // by the number of words
	n      int
	// joined are the names with two neighbouring words as one, each such pair.
	joined *Set
	pairs  []pair // parallel to joined
}

// pair are two words of a name that are written as one.
type pair struct {
	name, at int
	parts    [2]string
}

// group are the names of so many words.
type group struct {
	at    []int     // places in the set
	names [][]int32 // parallel: the ids of the words
	// with are the names that have a word at a position, by its id.
	with []map[int32][]int32
}

// Add adds a name, as [Words] gives it, and returns its place in the set.
func (s *Set) Add(words []string) int {
	at := s.add(words)
	if len(words) > 1 && s.joined == nil {
		s.joined = new(Set)
	}
	for i := range joints(words) {
		s.joined.add(join(words, i))
		s.pairs = append(s.pairs, pair{at, i - 1, [2]string{words[i-1], words[i]}})
	}
	return at
}

// joints gives the places of the words that may be written together with the one before:
// not two numbers.
func joints(words []string) iter.Seq[int] {
	return func(yield func(int) bool) {
		for i := 1; i < len(words); i++ {
			last, _ := utf8.DecodeLastRuneInString(words[i-1])
			first, _ := utf8.DecodeRuneInString(words[i])
			if !(unicode.IsDigit(last) && unicode.IsDigit(first)) && !yield(i) {
				return
			}
		}
	}
}

// join returns words of which the one at a place is written together with the one before.
func join(words []string, at int) []string {
	return slices.Concat(words[:at-1], []string{words[at-1] + words[at]}, words[at+1:])
}

func (s *Set) add(words []string) int {
	if s.ids == nil {
		s.ids, s.groups = make(map[string]int32), make(map[int]*group)
	}
	g := s.groups[len(words)]
	if g == nil {
		g = &group{with: make([]map[int32][]int32, len(words))}
		for i := range g.with {
			g.with[i] = make(map[int32][]int32)
		}
		s.groups[len(words)] = g
	}
	ids := make([]int32, len(words))
	for i, word := range words {
		ids[i] = s.id(word)
		g.with[i][ids[i]] = append(g.with[i][ids[i]], int32(len(g.names)))
	}
	g.at, g.names = append(g.at, s.n), append(g.names, ids)
	s.n++
	return s.n - 1
}

func (s *Set) id(word string) int32 {
	id, ok := s.ids[word]
	if !ok {
		id = int32(len(s.words))
		w := speltOf(word)
		s.ids[word], s.words = id, append(s.words, w)
		for len(s.byLen) <= w.runes {
			s.byLen = append(s.byLen, nil)
		}
		s.byLen[w.runes] = append(s.byLen[w.runes], id)
	}
	return id
}

// Nearest returns the place of the name that has the same words but for the fewest slips,
// the first one where several have as few; -1 for none. A name with as many words goes
// before one in which two are written as one.
func (s *Set) Nearest(words []string) int {
	if at, _ := s.nearest(words, lettersIn(words), nil); at >= 0 {
		return at
	}
	best, slips := -1, 0
	take := func(at, n int) {
		if at >= 0 && (best < 0 || n < slips || n == slips && at < best) {
			best, slips = at, n
		}
	}
	letters := lettersIn(words)
	for i := range joints(words) {
		take(s.nearest(join(words, i), letters, func(_ int, name []int32) bool {
			return oneOf(s.words[name[i-1]].text, words[i-1:i+1], letters)
		}))
	}
	if s.joined != nil {
		at, n := s.joined.nearest(words, letters, func(at int, _ []int32) bool {
			p := &s.pairs[at]
			return oneOf(words[p.at], p.parts[:], letters)
		})
		if at >= 0 {
			take(s.pairs[at].name, n)
		}
	}
	return best
}

// oneOf reports whether a word is one of two others: what is missing is the other one, and
// no blank.
func oneOf(word string, parts []string, letters int) bool {
	w := speltOf(word)
	return slices.ContainsFunc(parts, func(part string) bool {
		p := speltOf(part)
		_, ok := w.slips(&p, letters)
		return ok
	})
}

// lettersIn counts the letters of a name.
func lettersIn(words []string) (n int) {
	for _, word := range words {
		n += utf8.RuneCountInString(word)
	}
	return n
}

// nearest is Nearest among names of as many words, but those that are refused; in a name
// of so many letters.
func (s *Set) nearest(words []string, letters int, refused func(at int, name []int32) bool) (best, slips int) {
	g := s.groups[len(words)]
	if g == nil || len(words) == 0 {
		return -1, 0
	}
	near, least, fewest := make([]map[int32]int, len(words)), 0, -1
	for i, word := range words {
		near[i] = s.near(word, letters)
		names := 0
		for id := range near[i] {
			names += len(g.with[i][id])
		}
		if names == 0 {
			return -1, 0
		}
		if fewest < 0 || names < fewest {
			least, fewest = i, names
		}
	}
	best = -1
	for id := range near[least] {
		for _, name := range g.with[least][id] {
			n, ok := slipsBetween(near, g.names[name])
			if at := g.at[name]; ok && (refused == nil || !refused(at, g.names[name])) && (best < 0 || n < slips || n == slips && at < best) {
				best, slips = at, n
			}
		}
	}
	return best, slips
}

// near gives the words of the set that a word may be, with the slips between them.
func (s *Set) near(word string, letters int) map[int32]int {
	w := speltOf(word)
	near := make(map[int32]int)
	for runes := max(w.runes-maxSlips, 0); runes <= w.runes+maxSlips && runes < len(s.byLen); runes++ {
		for _, id := range s.byLen[runes] {
			if n, ok := w.slips(&s.words[id], letters); ok {
				near[id] = n
			}
		}
	}
	return near
}

// slipsBetween counts the slips between a name and the words that are near to another.
func slipsBetween(near []map[int32]int, ids []int32) (n int, ok bool) {
	for i, id := range ids {
		slips, ok := near[i][id]
		if !ok {
			return 0, false
		}
		n += slips
	}
	return n, true
}
