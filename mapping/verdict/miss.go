package verdict

import (
	"segtap/mapping/catalogue"
	"segtap/mapping/prose"
)

// missCodes are the codes of the ways in which an event name can miss.
var missCodes = [...]Code{
	catalogue.FarFromAll: MetricNotFound, catalogue.OtherCase: MetricCaseDiffers, catalogue.CalledSo: MetricMatchesNameNotEventKey,
	catalogue.ClickOrView: MetricNotCustom, catalogue.OtherForm: MetricNearMiss, catalogue.Misspelt: MetricNearMiss,
}

// CodeOfMiss returns the code of a way in which an event name can miss.
func CodeOfMiss(m catalogue.Miss) Code { return missCodes[m] }

// MissWords says what comes of an event name that misses, and the way out. The
// page of the classic destination speaks of the metric's name.
func MissWords(n *catalogue.Near, classic bool) (effect, fix string) {
	info := CodeOfMiss(n.Miss).Info()
	switch n.Miss {
	case catalogue.FarFromAll:
		return info.Why, info.Fix
	case catalogue.ClickOrView:
		return n.Metric.Key + " is a " + n.Metric.Kind + " metric: it has no event key, and a custom event does not feed it.", info.Fix
	}
	key := prose.Quoted(n.Metric.EventKey)
	effect = "LaunchDarkly compares event keys exactly, and " + n.Metric.Key + " has " + key + "."
	fix = "Send " + key + " as the event name, or give " + n.Metric.Key + " the event key that you send."
	switch {
	case n.Running != nil:
		effect = "LaunchDarkly compares event keys exactly, and " + n.Running.Key + " takes " + n.Metric.Key + " by " + key + "."
		fix = "Send " + key + " as the event name as long as " + n.Running.Key + " runs."
	case n.Miss == catalogue.CalledSo && classic:
		effect = "Segment's page on this destination speaks of the metric's name; LaunchDarkly matches the event key, and that of " + n.Metric.Key + " is " + key + "."
		fix = "Send " + key + " as the event name, whatever the metric is called."
	case n.Miss == catalogue.CalledSo:
		effect = "This is what " + n.Metric.Key + " is called; its event key is " + key + ", and LaunchDarkly looks at nothing else."
	}
	if n.Miss == catalogue.Misspelt {
		fix = "If that was meant, send " + key + " as the event name."
	}
	return effect, fix
}
