package verdict

import (
	"iter"
	"math/bits"
)

// CodeSet is a set of codes. The zero value is the empty one.
type CodeSet struct{ bits [(codeCount + 63) / 64]uint64 }

// Add puts a code into the set.
func (s *CodeSet) Add(c Code) { s.bits[c/64] |= 1 << (c % 64) }

// Remove takes a code out of it.
func (s *CodeSet) Remove(c Code) { s.bits[c/64] &^= 1 << (c % 64) }

// Has reports whether a code is in it.
func (s *CodeSet) Has(c Code) bool { return int(c/64) < len(s.bits) && s.bits[c/64]>>(c%64)&1 == 1 }

// Meets reports whether a code is in both sets.
func (s *CodeSet) Meets(other *CodeSet) bool {
	for i := range s.bits {
		if s.bits[i]&other.bits[i] != 0 {
			return true
		}
	}
	return false
}

// Within reports whether all codes of the set are in another one.
func (s *CodeSet) Within(other *CodeSet) bool {
	for i := range s.bits {
		if s.bits[i]&^other.bits[i] != 0 {
			return false
		}
	}
	return true
}

// All returns the codes of the set, in the order of the gates.
func (s *CodeSet) All() iter.Seq[Code] {
	return func(yield func(Code) bool) {
		for i, left := range s.bits {
			for ; left != 0; left &= left - 1 { // without its lowest bit
				if !yield(Code(64*i + bits.TrailingZeros64(left))) {
					return
				}
			}
		}
	}
}

// CodesOf returns the codes of diagnostics.
func CodesOf(list []Diagnostic) CodeSet {
	var s CodeSet
	for i := range list {
		s.Add(list[i].Code)
	}
	return s
}
