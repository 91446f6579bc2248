package gates

import (
	"bytes"
	"slices"
	"strings"
	"unicode"

	"segtap/mapping/destination"
	"segtap/mapping/jsondoc"
	"segtap/mapping/prose"
	"segtap/mapping/spelling"
	"segtap/mapping/verdict"
)

// allIntegrations is the member of a message's integrations object that holds
// for every destination it does not name.
const allIntegrations = "All"

// libraryAll is what Segment's libraries for Python and Go write for it.
const libraryAll = "all"

// checkIntegrations is the part of gate 3 that the message's integrations object
// decides. It says what stops the message, and what may: a value that is neither
// true, false nor options, "All" in another spelling, such as that of Segment's own
// libraries, and a name that is nearly the destination's.
func checkIntegrations(f *Findings, root jsondoc.Value, dest *destination.Destination) {
	object := root.Member("integrations")
	switch {
	case missing(object) || object.Kind() == jsondoc.Object && object.Len() == 0:
		return
	case object.Kind() != jsondoc.Object:
		f.mayBeOff(object, "integrations is "+prose.Article(object.Kind())+" and not an object").Fix = "Leave integrations out, or send an object of destinations with true or false."
		return
	}
	for _, name := range dest.IntegrationNames {
		if own := object.Member(name); own.Kind() != jsondoc.Absent {
			f.setBy(own, dest)
			return // an explicit name wins over All
		}
	}
	before := len(f.List)
	f.setBy(object.Member(allIntegrations), dest)
	if other := otherAll(object); len(f.List) == before && other.Kind() != jsondoc.Absent {
		why := prose.Quoted(other.Name()) + " is " + prose.Quoted(allIntegrations) + " in another spelling"
		if other.NameIs(libraryAll) {
			why = "Segment's libraries for Python and Go write " + prose.Quoted(libraryAll) + " for " + prose.Quoted(allIntegrations)
		}
		d := f.mayBeOff(other, why)
		d.Fix = "Set " + prose.Quoted(dest.IntegrationNames[0]) + " to true beside it to send the message to LaunchDarkly."
	}
	f.nearName(object, dest, len(f.List) > before)
}

// setBy notes what a member of the integrations object makes of the destination.
func (f *Findings) setBy(v jsondoc.Value, dest *destination.Destination) {
	switch {
	case v.Kind() == jsondoc.Absent || switchesOn(v):
	case v.Kind() == jsondoc.Bool:
		d := f.add(verdict.IntegrationDisabled, v.Pointer(), v.Raw())
		d.Effect = prose.Quoted(v.Name()) + " is false: Segment does not hand the message to " + dest.Label + "."
		d.Fix = "Set it to true, or leave it out."
		if v.NameIs(allIntegrations) {
			d.Fix = "Set " + prose.Quoted(dest.IntegrationNames[0]) + " to true beside it, or leave " + prose.Quoted(allIntegrations) + " out."
		}
	default:
		d := f.mayBeOff(v, prose.Quoted(v.Name())+" is neither true, false nor an object of options")
		d.Fix = "Set it to true or false, or leave it out."
		if v.TextIs("true") {
			d.QuickFix = verdict.Patch{{Op: "replace", Path: v.Pointer(), Value: "true"}}
		}
	}
}

// mayBeOff notes what Segment does not document, and may take for a switch-off.
func (f *Findings) mayBeOff(v jsondoc.Value, why string) *verdict.Diagnostic {
	d := f.add(verdict.IntegrationUnclear, v.Pointer(), v.Raw())
	d.Effect = why + ": whether Segment hands the message to LaunchDarkly is not documented."
	return d
}

// nearName notes a name that is nearly the destination's. Segment compares names
// exactly; decided says that something else switches the destination off, or may.
func (f *Findings) nearName(object jsondoc.Value, dest *destination.Destination, decided bool) {
	near := nearlyNamed(object, dest)
	if near.Kind() == jsondoc.Absent {
		return
	}
	right := dest.IntegrationNames[0]
	d := f.add(verdict.IntegrationNameNear, near.Pointer(), near.Raw())
	d.Effect = "Segment compares names exactly, and " + prose.Quoted(near.Name()) + " is not one of " + dest.Label + ": it changes nothing here."
	d.Fix = "Write " + prose.Quoted(right) + " instead."
	if switchesOn(near) && !decided {
		d.Severity = verdict.Info // it is on without it
	}
	if switchesOn(near) || near.Kind() == jsondoc.Bool {
		d.QuickFix = verdict.Patch{
			{Op: "remove", Path: near.Pointer()},
			{Op: "add", Path: "/integrations/" + jsondoc.EscapePointer(right), Value: string(near.Raw())},
		}
	}
}

// switchesOn reports whether a value of the integrations object switches a
// destination on: true, or an object of options for it.
func switchesOn(v jsondoc.Value) bool { return v.Bool() || v.Kind() == jsondoc.Object }

// otherAll gives the member that is "All" in another spelling and does not switch
// on, that of the libraries before others; Absent when there is none.
func otherAll(object jsondoc.Value) (other jsondoc.Value) {
	for m := range object.Members() {
		if len(m.NameRaw()) < len(`"All"`) || m.NameIs(allIntegrations) || switchesOn(m) || !strings.EqualFold(strings.TrimSpace(m.Name()), allIntegrations) {
			continue
		}
		if m.NameIs(libraryAll) {
			return m
		}
		if other.Kind() == jsondoc.Absent {
			other = m
		}
	}
	return other
}

// nearlyNamed gives the member whose name is nearly the destination's: it has
// LaunchDarkly in it, or is written with a slip. The names of other destinations
// are theirs.
func nearlyNamed(object jsondoc.Value, dest *destination.Destination) jsondoc.Value {
	for m := range object.Members() {
		if !bytes.ContainsAny(m.NameRaw(), "hHkK") { // most names: nothing to take apart
			continue
		}
		name := m.Name()
		if letters := onlyLetters(name); !strings.Contains(letters, "launchdarkly") && !slipOfLaunchDarkly(letters) {
			continue
		}
		taken := slices.ContainsFunc(destination.Destinations(), func(d *destination.Destination) bool { return slices.Contains(d.IntegrationNames, name) })
		if !taken {
			return m
		}
	}
	return jsondoc.Value{}
}

// slipOfLaunchDarkly reports whether a name is "launchdarkly" but for two slips,
// with or without what its destinations have behind it.
func slipOfLaunchDarkly(letters string) bool {
	const name = "launchdarkly"
	for _, suffix := range []string{"", "actions", "actionsdestination", "events"} {
		rest, ok := strings.CutSuffix(letters, suffix)
		if ok && spelling.IsSlip(rest, name) {
			return true
		}
	}
	return false
}

// onlyLetters gives the letters of a name, in lower case.
func onlyLetters(name string) string {
	return strings.Map(func(r rune) rune {
		if !unicode.IsLetter(r) {
			return -1
		}
		return unicode.ToLower(r)
	}, name)
}

// checkConsent says that the message carries refused consent: whether one of the
// categories holds the destination back, only the workspace knows.
func checkConsent(f *Findings, root jsondoc.Value) {
	preferences := root.Member("context").Member("consent").Member("categoryPreferences")
	if preferences.Kind() != jsondoc.Object {
		return
	}
	var refused []string
	for category := range preferences.Members() {
		if category.Kind() == jsondoc.Bool && !category.Bool() {
			refused = append(refused, prose.Quoted(category.Name()))
		}
	}
	if len(refused) == 0 {
		return
	}
	d := f.add(verdict.ConsentRefused, preferences.Pointer(), preferences.Raw())
	d.Effect = "Consent is refused for " + prose.Listed(refused, "and") + ". Segment withholds the message if the workspace has mapped LaunchDarkly to a refused category; that cannot be seen from here."
	d.Fix = "Nothing to do when that is meant; else look at the consent settings of the destination in Segment."
}
