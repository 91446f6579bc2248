package filter

import "segtap/ui/preferences"

// recall is where a person stands among the filters before.
type recall struct {
	back  int    // how many filters back; 0: in what was typed
	typed string // before
}

// step goes a filter back by 1, or on by -1, and returns what stands in the line then.
func (r *recall) step(of *preferences.Preferences, by int, now string) (text string, ok bool) {
	if of == nil {
		return "", false
	}
	used := of.Filters
	if r.back == 0 {
		r.typed = now
	}
	back := r.back + by
	if r.back == 0 && len(used) > 0 && used[len(used)-1] == now {
		back++ // the newest stands there already
	}
	if back < 0 || back > len(used) {
		return "", false
	}
	if r.back = back; back == 0 {
		return r.typed, true
	}
	return used[len(used)-back], true
}
