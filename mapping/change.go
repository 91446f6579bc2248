package mapping

import "segtap/mapping/catalogue"

// Since returns of which event keys the judge may say otherwise than an earlier one; false
// where that may be anything. Of an event of another key both say the same: the verdict, the
// codes and how much they matter, the metrics with their states, and what the event counts
// toward. What is said in sentences may name another time or place.
func (j *Judge) Since(was *Judge) (*catalogue.Change, bool) {
	if j.index == nil || was.index == nil || j.ideal || was.ideal || !j.engine.Same(was.engine) {
		return nil, false
	}
	return j.index.Since(was.index)
}
