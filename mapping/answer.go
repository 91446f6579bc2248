package mapping

import (
	"strconv"

	"segtap/mapping/verdict"
)

// noneKnown is said where nothing can be said of metrics, since there is no catalogue or none in it.
const noneKnown = "no metrics are known: give --metrics FILE"

// Answer says how the message answers a gate: that it passes, else what is wrong there, else
// why that is not known.
func (j *Judgement) Answer(g verdict.Gate) string {
	state := j.Verdict.Gates.State(g)
	if state == verdict.Pass {
		return g.Passes()
	}
	if state != verdict.Unknown {
		var worst *verdict.Diagnostic
		for i := range j.Diagnostics {
			if d := &j.Diagnostics[i]; d.Gate == g && (worst == nil || d.Severity > worst.Severity) {
				worst = d
			}
		}
		if worst != nil {
			return worst.Code.Info().What
		}
		return "it does not pass"
	}
	for i, before := range verdict.AllGates()[:g] {
		if j.Verdict.Gates.State(before) == verdict.Fail {
			return "not asked: the message does not pass gate " + strconv.Itoa(i+1) + ", " + before.String()
		}
	}
	switch {
	case g == verdict.Named && j.unread:
		return noneRead
	case g == verdict.Named && j.unasked:
		return noneKnown
	case g > verdict.Named && j.unasked:
		return "not known without a metric"
	case g > verdict.Named && j.unread, g >= verdict.Named && len(j.Metrics) == 0:
		return "not known: no metric is known that has its event key"
	}
	return "cannot be told from what was read"
}
