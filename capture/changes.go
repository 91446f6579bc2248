package capture

// changes remembers which entries have changed since they were listed, the last
// of them.
type changes struct {
	count uint64   // how often one has
	ids   []uint32 // a ring: change n, counted from 1, is in place n-1
	all   uint64   // the last change that concerned all
}

// maxChanges is how many changes are remembered one by one.
const maxChanges = 1 << 10

func (a *changes) note(id uint32) {
	if a.ids == nil {
		a.ids = make([]uint32, maxChanges)
	}
	a.ids[a.count%maxChanges] = id
	a.count++
}

func (a *changes) noteAll() {
	a.count++
	a.all = a.count
}

// ChangesSince gives the entries that have changed since an earlier call gave since,
// by a mark, a mark taken off or a retry, some perhaps twice; the first call may
// give any number. All says that every entry may have changed: they have been
// judged anew, or older ones have been listed. What a filter has found among what
// it looked at may then be wrong.
func (s *Store) ChangesSince(since uint64) (ids []uint64, now uint64, all bool) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	a := &s.index.changes
	if a.all > since || a.count-since > maxChanges {
		return nil, a.count, true
	}
	for n := since; n < a.count; n++ {
		ids = append(ids, uint64(a.ids[n%maxChanges]))
	}
	return ids, a.count, false
}
