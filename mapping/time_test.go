package mapping

import (
	"strings"
	"testing"

	"segtap/mapping/destination"
	"segtap/mapping/destination/date"
	"segtap/mapping/message"
	"segtap/mapping/verdict"
)

// TestTheCustomEventHasTheCorrectedTime tells when Segment says an event
// happened, and what is said of it. Messages arrive at noon, 2026-08-18.
func TestTheCustomEventHasTheCorrectedTime(t *testing.T) {
	for name, c := range map[string]struct {
		timestamp, sentAt string // JSON; "" for none
		mapping           string
		want              string // of the custom event
		codes             string
		effect            string // part of that of the first finding about time
	}{
		"a slow network":                   {`"2026-08-18T11:59:58.000Z"`, `"2026-08-18T11:59:59.500Z"`, "", "2026-08-18T11:59:58.500Z", "", ""},
		"without sentAt":                   {`"2026-08-17T00:00:00.000Z"`, "", "", "2026-08-17T00:00:00.000Z", "", ""},
		"a sentAt that is no date":         {`"2026-08-17T00:00:00.000Z"`, `"now"`, "", "2026-08-17T00:00:00.000Z", "", ""},
		"a clock that is 26 hours ahead":   {`"2026-08-19T14:00:00.000Z"`, `"2026-08-19T14:00:00.000Z"`, "", "2026-08-18T12:00:00.000Z", "clock_skew", "sentAt lies 1 day 2 hours after the arrival: Segment corrects the timestamp by as much, from 2026-08-19T14:00:00.000Z to 2026-08-18T12:00:00.000Z."},
		"a sentAt of 14 days ago":          {`"2026-08-18T12:00:00.000Z"`, `"2026-08-04T12:00:00.000Z"`, "", "2026-09-01T12:00:00.000Z", "timestamp_future clock_skew", "sentAt lies 14 days before the arrival"},
		"a clock that was never set":       {`"0001-01-01T00:00:00Z"`, `"0001-01-01T00:00:00Z"`, "", "2026-08-18T12:00:00.000Z", "clock_skew", ""},
		"a number of ms":                   {`1787054390000`, `"2026-08-18T11:58:00.000Z"`, "", "2026-08-18T12:01:50.000Z", "clock_skew", "sentAt lies 2 minutes before"},
		"no timestamp":                     {"", `"2026-08-04T12:00:00.000Z"`, "", "2026-08-18T12:00:00.000Z", "clock_skew", "nothing is corrected"},
		"a time that the mapping has":      {`"2026-08-18T12:00:00.000Z"`, `"2026-08-18T11:00:00.000Z"`, `{"timestamp":{"@path":"$.properties.at"}}`, "2026-08-18T09:00:00.000Z", "clock_skew", "does not take its time from timestamp"},
		"seconds are seconds all the same": {`1787054390`, `"2026-08-18T11:59:59.000Z"`, "", "1970-01-21T16:24:15.390Z", "timestamp_seconds", ""},
	} {
		t.Run(name, func(t *testing.T) {
			_, j := judged(t, destination.Actions(), c.mapping, "track", trackWith("timestamp", c.timestamp, "sentAt", c.sentAt, "properties", `{"at":"2026-08-18T09:00:00Z","value":1}`), message.Arrival{})
			if j.Event == nil {
				t.Fatal(j.Reason)
			}
			if got := date.ISO(j.Event.CreationDate); got != c.want {
				t.Errorf("the event is of %s, want %s", got, c.want)
			}
			if m := date.Read(strings.Trim(c.timestamp, `"`)); m.OK && strings.HasPrefix(c.timestamp, `"`) && c.mapping == "" && j.Event.CreationDate-j.Correction() != m.MS {
				t.Errorf("the correction is %d", j.Correction())
			}
			var codes []string
			for _, d := range j.Diagnostics {
				if d.Gate == verdict.Routed {
					codes = append(codes, d.Name())
				}
			}
			if got := strings.Join(codes, " "); got != c.codes {
				t.Errorf("finds %q, want %q", got, c.codes)
			}
			if c.effect != "" && !strings.Contains(find(j, verdict.ClockSkew).Effect, c.effect) {
				t.Errorf("says %s", find(j, verdict.ClockSkew).Effect)
			}
		})
	}
}

func TestTheCorrectionIsToldWhereItMakesTheFuture(t *testing.T) {
	_, j := judged(t, destination.Actions(), "", "track", trackWith("timestamp", `"2026-08-18T12:00:00.000Z"`, "sentAt", `"2026-08-04T12:00:00.000Z"`), message.Arrival{})
	d := find(j, verdict.TimestampFuture)
	if want := "Segment adds 14 days to it, since sentAt lies as far back: the custom event carries 2026-09-01T12:00:00.000Z, 14 days ahead."; d == nil || d.Effect != want {
		t.Errorf("says %v, want %s", d, want)
	}
}
