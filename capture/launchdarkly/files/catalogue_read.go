package files

import (
	"fmt"

	"segtap/capture/launchdarkly"
	"segtap/mapping/catalogue"
	"segtap/mapping/prose"
	"segtap/mapping/tree"
)

// formatVersion is what the member segtap of a catalogue file says.
const formatVersion = 1

const formatHint = "a file by hand is YAML such as metrics: {order-revenue: {event: Order Completed, numeric: true}}"

// ownFormat reads a catalogue in segtap's own format.
type ownFormat struct {
	tree.Strict
	catalogue   catalogue.Catalogue
	metrics     launchdarkly.MetricList
	experiments launchdarkly.ExperimentList
	// byHand says that a person wrote the file: one that segtap wrote has what
	// LaunchDarkly said, words that this segtap does not know included.
	byHand bool
}

// readOwn reads a file that a person or segtap wrote.
func readOwn(name string, text []byte, root tree.Node) (*catalogue.Catalogue, error) {
	r := ownFormat{Strict: tree.Strict{Name: name, Text: text, Hint: formatHint}, byHand: true}
	c := &r.catalogue
	version := int64(formatVersion)
	known := false
	// What experiments do not say of themselves, the file says of all of them.
	for _, m := range root.Members {
		if m.Name == "environment" {
			r.String(&c.Environment)(m.Name, m.Value)
		}
		known = known || m.Name == "experiments"
		r.byHand = r.byHand && m.Name != "segtap"
	}
	c.ExperimentsKnown = known
	r.Mapping(root, "the file", tree.Fields{
		"segtap": func(name string, n tree.Node) {
			r.Int64(&version)(name, n)
			if version != formatVersion {
				r.Fail(n.At, fmt.Sprintf("the file has version %d of the format, and this segtap reads %d", version, formatVersion), "update segtap, or pull the file again")
			}
		},
		"project":          r.String(&c.Project),
		"environment":      r.String(&c.Environment),
		"clientSideId":     r.String(&c.ClientSideID),
		"critical":         r.Bool(&c.Critical),
		"criticalUnknown":  r.Bool(&c.CriticalUnknown),
		"pulledAt":         r.Int64(&c.PulledAt),
		"experimentsKnown": r.Bool(&c.ExperimentsKnown),
		"metricsPartial":   r.Bool(&c.MetricsPartial),
		"metrics":          r.Each(r.metric),
		"experiments":      r.Each(r.experiment),
	})
	if r.Err != nil {
		return nil, r.Err
	}
	c.Metrics, c.Experiments = r.metrics.Sorted(), r.experiments.Sorted()
	return c, nil
}

// metric reads a metric. key is empty in a list, whose items name theirs.
func (r *ownFormat) metric(key string, at tree.Spot, n tree.Node) {
	m := catalogue.Metric{Key: key, AttachedFlags: -1, Experiments: -1, ActiveExperiments: -1, ActiveRollouts: -1}
	kind, kindSaid := "custom", false
	switch {
	case key != "" && n.Kind == tree.Null: // signups: with nothing behind it, told of below
	case key != "" && n.Kind != tree.Mapping: // signups: Signed Up
		r.String(&m.EventKey)("the event of "+prose.Escaped(key), n)
	default:
		members := tree.Fields{
			"name":  r.String(&m.Name),
			"event": r.String(&m.EventKey),
			"kind": func(name string, n tree.Node) {
				kindSaid = true
				r.oneOf(&kind, "custom", "click", "pageview")(name, n)
			},
			"numeric":           r.Bool(&m.Numeric),
			"aggregation":       r.oneOf(&m.Aggregation, "sum", "average", "count_distinct"),
			"analysis":          r.oneOf(&m.Analysis, "mean", "percentile"),
			"unit":              r.String(&m.Unit),
			"success":           r.oneOf(&m.Success, "HigherThanBaseline", "LowerThanBaseline"),
			"units":             r.Strings(&m.Units),
			"filter":            r.filter(&m.Filter),
			"dataSource":        r.String(&m.DataSource),
			"archived":          r.Bool(&m.Archived),
			"tags":              r.Strings(&m.Tags),
			"versionId":         r.String(&m.VersionID),
			"lastSeen":          r.Int64(&m.LastSeen),
			"attachedFlags":     r.Int(&m.AttachedFlags),
			"experiments":       r.Int(&m.Experiments),
			"activeExperiments": r.Int(&m.ActiveExperiments),
			"activeRollouts":    r.Int(&m.ActiveRollouts),
		}
		if key == "" {
			members["key"] = r.String(&m.Key)
		}
		if r.byHand {
			n = plainNames(n)
		}
		r.Mapping(n, subject("metric", key), members)
	}
	m.Kind, m.Place.File = kind, r.Name
	m.Place.Line, m.Place.Column = r.Position(at)
	switch {
	case m.Key == "":
		r.Fail(at, "a metric has no key", "name it by its key, as in order-revenue: {event: Order Completed}")
	case !kindSaid && m.EventKey == "":
		r.Fail(at, fmt.Sprintf("the metric %q has no event", m.Key), "give the event key it counts, as in {event: Order Completed}, or its kind, click or pageview")
	case r.metrics.Has(m.Key):
		r.Fail(at, fmt.Sprintf("the metric %q stands twice", m.Key), "leave one of them out")
	}
	r.metrics.Add(m)
}

func subject(what, key string) string {
	if key == "" {
		return "a " + what
	}
	return "the " + what + " " + prose.Escaped(key)
}

// experiment reads an experiment. key is empty in a list.
func (r *ownFormat) experiment(key string, at tree.Spot, n tree.Node) {
	e := catalogue.Experiment{Key: key, Environment: r.catalogue.Environment}
	i := catalogue.Iteration{Status: "running"}
	members := tree.Fields{
		"name":        r.String(&e.Name),
		"environment": r.String(&e.Environment),
		"dataSource":  r.String(&e.DataSource),
		"archived":    r.Bool(&e.Archived),
	}
	for name, take := range (tree.Fields{
		"status":    r.oneOf(&i.Status, "not_started", "running", "stopped"),
		"startedAt": r.Int64(&i.StartedAt),
		"endedAt":   r.Int64(&i.EndedAt),
		"unit":      r.String(&i.Unit),
		"flags":     r.Strings(&i.Flags),
		"metrics":   r.used(&i.Metrics),
	}) {
		members[name] = func(name string, n tree.Node) {
			e.Iteration = &i // it has one, since something is said of it
			take(name, n)
		}
	}
	if key == "" {
		members["key"] = r.String(&e.Key)
	}
	r.Mapping(n, subject("experiment", key), members)
	switch {
	case e.Key == "":
		r.Fail(at, "an experiment has no key", "name it by its key, as in checkout-redesign: {unit: user, metrics: [order-revenue]}")
	case r.experiments.Has(launchdarkly.ExperimentID(&e)):
		r.Fail(at, fmt.Sprintf("the experiment %q stands twice", e.Key), "leave one of them out")
	}
	r.experiments.Add(e)
}

// used reads the metrics of an iteration: keys, or mappings that say more.
func (r *ownFormat) used(dst *[]catalogue.IterationMetric) func(string, tree.Node) {
	return func(name string, n tree.Node) {
		if n.Kind == tree.Text {
			*dst = []catalogue.IterationMetric{{Key: n.Text}}
			return
		}
		if !r.Expect(name, n, tree.List) {
			return
		}
		for _, item := range n.Items {
			m := catalogue.IterationMetric{Key: item.Text}
			if item.Kind == tree.Mapping {
				r.Mapping(item, "a metric of the experiment", tree.Fields{
					"key":       r.String(&m.Key),
					"name":      r.String(&m.Name),
					"event":     r.String(&m.EventKey),
					"versionId": r.String(&m.VersionID),
					"group":     r.String(&m.Group),
					"kind":      r.oneOf(&m.Kind, "custom", "click", "pageview"),
					"numeric":   r.Bool(&m.Numeric),
				})
			} else {
				r.Expect("a metric of the experiment", item, tree.Text)
			}
			if m.Key == "" {
				r.Fail(item.At, "a metric of the experiment has no key", "give the key of a metric")
			}
			*dst = append(*dst, m)
		}
	}
}
