package plan

import "segtap/capture/replay"

// Staying says where it goes what is sent without being asked for: who asks from elsewhere is not
// at the machine that segtap runs on.
func Staying(env *replay.Env, to *replay.Target, elsewhere bool) string {
	switch {
	case to.Kind == replay.Here && env.Stream != "":
		return "It goes into the stream " + env.Stream + ", for all who see it."
	case elsewhere:
		return "This stays on the machine that segtap runs on."
	}
	return "This stays on this machine."
}
