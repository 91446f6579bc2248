package mapping

import (
	"strings"
	"testing"

	"segtap/mapping/catalogue"
	"segtap/mapping/catalogue/cataloguetest"
	"segtap/mapping/destination"
	"segtap/mapping/message"
	"segtap/mapping/verdict"
)

// Each gate answers: what it passes, what is wrong there, or why that is not known.
func TestTheAnswersOfTheGates(t *testing.T) {
	all := cataloguetest.Storefront()
	some := *all
	some.MetricsPartial = true
	for _, c := range []struct {
		name, body string
		known      *catalogue.Catalogue
		gate       verdict.Gate
		want       string
	}{
		{"passed", trackWith(), all, verdict.Keyed, "it has a usable context key"},
		{"failed", trackWith("properties", `{"revenue":"$9"}`), all, verdict.Valued, "The metric value is not a number."},
		{"behind it", trackWith("properties", `{"revenue":"$9"}`), all, verdict.Unit, "not asked: the message does not pass gate 5, valued"},
		{"no metric", trackWith("event", `"Zebra"`), all, verdict.Named, "No metric has this event key, and none has one like it."},
		{"no metric of some", trackWith("event", `"Zebra"`), &some, verdict.Named, "no metric read so far has this event key"},
		{"nothing read", trackWith(), nil, verdict.Named, "no metrics are known: give --metrics FILE"},
		{"nothing in it", trackWith(), &catalogue.Catalogue{}, verdict.Named, "no metrics are known: give --metrics FILE"},
		{"nothing read, further on", trackWith(), nil, verdict.Recording, "not known without a metric"},
	} {
		_, j := judgedWith(t, c.known, destination.Actions(), "", "track", c.body, message.Arrival{})
		if got := j.Answer(c.gate); got != c.want {
			t.Errorf("%s: %s answers %q, not %q", c.name, c.gate, got, c.want)
		}
	}
}

// A message without any id has one mistake: the second code says that it is the first one's.
func TestOneCauseIsToldOnce(t *testing.T) {
	_, j := judgedWith(t, nil, destination.Actions(), "", "track", trackWith("userId", "", "anonymousId", ""), message.Arrival{})
	var told []string
	for _, d := range j.Diagnostics {
		if d.Severity == verdict.Error {
			told = append(told, d.Code.String()+": "+d.Effect)
		}
	}
	if len(told) != 2 || !strings.HasPrefix(told[0], "no_user_anon_id: Segment answers 200") || told[1] != "user_key_missing: The same cause as no_user_anon_id: an id repairs both." {
		t.Errorf("told: %q", told)
	}
}
