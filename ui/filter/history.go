package filter

import "slices"

// mostKept is how many filters a history keeps.
const mostKept = 100

// History is what was filtered by, each once, the newest last. All lines share one.
type History struct{ texts []string }

// NewHistory returns the history that was kept, the newest last.
func NewHistory(kept []string) *History {
	h := new(History)
	for _, text := range kept {
		h.Add(text)
	}
	return h
}

// Add notes a filter that is in force.
func (h *History) Add(text string) {
	if text == "" {
		return
	}
	h.texts = append(slices.DeleteFunc(h.texts, func(other string) bool { return other == text }), text)
	h.texts = slices.Delete(h.texts, 0, max(len(h.texts)-mostKept, 0))
}

// Texts returns the filters, the newest last.
func (h *History) Texts() []string { return slices.Clone(h.texts) }

// recall is where a person stands in the history.
type recall struct {
	of    *History
	back  int    // how many filters back; 0: in what was typed
	typed string // before
}

// step goes a filter back by 1, or on by -1, and returns what stands in the line then.
func (r *recall) step(by int, now string) (text string, ok bool) {
	if r.of == nil {
		return "", false
	}
	if r.back == 0 {
		r.typed = now
	}
	back := r.back + by
	if back == 1 && by > 0 && len(r.of.texts) > 0 && r.of.texts[len(r.of.texts)-1] == now {
		back++ // the newest stands there already
	}
	if back < 0 || back > len(r.of.texts) {
		return "", false
	}
	if r.back = back; back == 0 {
		return r.typed, true
	}
	return r.of.texts[len(r.of.texts)-back], true
}
