package mapping

// reason says a code of gates 6 to 9 in a few words.
func reason(code Code, m *Metric) string {
	switch code {
	case MetricNearMiss, MetricMatchesNameNotEventKey, MetricCaseDiffers:
		return m.Key + " takes " + quoted(m.EventKey)
	case MetricNotCustom:
		return m.Key + " is a " + m.Kind + " metric"
	case MetricWarehouseNative:
		return m.Key + " is computed in " + m.DataSource
	case MetricValueRequired:
		return m.Key + " needs a number"
	case MetricFilterExcludes:
		return "the filter of " + m.Key + " excludes it"
	case MetricNotAttached:
		return m.Key + " is in no experiment"
	case ExperimentNotRunning:
		return "no experiment of " + m.Key + " runs"
	case IterationUsesOtherVersion:
		return m.Key + " runs with another event key"
	case UnitMissing:
		return "no key of the unit of " + m.Key
	case UnitNotInMetric:
		return m.Key + " lacks the experiment's unit"
	}
	return code.Info().What
}
