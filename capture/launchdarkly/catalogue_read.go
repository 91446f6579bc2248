package launchdarkly

import (
	"fmt"

	"segtap/mapping"
)

// formatVersion is what the member segtap of a catalogue file says.
const formatVersion = 1

const formatHint = "a file by hand is YAML such as metrics: {order-revenue: {event: Order Completed, numeric: true}}"

// ownFormat reads a catalogue in segtap's own format.
type ownFormat struct {
	Strict
	catalogue   mapping.Catalogue
	metrics     metricList
	experiments experimentList
	// byHand says that a person wrote the file: one that segtap wrote has what
	// LaunchDarkly said, words that this segtap does not know included.
	byHand bool
}

// readOwn reads a file that a person or segtap wrote.
func readOwn(name string, text []byte, root node) (*mapping.Catalogue, error) {
	r := ownFormat{Strict: Strict{Name: name, Text: text, Hint: formatHint}, byHand: true}
	c := &r.catalogue
	version := int64(formatVersion)
	known := false
	// What experiments do not say of themselves, the file says of all of them.
	for _, m := range root.members {
		if m.name == "environment" {
			r.string(&c.Environment)(m.name, m.value)
		}
		known = known || m.name == "experiments"
		r.byHand = r.byHand && m.name != "segtap"
	}
	c.ExperimentsKnown = known
	r.mapping(root, "the file", fields{
		"segtap": func(name string, n node) {
			r.int64(&version)(name, n)
			if version != formatVersion {
				r.fail(n.at, fmt.Sprintf("the file has version %d of the format, and this segtap reads %d", version, formatVersion), "update segtap, or pull the file again")
			}
		},
		"project":          r.string(&c.Project),
		"environment":      r.string(&c.Environment),
		"clientSideId":     r.string(&c.ClientSideID),
		"critical":         r.bool(&c.Critical),
		"criticalUnknown":  r.bool(&c.CriticalUnknown),
		"pulledAt":         r.int64(&c.PulledAt),
		"experimentsKnown": r.bool(&c.ExperimentsKnown),
		"metricsPartial":   r.bool(&c.MetricsPartial),
		"metrics":          r.each(r.metric),
		"experiments":      r.each(r.experiment),
	})
	if r.Err != nil {
		return nil, r.Err
	}
	c.Metrics, c.Experiments = r.metrics.sorted(), r.experiments.sorted()
	return c, nil
}

// metric reads a metric. key is empty in a list, whose items name theirs.
func (r *ownFormat) metric(key string, at spot, n node) {
	m := mapping.Metric{Key: key, AttachedFlags: -1, Experiments: -1, ActiveExperiments: -1, ActiveRollouts: -1}
	kind, kindSaid := "custom", false
	switch {
	case key != "" && n.kind == nullNode: // signups: with nothing behind it, told of below
	case key != "" && n.kind != mappingNode: // signups: Signed Up
		r.string(&m.EventKey)("the event of "+quoted(key), n)
	default:
		members := fields{
			"name":  r.string(&m.Name),
			"event": r.string(&m.EventKey),
			"kind": func(name string, n node) {
				kindSaid = true
				r.oneOf(&kind, "custom", "click", "pageview")(name, n)
			},
			"numeric":           r.bool(&m.Numeric),
			"aggregation":       r.oneOf(&m.Aggregation, "sum", "average", "count_distinct"),
			"analysis":          r.oneOf(&m.Analysis, "mean", "percentile"),
			"unit":              r.string(&m.Unit),
			"success":           r.oneOf(&m.Success, "HigherThanBaseline", "LowerThanBaseline"),
			"units":             r.strings(&m.Units),
			"filter":            r.filter(&m.Filter),
			"dataSource":        r.string(&m.DataSource),
			"archived":          r.bool(&m.Archived),
			"tags":              r.strings(&m.Tags),
			"versionId":         r.string(&m.VersionID),
			"lastSeen":          r.int64(&m.LastSeen),
			"attachedFlags":     r.int(&m.AttachedFlags),
			"experiments":       r.int(&m.Experiments),
			"activeExperiments": r.int(&m.ActiveExperiments),
			"activeRollouts":    r.int(&m.ActiveRollouts),
		}
		if key == "" {
			members["key"] = r.string(&m.Key)
		}
		if r.byHand {
			n = plainNames(n)
		}
		r.mapping(n, subject("metric", key), members)
	}
	m.Kind = kind
	switch {
	case m.Key == "":
		r.fail(at, "a metric has no key", "name it by its key, as in order-revenue: {event: Order Completed}")
	case !kindSaid && m.EventKey == "":
		r.fail(at, fmt.Sprintf("the metric %q has no event", m.Key), "give the event key it counts, as in {event: Order Completed}, or its kind, click or pageview")
	case r.metrics.has(m.Key):
		r.fail(at, fmt.Sprintf("the metric %q stands twice", m.Key), "leave one of them out")
	}
	r.metrics.add(m)
}

func subject(what, key string) string {
	if key == "" {
		return "a " + what
	}
	return "the " + what + " " + quoted(key)
}

// experiment reads an experiment. key is empty in a list.
func (r *ownFormat) experiment(key string, at spot, n node) {
	e := mapping.Experiment{Key: key, Environment: r.catalogue.Environment}
	i := mapping.Iteration{Status: "running"}
	members := fields{
		"name":        r.string(&e.Name),
		"environment": r.string(&e.Environment),
		"dataSource":  r.string(&e.DataSource),
		"archived":    r.bool(&e.Archived),
	}
	for name, take := range (fields{
		"status":    r.oneOf(&i.Status, "not_started", "running", "stopped"),
		"startedAt": r.int64(&i.StartedAt),
		"endedAt":   r.int64(&i.EndedAt),
		"unit":      r.string(&i.Unit),
		"flags":     r.strings(&i.Flags),
		"metrics":   r.used(&i.Metrics),
	}) {
		members[name] = func(name string, n node) {
			e.Iteration = &i // it has one, since something is said of it
			take(name, n)
		}
	}
	if key == "" {
		members["key"] = r.string(&e.Key)
	}
	r.mapping(n, subject("experiment", key), members)
	switch {
	case e.Key == "":
		r.fail(at, "an experiment has no key", "name it by its key, as in checkout-redesign: {unit: user, metrics: [order-revenue]}")
	case r.experiments.has(experimentID(&e)):
		r.fail(at, fmt.Sprintf("the experiment %q stands twice", e.Key), "leave one of them out")
	}
	r.experiments.add(e)
}

// used reads the metrics of an iteration: keys, or mappings that say more.
func (r *ownFormat) used(dst *[]mapping.IterationMetric) func(string, node) {
	return func(name string, n node) {
		if n.kind == textNode {
			*dst = []mapping.IterationMetric{{Key: n.text}}
			return
		}
		if !r.expect(name, n, listNode) {
			return
		}
		for _, item := range n.items {
			m := mapping.IterationMetric{Key: item.text}
			if item.kind == mappingNode {
				r.mapping(item, "a metric of the experiment", fields{
					"key":       r.string(&m.Key),
					"name":      r.string(&m.Name),
					"event":     r.string(&m.EventKey),
					"versionId": r.string(&m.VersionID),
					"group":     r.string(&m.Group),
					"kind":      r.oneOf(&m.Kind, "custom", "click", "pageview"),
					"numeric":   r.bool(&m.Numeric),
				})
			} else {
				r.expect("a metric of the experiment", item, textNode)
			}
			if m.Key == "" {
				r.fail(item.at, "a metric of the experiment has no key", "give the key of a metric")
			}
			*dst = append(*dst, m)
		}
	}
}
