package index

// Changes remembers which entries have changed since they were listed, the last
// of them.
type Changes struct {
	count uint64   // how often one has
	ids   []uint32 // a ring: change n, counted from 1, is in place n-1
	all   uint64   // the last change that concerned all
}

// MaxChanges is how many changes are remembered one by one.
const MaxChanges = 1 << 10

func (c *Changes) note(id uint32) {
	if c.ids == nil {
		c.ids = make([]uint32, MaxChanges)
	}
	c.ids[c.count%MaxChanges] = id
	c.count++
}

func (c *Changes) noteAll() {
	c.count++
	c.all = c.count
}

// Since returns the entries that have changed since an earlier call returned now,
// some perhaps twice. All says that every entry may have changed.
func (c *Changes) Since(last uint64) (ids []uint64, now uint64, all bool) {
	if c.all > last || c.count-last > MaxChanges {
		return nil, c.count, true
	}
	for n := last; n < c.count; n++ {
		ids = append(ids, uint64(c.ids[n%MaxChanges]))
	}
	return ids, c.count, false
}
