package store

// Unsigned returns how many entries have no signature yet, from the newest on.
func (s *Store) Unsigned() (n int) {
	s.list.mu.RLock()
	defer s.list.mu.RUnlock()
	x := s.list.index
	for n < x.Len() && s.list.signed.Over(x, x.At(x.Len()-1-n).ID) == nil {
		n++
	}
	return n
}
