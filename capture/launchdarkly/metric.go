package launchdarkly

import (
	"strings"

	"segtap/mapping/catalogue"
	"segtap/mapping/jsondoc"
	"segtap/mapping/prose"
)

// MetricOf reads a metric as the API gives it (LaunchDarkly API,
// MetricListingRep and MetricRep), or as Terraform's attributes do, which are
// spelt with underscores. ok is false where it has no key.
func MetricOf(v jsondoc.Value) (m catalogue.Metric, ok bool) {
	key := v.Member("key").Text()
	m = catalogue.Metric{
		Key:               key,
		Name:              v.Member("name").Text(),
		VersionID:         v.Member("_versionId").Text(),
		Kind:              v.Member("kind").Text(),
		EventKey:          said(v, "eventKey", "event_key").Text(),
		Numeric:           said(v, "isNumeric", "is_numeric").Bool(),
		Aggregation:       said(v, "unitAggregationType", "unit_aggregation_type").Text(),
		Analysis:          said(v, "analysisType", "analysis_type").Text(),
		Unit:              v.Member("unit").Text(),
		Success:           said(v, "successCriteria", "success_criteria").Text(),
		Units:             texts(said(v, "analysisUnits", "analysis_units", "randomizationUnits", "randomization_units")), // the newer name first
		Filter:            filterOf(v.Member("filters")),
		DataSource:        sourceName(v.Member("dataSource")),
		UnitsAs:           unitsAs(v),
		Archived:          v.Member("archived").Bool(),
		LastSeen:          wholeOr(v.Member("lastSeen"), 0),
		Tags:              texts(v.Member("tags")),
		AttachedFlags:     count(v.Member("_attachedFlagCount")),
		Experiments:       count(v.Member("experimentCount")),
		ActiveExperiments: count(v.Member("activeExperimentCount")),
		ActiveRollouts:    count(v.Member("activeGuardedRolloutCount")),
	}
	return m, key != ""
}

// unitsAs gives Terraform's name of the units that counts; empty where none says something.
func unitsAs(v jsondoc.Value) string {
	for _, name := range []string{"analysis_units", "randomization_units"} {
		if said(v, name).Kind() != jsondoc.Absent {
			return name
		}
	}
	return ""
}

// said gives the first of the members that says something: one that is null or
// an empty list does not.
func said(v jsondoc.Value, names ...string) jsondoc.Value {
	for _, name := range names {
		switch m := v.Member(name); {
		case m.Kind() == jsondoc.Absent, m.Kind() == jsondoc.Null, m.Kind() == jsondoc.Array && m.Len() == 0:
		default:
			return m
		}
	}
	return jsondoc.Value{}
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
	return prose.Abridged(valueText(v))
}

// filterOf reads a metric's filter (LaunchDarkly API, Filter); nil for none. A
// group holds filters in the member that holds plain values elsewhere. What
// cannot be read is a filter all the same: of what it lets through nothing is
// known.
func filterOf(v jsondoc.Value) *catalogue.Filter {
	switch v.Kind() {
	case jsondoc.Absent, jsondoc.Null:
		return nil
	case jsondoc.Object:
		if v.Len() == 0 {
			return nil
		}
	default:
		return &catalogue.Filter{Type: unreadableFilter}
	}
	f := &catalogue.Filter{
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
			member = &catalogue.Filter{Type: unreadableFilter}
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
