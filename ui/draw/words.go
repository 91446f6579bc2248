package draw

import "segtap/mapping/verdict"

// MetricVerdict says what one metric makes of an event, of which Judgement.CountsFor says whether it counts.
func MetricVerdict(v *verdict.Metric, counts verdict.State) string { return verdictText(v, counts) }
