package sending

import "segtap/capture/replay"

// ids says whether messages get new messageIds: to Segment, which drops one that it has had
// in the last day without a word, unless a person wants it otherwise.
type ids struct {
	fresh bool
	set   bool // by a person; until then it is as the target wants it
}

// new says whether they get new ones on their way to a target.
func (i ids) new(target replay.Target) bool {
	if i.set {
		return i.fresh
	}
	return target.Kind == replay.Segment
}

// newTo is new for the target of a spec; what is none wants nothing.
func (i ids) newTo(spec string, env replay.Env) bool {
	target, _ := replay.Parse(spec, env)
	return i.new(target)
}

// toggle has a person choose the other way.
func (i *ids) toggle(spec string, env replay.Env) { *i = ids{fresh: !i.newTo(spec, env), set: true} }
