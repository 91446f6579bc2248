package metrics

import (
	"segtap/mapping"
	"segtap/mapping/catalogue"
	"segtap/ui/widget/sanitize"
)

// state says how a metric fares, in the order of how much it needs a
// person to look.
type state uint8

const (
	waited    state = iota // an experiment runs on it, and no event has come
	uncounted              // an experiment runs on it, and no event that came counts
	missed                 // an event name that is near to an event key, and probably was meant to be it
	losing                 // events that were meant for it are dropped, or something else is wrong with them
	maybe                  // events come of which it is not known whether they count
	counted                // events count
	seenOnly               // events come, and no experiment runs on it
	unread                 // whether an experiment runs on it has not been read
	unseen                 // no event has come, and no experiment runs on it
	unusable               // Segment cannot feed it
	unmatched              // no metric at all: an event name that was seen
	unknown                // an event name, while no metrics are known
)

// shortStates are the states in a column of the table.
var shortStates = [...]string{
	waited: "never seen", uncounted: "counts nowhere", missed: "near miss", losing: "loses events", maybe: "may count", counted: "counts",
	seenOnly: "not running", unread: "not known", unseen: "not running", unmatched: "no metric", unknown: "not known",
}

// What is said, everywhere in the same words, where a part of the catalogue is
// missing; [orReload] adds the other way to it.
const (
	nothingKnown      = "no metrics are known: give the metrics page with --metrics"
	metricsUnread     = "metrics not read: give the metrics page too with --metrics"
	metricsPartial    = "metrics not all read: give the other pages too with --metrics"
	experimentsUnread = "experiments not read: give the experiments page too with --metrics"
)

// orReload adds to what is missing which key asks LaunchDarkly for it, where who looks may.
func orReload(opt *Options, missing string) string {
	if opt.Keys == nil || opt.Guest.Off(opt.Keys.Find("reload")) != "" {
		return missing
	}
	return missing + ", or " + opt.Keys.Of("reload")
}

// missingHint says which part of the catalogue is missing; empty for none.
// Experiments whose metrics are in no list come from a page of experiments
// alone.
func missingHint(opt *Options, judge *mapping.Judge) string {
	c := judge.Catalogue()
	switch {
	case c == nil:
		return orReload(opt, nothingKnown)
	case c.MetricsUnread():
		return orReload(opt, metricsUnread)
	case !c.ExperimentsKnown:
		return orReload(opt, experimentsUnread)
	case c.MetricsPartial:
		return orReload(opt, metricsPartial)
	}
	return ""
}

// stateOf says how a metric fares.
func (s *Screen) stateOf(item *row) state {
	came, runs := item.came() > 0, len(item.running) > 0
	counts := item.tally.Counts + item.tally.May
	switch {
	case item.metric.Exclusion() != catalogue.NotExcluded && counts == 0:
		return unusable
	case runs && !came:
		return waited
	case runs && counts == 0:
		return uncounted
	case item.lost() > 0:
		return losing
	case item.tally.Counts > 0:
		return counted
	case item.tally.May > 0:
		return maybe
	case !s.known.ExperimentsKnown && (item.metric.ActiveExperiments != 0 || item.metric.ActiveRollouts != 0):
		return unread
	case came:
		return seenOnly
	}
	return unseen
}

// unfedState is the state of an event name that feeds no metric that is known, and is near
// to an event key or to none.
func (s *Screen) unfedState(near string) state {
	if near != "" {
		return missed
	}
	if len(s.known.Metrics) == 0 || s.known.MetricsPartial {
		return unknown
	}
	return unmatched
}

// shortExclusion says in a few words why nothing counts for a metric.
func shortExclusion(x *catalogue.Metric) string {
	switch x.Exclusion() {
	case catalogue.NotCustom:
		return x.Kind + " metric"
	case catalogue.InWarehouse:
		return "warehouse"
	case catalogue.Archived:
		return "archived"
	case catalogue.NoEventKey:
		return "no event key"
	case catalogue.NotExcluded:
	}
	return ""
}

// shortState is the state in a few words.
func shortState(item *row) string {
	short := item.written.known().Short()
	switch {
	case item.state == unusable:
		return shortExclusion(item.metric)
	case short != "" && !item.losesEvents():
		return short
	case item.isAwaited():
		return "not seen yet"
	}
	return shortStates[item.state]
}

// stateText says how a metric fares.
func stateText(opt *Options, item *row) string {
	_, wrong := item.written.isWrong()
	switch item.state {
	case waited:
		return "never seen"
	case uncounted:
		if item.seen.Sent == 0 {
			return "seen, counts nowhere: all dropped by Segment"
		}
		return "seen, counts nowhere"
	case losing:
		return item.lossText()
	case maybe:
		return "may count"
	case counted:
		return "counts"
	case seenOnly:
		return "seen, not in a running experiment"
	case unread:
		return orReload(opt, experimentsUnread)
	case unseen:
		return "never seen, not in a running experiment"
	case unusable:
		return unusableText(item.metric)
	case missed:
		return "no metric has this event key, and one has a key like it"
	case unmatched:
		if wrong {
			return "no metric has this event key, nor one like it"
		}
		return "no metric has this event key, nor one like it: nothing to mend, unless it should be counted"
	case unknown:
	}
	return "no metrics are known that it could feed"
}

func unusableText(x *catalogue.Metric) string {
	switch x.Exclusion() {
	case catalogue.Archived:
		return "archived: LaunchDarkly hides it"
	case catalogue.InWarehouse:
		return "not fed by Segment: computed in " + sanitize.Visible(x.DataSource)
	case catalogue.NoEventKey:
		return "its event key is not known"
	default:
		return "not fed by Segment: a " + shortExclusion(x)
	}
}
