package mapping

import (
	"slices"
	"strings"
	"testing"

	"segtap/mapping/destination"
	"segtap/mapping/jsondoc/jsondoctest"
	"segtap/mapping/message"
	"segtap/mapping/verdict"
)

// atHandCase is a message, and what must be said of it: a part of the effect, of
// the fix, and the place of a value that the quick fix puts there.
type atHandCase struct {
	name          string
	code          verdict.Code
	body, mapping string
	pointer       string
	effect, fix   string
	fixed         string // "/place = value", "-" for a value that is gone; "" for no quick fix
}

var atHandCases = []atHandCase{
	// Numbers keep their digits, and what is said is of the field.
	{
		"a long userId", verdict.IDNotString, trackWith("userId", "163087938282848481"), "", "/userId", "userId is a number", "", `/userId = "163087938282848481"`,
	},
	{
		"a long userId as context key", verdict.UserKeyCoerced, trackWith("userId", "163087938282848481"), "", "/userId",
		`"163087938282848480"`, `"163087938282848481"`, `/userId = "163087938282848481"`,
	},
	{
		"a long userId as a number", verdict.NumberPrecisionLost, trackWith("userId", "163087938282848481"), "", "/userId",
		"makes 163087938282848480. It is contextKeys.user of the custom event.", `as a string: "163087938282848481"`, `/userId = "163087938282848481"`,
	},
	{
		"a long property", verdict.NumberPrecisionLost, trackWith("properties", `{"order":9007199254740993}`), "", "/properties/order",
		"makes 9007199254740992. It is data.order of the custom event.", "if it is an identifier", "",
	},
	{
		"a long timestamp", verdict.NumberPrecisionLost, trackWith("timestamp", "1787054399123.4567890"), "", "/timestamp",
		"It is creationDate of the custom event.", "Send ISO 8601, such as 2026-08-18T11:59:59.123Z", "",
	},
	{
		"a long value", verdict.NumberPrecisionLost, trackWith("properties", `{"revenue":12345678901234567890}`), "", "/properties/revenue",
		"It is metricValue of the custom event.", "the metric sees 12345678901234567000", "",
	},
	{
		"a long number that the destination does not look at", verdict.NumberPrecisionLost, trackWith("context", `{"id":9007199254740993}`), "", "/context/id",
		"Nothing of it reaches LaunchDarkly.", "", "",
	},
	{"a number beyond doubles", verdict.NumberPrecisionLost, trackWith("properties", `{"big":1e309}`), "", "/properties/big", "infinity, which JSON writes as null", "", ""},
	{"a value as a text, exactly", verdict.ValueCoerced, trackWith("properties", `{"revenue":"12345678901234567890"}`), "", "/properties/revenue", "is 12345678901234567000", "12345678901234567890", "/properties/revenue = 12345678901234567890"},
	{"a value in hexadecimal, exactly", verdict.ValueCoerced, trackWith("properties", `{"revenue":"0x1FFFFFFFFFFFFF1"}`), "", "/properties/revenue", "", "", "/properties/revenue = 144115188075855857"},
	{"a value with needless signs", verdict.ValueCoerced, trackWith("properties", `{"revenue":" +007.50 "}`), "", "/properties/revenue", "is 7.5", "", "/properties/revenue = 7.50"},
	{"an amount that means two things", verdict.ValueNotNumber, trackWith("properties", `{"revenue":"€1.299"}`), "", "/properties/revenue", "", "Send a JSON number in properties.revenue", ""},
	{"letters that are no currency", verdict.ValueNotNumber, trackWith("properties", `{"revenue":"SKU100"}`), "", "/properties/revenue", "", "", ""},
	{"letters that are a currency", verdict.ValueNotNumber, trackWith("properties", `{"revenue":"USD 100"}`), "", "/properties/revenue", "", "", "/properties/revenue = 100"},
	{"digits that no double holds", verdict.ValueNotNumber, trackWith("properties", `{"revenue":"$`+strings.Repeat("9", 400)+`"}`), "", "/properties/revenue", "", "", ""},
	{"an empty value", verdict.ValueEmpty, trackWith("properties", `{"revenue":"","value":5}`), "", "/properties/revenue", "goes out without a metric value", "", ""},
	{"a blank value", verdict.ValueEmpty, trackWith("properties", `{"revenue":" "}`), "", "/properties/revenue", "the metric value is 0", "", ""},
	{"a byte of Latin-1", verdict.InvalidUTF8, trackWith("event", "\"caf\xe9\""), "", "/event", "The byte 0xE9 is not UTF-8 there, and arrives as a replacement character: two different texts can become one. It is key of the custom event.", "Send UTF-8.", ""},
	{"half a pair", verdict.InvalidUTF8, trackWith("userId", `"u\ud800"`), "", "/userId", `\ud800 is half of a surrogate pair`, "between characters", ""},
	{"the same member twice", verdict.DuplicateMember, trackWith("properties", `{"a":1,"a":2}`), "", "/properties/a", "the last one wins, 2; 1 is lost. It is data.a of the custom event.", "", ""},
	{"a value that is too large", verdict.MessageTooLarge, trackWith("properties", `{"list":"`+strings.Repeat("x", message.MaxMessageBytes)+`"}`), "", "", "up to 32,768 bytes", "properties.list takes 32,770 bytes", ""},

	// The field that is missing is that of the mapping in force.
	{
		"a context key that the mapping takes from elsewhere", verdict.UserKeyMissing, trackWith(), `{"user_key":{"@path":"$.context.groupId"}}`, "/context/groupId",
		"missing the required field 'user_key'", "Send context.groupId: the mapping takes Context Key from there.", "",
	},
	{
		"a context key from one of two places", verdict.UserKeyMissing, trackWith(), `{"user_key":{"@if":{"exists":{"@path":"$.groupId"},"then":{"@path":"$.groupId"},"else":{"@path":"$.context.device.id"}}}}`, "/groupId",
		"", "Send groupId, or else context.device.id: the mapping", "",
	},
	{"no context key at all", verdict.UserKeyMissing, trackWith(), `{"user_key":null}`, "", "", "Map Context Key in the destination to a string of the message.", ""},
	{"a value that the mapping takes from elsewhere", verdict.ValueMissing, trackWith("properties", `{}`), `{"metric_value":{"@path":"$.properties.total"}}`, "/properties/total", "", "send a number in properties.total.", ""},
	{"a value by default", verdict.ValueMissing, trackWith("properties", `{}`), "", "/properties/revenue", "", "send a number in properties.revenue, or else properties.value.", ""},
	{"no value at all", verdict.ValueMissing, trackWith(), `{"metric_value":null}`, "", "takes no metric value", "map Metric Value", ""},
	{"a name that the mapping takes from elsewhere", verdict.FieldRejected, trackWith(), `{"event_name":{"@path":"$.properties.goal"}}`, "/properties/goal", "'event_name'", "Send properties.goal: the mapping takes Event Name from there.", ""},
	{"properties of another kind", verdict.FieldRejected, trackWith("properties", `{"data":[1]}`), `{"event_properties":{"@path":"$.properties.data"}}`, "/properties/data", "Event Properties must be an object", "Send an object in properties.data", ""},

	// What stands near is named.
	{"user_id", verdict.NoUserAnonID, trackWith("userId", "", "anonymousId", "", "user_id", `"u_9"`), "", "/userId", "There is user_id, which is not read", "Call it userId instead of user_id.", `/userId = "u_9"`},
	{"userID as context key", verdict.UserKeyMissing, trackWith("userId", "", "anonymousId", "", "userID", `163087938282848481`), "", "/userId", "The same cause as no_user_anon_id", "", `/userId = "163087938282848481"`},
	{"anonymous_id", verdict.UserKeyMissing, trackWith("userId", "null", "anonymousId", "", "anonymous_id", `"a"`), "", "/userId", "The same cause as no_user_anon_id", "", `/anonymousId = "a"`},
	{"user_id beside an anonymousId", verdict.UserKeyFromAnonymousID, trackWith("userId", "", "user_id", `"u_9"`), "", "/anonymousId", "There is user_id", "Call it userId", `/userId = "u_9"`},
	{"name instead of event", verdict.EventNotDefined, trackWith("event", "", "name", `"Order Completed"`), "", "/event", "There is name", "Call it event instead of name.", `/event = "Order Completed"`},
	{"Event", verdict.EventNotDefined, trackWith("event", "null", "Event", `"Order Completed"`), "", "/event", "There is Event", "", `/event = "Order Completed"`},
	{"Revenue", verdict.ValueMissing, trackWith("properties", `{"Revenue":5.10}`), "", "/properties/revenue", "There is properties.Revenue", "", `/properties/revenue = 5.10`},
	{"Properties", verdict.ValueMissing, trackWith("properties", "", "Properties", `{"revenue":5}`), "", "/properties/revenue", "There is Properties", "", `/properties = {"revenue":5}`},
	{"what a mapping looks for", verdict.UserKeyMissing, trackWith("context", `{"group_id":"g"}`), `{"user_key":{"@path":"$.context.groupId"}}`, "/context/groupId", "There is context.group_id", "", `/context/groupId = "g"`},

	// Times.
	{"seconds", verdict.TimestampSeconds, trackWith("timestamp", "1787054400"), "", "/timestamp", "It looks like seconds. Numbers are read as milliseconds: the custom event carries 1970-01-21T16:24:14.400Z.", "Send milliseconds: 1787054400000.", "/timestamp = 1787054400000"},
	{"seconds with a fraction", verdict.TimestampSeconds, trackWith("timestamp", "1787054400.25"), "", "/timestamp", "", "", "/timestamp = 1787054400250"},
	{"microseconds", verdict.TimestampUnit, trackWith("timestamp", "1787054400000000"), "", "/timestamp", "It looks like microseconds.", "", "/timestamp = 1787054400000"},
	{"nanoseconds", verdict.TimestampUnit, trackWith("timestamp", "1787054400000000000"), "", "/timestamp", "It looks like nanoseconds. Numbers are read as milliseconds: the custom event carries the time at which the message arrives.", "", "/timestamp = 1787054400000"},
	{"digits as text", verdict.TimestampSeconds, trackWith("timestamp", `"1787054400000"`), "", "/timestamp", "It looks like milliseconds as a text.", "", "/timestamp = 1787054400000"},
	{"the zero time of Go", verdict.TimestampImplausible, trackWith("timestamp", `"0001-01-01T00:00:00Z"`), "", "/timestamp", "carries 0001-01-01T00:00:00.000Z", "", ""},
	{"a date that is read in its own way", verdict.TimestampUnusual, trackWith("timestamp", `"Tue, 18 Aug 2026 12:00:00 GMT"`), "", "/timestamp", "segtap reads 2026-08-18T12:00:00.000Z", "", ""},
	{"originalTimestamp alone", verdict.OriginalTimestampOnly, trackWith("timestamp", "", "originalTimestamp", `"2026-08-18T10:00:00.000Z"`), "", "/originalTimestamp", "the time at which the message arrives", "", `/timestamp = "2026-08-18T10:00:00.000Z"`},

	// Routing.
	{"a lower-case all", verdict.IntegrationUnclear, trackWith("integrations", `{"all":false,"Mixpanel":true}`), "", "/integrations/all", `libraries for Python and Go write "all"`, `Set "LaunchDarkly (Actions)" to true`, ""},
	{"an All that is a text", verdict.IntegrationUnclear, trackWith("integrations", `{"All":"false"}`), "", "/integrations/All", `"All" is neither true, false nor an object`, "", ""},
	{"a near name", verdict.IntegrationNameNear, trackWith("integrations", `{"All":false,"Actions Launchdarkly":true}`), "", "/integrations/Actions Launchdarkly", `"Actions Launchdarkly" is not one of LaunchDarkly (Actions)`, `Write "LaunchDarkly (Actions)" instead.`, "/integrations/LaunchDarkly (Actions) = true"},
	{"refused consent", verdict.ConsentRefused, trackWith("context", `{"consent":{"categoryPreferences":{"Ads":false,"Analytics":true,"Other":false}}}`), "", "/context/consent/categoryPreferences", `refused for "Ads" and "Other"`, "", ""},

	// Keys.
	{"quotes around an anonymousId", verdict.UserKeyWrapped, trackWith("anonymousId", `"\"an-1\""`), "", "/anonymousId", "The context key of unauthenticatedUser has quotes around it", "", `/anonymousId = "an-1"`},
	{"escapes in a userId", verdict.UserKeyWrapped, trackWith("userId", `"%22u%40x%22"`), "", "/userId", "percent escapes", `Send "u@x".`, `/userId = "u@x"`},
	{"a placeholder in capitals", verdict.UserKeyShared, trackWith("userId", `"'Undefined'"`), "", "/userId", `"'Undefined'" looks like a placeholder`, "Leave userId out", "/userId = -"},
	{"null of another path", verdict.UserKeyNullText, trackWith("context", `{"device":null}`), `{"additional_context_keys":{"device":{"@path":"$.context.device"}}}`, "/context/device", "The key of device becomes the text", "Leave context.device out", "/context/device = -"},
}

func TestTextsAreMadeFromTheMessageAtHand(t *testing.T) {
	for _, c := range atHandCases {
		t.Run(c.name, func(t *testing.T) {
			m, j := judged(t, destination.Actions(), c.mapping, "track", c.body, message.Arrival{})
			d := find(j, c.code)
			if d == nil {
				t.Fatalf("not found: %v", j.Diagnostics)
			}
			if d.Pointer != c.pointer {
				t.Errorf("at %q, want %q", d.Pointer, c.pointer)
			}
			if !strings.Contains(d.Effect, c.effect) || !strings.Contains(d.Fix, c.fix) {
				t.Errorf("says\n%s\n%s\nwant\n%s\n%s", d.Effect, d.Fix, c.effect, c.fix)
			}
			if (d.QuickFix != nil) != (c.fixed != "") {
				t.Fatalf("quick fix %v, want %q", d.QuickFix, c.fixed)
			}
			if c.fixed == "" {
				return
			}
			text, err := d.QuickFix.Apply(m.Text)
			if err != nil {
				t.Fatal(err)
			}
			place, want, _ := strings.Cut(c.fixed, " = ")
			got := string(jsondoctest.Value(t, string(text)).Lookup(place).Raw())
			if want == "-" {
				want = ""
			}
			if got != want {
				t.Errorf("it makes %q of %s, want %q", got, place, want)
			}
		})
	}
}

// general are the codes whose text in the table is true of every message that has
// them: nothing in it is an example or a choice.
var general = []verdict.Code{
	verdict.EmptyBatch, verdict.NoUserAnonID, verdict.EventNotDefined, verdict.NotTrack, verdict.AliasUnsupported, verdict.SDKRetry, verdict.UserKeyFromAnonymousID, verdict.ValueMissing, verdict.MetricNotFound,
	verdict.TraitsNotObject, verdict.UserKeyMissing, verdict.UserKeyEmpty, verdict.BodyNotRecorded, verdict.BodySpoilt,
}

// TestNoExampleStandsForTheMessage holds that what is said of a message is not
// the general text of `segtap explain`, but for what has nothing to add.
func TestNoExampleStandsForTheMessage(t *testing.T) {
	for _, c := range codeCases {
		dest, route := destination.Actions(), "track"
		if c.classic {
			dest = destination.Classic()
		}
		if c.route == "batch" {
			route = ""
		}
		_, j := judged(t, dest, c.mapping, route, c.raises, c.arrival)
		if d := find(j, c.code); d != nil && d.Effect == c.code.Info().Why && !slices.Contains(general, c.code) {
			t.Errorf("%s says of %.100s only %q", c.code, c.raises, d.Effect)
		}
	}
}
