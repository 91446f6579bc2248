package launchdarkly

import (
	"strings"

	"segtap/mapping"
	"segtap/mapping/jsondoc"
)

// metricOf reads a metric as the API gives it (LaunchDarkly API,
// MetricListingRep and MetricRep). ok is false where it has no key.
func metricOf(v jsondoc.Value) (m mapping.Metric, ok bool) {
	key := v.Member("key").Text()
	m = mapping.Metric{
		Key:               key,
		Name:              v.Member("name").Text(),
		VersionID:         v.Member("_versionId").Text(),
		Kind:              v.Member("kind").Text(),
		EventKey:          v.Member("eventKey").Text(),
		Numeric:           v.Member("isNumeric").Bool(),
		Aggregation:       v.Member("unitAggregationType").Text(),
		Analysis:          v.Member("analysisType").Text(),
		Unit:              v.Member("unit").Text(),
		Success:           v.Member("successCriteria").Text(),
		Units:             texts(v.Member("analysisUnits")), // the newer name of the same list
		Filter:            filterOf(v.Member("filters")),
		DataSource:        sourceName(v.Member("dataSource")),
		Archived:          v.Member("archived").Bool(),
		LastSeen:          wholeOr(v.Member("lastSeen"), 0),
		Tags:              texts(v.Member("tags")),
		AttachedFlags:     count(v.Member("_attachedFlagCount")),
		Experiments:       count(v.Member("experimentCount")),
		ActiveExperiments: count(v.Member("activeExperimentCount")),
		ActiveRollouts:    count(v.Member("activeGuardedRolloutCount")),
	}
	if m.Units == nil {
		m.Units = texts(v.Member("randomizationUnits"))
	}
	return m, key != ""
}

// unreadableFilter is the type of a filter that is not shaped as filters are.
const unreadableFilter = "unreadable"

// sourceName reads where a metric or an experiment has its events from: a key,
// or an object with one. What is neither is given as it stands, so that it is
// not taken for none.
func sourceName(v jsondoc.Value) string {
	switch v.Kind() {
	case jsondoc.Absent, jsondoc.Null:
		return ""
	case jsondoc.String:
		return v.Text()
	}
	if key := v.Member("key").Text(); key != "" {
		return key
	}
	return shortened(valueText(v))
}

// filterOf reads a metric's filter (LaunchDarkly API, Filter); nil for none. A
// group holds filters in the member that holds plain values elsewhere. What
// cannot be read is a filter all the same: of what it lets through nothing is
// known.
func filterOf(v jsondoc.Value) *mapping.MetricFilter {
	switch v.Kind() {
	case jsondoc.Absent, jsondoc.Null:
		return nil
	case jsondoc.Object:
		if v.Len() == 0 {
			return nil
		}
	default:
		return &mapping.MetricFilter{Type: unreadableFilter}
	}
	f := &mapping.MetricFilter{
		Type:        v.Member("type").Text(),
		Op:          v.Member("op").Text(),
		Negate:      v.Member("negate").Bool(),
		ContextKind: v.Member("contextKind").Text(),
		Attribute:   v.Member("attribute").Text(),
	}
	for e := range v.Member("values").Elements() {
		if f.Type != "group" {
			f.Values = append(f.Values, valueText(e))
			continue
		}
		member := filterOf(e)
		if member == nil {
			member = &mapping.MetricFilter{Type: unreadableFilter}
		}
		f.Group = append(f.Group, *member)
	}
	return f
}

// valueText gives a value as it stands in JSON, without white space between its
// tokens. Bytes that are not UTF-8 become U+FFFD, as in every other text.
func valueText(v jsondoc.Value) string {
	return strings.ToValidUTF8(string(jsondoc.Compact(v.Raw())), "\uFFFD")
}
