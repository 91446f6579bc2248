package problems

import (
	"segtap/mapping/verdict"
)

// Found is what was found about one entry: how many errors and warnings, and which codes.
type Found struct {
	Errors, Warnings uint8 // at most 255
	Known            bool  // which codes: else only the numbers are known
	by               [verdict.Error + 1]verdict.CodeSet
}

// Of returns what a judgement has found.
func Of(v verdict.Verdict, list []verdict.Diagnostic) Found {
	f := Numbers(v)
	f.Known = true
	for i := range list {
		f.add(list[i].Code, list[i].Severity)
	}
	return f
}

// Numbers returns what a verdict says of what was found: not which codes.
func Numbers(v verdict.Verdict) Found {
	return Found{Errors: uint8(min(v.Errors, 255)), Warnings: uint8(min(v.Warnings, 255))}
}

// add takes a code in, at the highest severity that it was found with.
func (f *Found) add(c verdict.Code, s verdict.Severity) {
	for other := range f.by {
		if other > int(s) && f.by[other].Has(c) {
			return
		}
		f.by[other].Remove(c)
	}
	f.by[s].Add(c)
}

// Add takes in one more finding, which came after the judgement.
func (f *Found) Add(c verdict.Code, s verdict.Severity) {
	if f.Known {
		f.add(c, s)
	}
	switch {
	case s == verdict.Error && f.Errors < 255:
		f.Errors++
	case s == verdict.Warning && f.Warnings < 255:
		f.Warnings++
	}
}

// Codes returns all codes that were found.
func (f *Found) Codes() verdict.CodeSet {
	all := f.by[0]
	for i := range f.by[1:] {
		for c := range f.by[i+1].All() {
			all.Add(c)
		}
	}
	return all
}

// Sets keeps one copy of what entries have in common: few different things are found,
// however many entries there are. Each is known by its number; 0 is nothing, of which no
// codes are known.
type Sets struct {
	sets   []set
	number map[Found]uint16
	free   []uint16
}

type set struct {
	found Found
	codes verdict.CodeSet
	users uint32
}

// always are the sets that are always there: they stand in for others when there are too
// many, so that whether there are errors or warnings is known all the same.
var always = [...]Found{{}, {Errors: 1}, {Warnings: 1}, {Errors: 1, Warnings: 1}}

// maxSets is how many there are at most: as many as have a number.
const maxSets = 1 << 16

// Keep takes in what was found about an entry, and gives the number of it.
func (s *Sets) Keep(f Found) uint16 {
	if s.sets == nil {
		s.number = make(map[Found]uint16)
		for i, f := range always {
			s.sets = append(s.sets, set{found: f})
			s.number[f] = uint16(i)
		}
	}
	if n, ok := s.number[f]; ok {
		s.sets[n].users++
		return n
	}
	made := set{found: f, codes: f.Codes(), users: 1}
	var n uint16
	switch {
	case len(s.free) > 0:
		n, s.free = s.free[len(s.free)-1], s.free[:len(s.free)-1]
		s.sets[n] = made
	case len(s.sets) < maxSets:
		n = uint16(len(s.sets))
		s.sets = append(s.sets, made)
	default:
		return s.Keep(Found{Errors: min(f.Errors, 1), Warnings: min(f.Warnings, 1)})
	}
	s.number[f] = n
	return n
}

// Drop says that an entry does not have a set any more.
func (s *Sets) Drop(n uint16) {
	if int(n) < len(always) {
		return
	}
	if s.sets[n].users--; s.sets[n].users == 0 {
		delete(s.number, s.sets[n].found)
		s.free = append(s.free, n)
	}
}

// At returns what was found, by its number.
func (s *Sets) At(n uint16) *Found {
	if int(n) >= len(s.sets) {
		return &always[0]
	}
	return &s.sets[n].found
}

// CodesAt returns the codes that were found, by the number; false when they are not known.
func (s *Sets) CodesAt(n uint16) (verdict.CodeSet, bool) {
	if int(n) >= len(s.sets) {
		return verdict.CodeSet{}, false
	}
	return s.sets[n].codes, s.sets[n].found.Known
}
