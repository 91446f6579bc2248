package spelling

// Set is names among which the one is found that was meant by another. It does not
// change once all names are added, and may then be used by many goroutines at once.
type Set struct {
	ids    map[string]int32 // of each different word
	words  []spelt          // by id
	byLen  [][]int32        // ids by the number of letters
	groups map[int]*group   // by the number of words
	n      int
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
// the first one where several have as few; -1 for none.
func (s *Set) Nearest(words []string) int {
	g := s.groups[len(words)]
	if g == nil || len(words) == 0 {
		return -1
	}
	near, least, fewest := make([]map[int32]int, len(words)), 0, -1
	for i, word := range words {
		near[i] = s.near(word)
		names := 0
		for id := range near[i] {
			names += len(g.with[i][id])
		}
		if names == 0 {
			return -1
		}
		if fewest < 0 || names < fewest {
			least, fewest = i, names
		}
	}
	best, slips := -1, 0
	for id := range near[least] {
		for _, name := range g.with[least][id] {
			n, ok := slipsBetween(near, g.names[name])
			if at := g.at[name]; ok && (best < 0 || n < slips || n == slips && at < best) {
				best, slips = at, n
			}
		}
	}
	return best
}

// near gives the words of the set that a word may be, with the slips between them.
func (s *Set) near(word string) map[int32]int {
	w := speltOf(word)
	near := make(map[int32]int)
	for runes := max(w.runes-maxSlips, 0); runes <= w.runes+maxSlips && runes < len(s.byLen); runes++ {
		for _, id := range s.byLen[runes] {
			if n, ok := w.slips(&s.words[id]); ok {
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
