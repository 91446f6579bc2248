package index

// recent is a map that can forget what was put into it long ago without looking
// at it: its older half goes at once.
type recent[K comparable, V any] struct{ young, old map[K]V }

func (r *recent[K, V]) get(key K) (V, bool) {
	if v, ok := r.young[key]; ok {
		return v, true
	}
	v, ok := r.old[key]
	return v, ok
}

func (r *recent[K, V]) put(key K, v V) {
	if r.young == nil {
		r.young = make(map[K]V)
	}
	r.young[key] = v
}

// keep forgets what was put before the last n, or somewhat more, of what has been
// put, but for the values that stay; nil: none does.
func (r *recent[K, V]) keep(n int, stays func(V) bool) {
	if len(r.young) < n {
		return
	}
	before := r.old
	r.young, r.old = nil, r.young
	if stays == nil {
		return
	}
	for key, v := range before {
		if stays(v) {
			r.put(key, v)
		}
	}
}
