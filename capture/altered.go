package capture

// altered remembers which entries have changed since they were listed, the last
// of them.
type altered struct {
	count uint64   // how often one has
	ids   []uint32 // a ring: change n, counted from 1, is in place n-1
	all   uint64   // the last change that concerned all
}

// maxAltered is how many changes are remembered one by one.
const maxAltered = 1 << 10

func (a *altered) note(id uint32) {
	if a.ids == nil {
		a.ids = make([]uint32, maxAltered)
	}
	a.ids[a.count%maxAltered] = id
	a.count++
}

func (a *altered) noteAll() {
	a.count++
	a.all = a.count
}

// Altered gives the entries that have changed since an earlier call gave since,
// by a mark, a mark taken off or a retry, some perhaps twice; the first call may
// give any number. All says that every entry may have changed: they have been
// judged anew, or older ones have been listed. What a filter has found among what
// it looked at may then be wrong.
func (s *Store) Altered(since uint64) (ids []uint64, now uint64, all bool) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	a := &s.index.altered
	if a.all > since || a.count-since > maxAltered {
		return nil, a.count, true
	}
	for n := since; n < a.count; n++ {
		ids = append(ids, uint64(a.ids[n%maxAltered]))
	}
	return ids, a.count, false
}
