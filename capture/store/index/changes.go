package index

// changes remembers which entries have changed since they were listed, the last
// of them.
type changes struct {
	count uint64   // how often one has
	ids   []uint32 // a ring: change n, counted from 1, is in place n-1
	all   uint64   // the last change that concerned all
}

// MaxChanges is how many changes are remembered one by one.
const MaxChanges = 1 << 10

func (a *changes) note(id uint32) {
	if a.ids == nil {
		a.ids = make([]uint32, MaxChanges)
	}
	a.ids[a.count%MaxChanges] = id
	a.count++
}

func (a *changes) noteAll() {
	a.count++
	a.all = a.count
}

// ChangesSince returns the entries that have changed since an earlier call returned
// now, some perhaps twice. All says that every entry may have changed.
func (x *Index) ChangesSince(last uint64) (ids []uint64, now uint64, all bool) {
	a := &x.changes
	if a.all > last || a.count-last > MaxChanges {
		return nil, a.count, true
	}
	for n := last; n < a.count; n++ {
		ids = append(ids, uint64(a.ids[n%MaxChanges]))
	}
	return ids, a.count, false
}
