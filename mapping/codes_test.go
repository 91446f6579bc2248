package mapping

import (
	"slices"
	"strings"
	"testing"

	"segtap/mapping/catalogue"
	"segtap/mapping/destination"
	"segtap/mapping/jsondoc"
	"segtap/mapping/jsondoc/jsondoctest"
	"segtap/mapping/message"
	"segtap/mapping/verdict"
)

// noon is when the messages of these tests arrive, ms since 1970.
const noon = 1_787_054_400_000 // 2026-08-18T12:00:00Z

// judged judges a request's body for a destination and gives the judgement of
// its first message.
func judged(t testing.TB, dest *destination.Destination, mappings, route, body string, in message.Arrival) (message.Message, Judgement) {
	t.Helper()
	return judgedWith(t, nil, dest, mappings, route, body, in)
}

// judgedWith is judged with a catalogue.
func judgedWith(t testing.TB, c *catalogue.Catalogue, dest *destination.Destination, mappings, route, body string, in message.Arrival) (message.Message, Judgement) {
	t.Helper()
	var opt destination.EngineOptions
	if mappings != "" {
		opt.Mappings = jsondoctest.Value(t, mappings)
	}
	engine, err := destination.NewEngine(dest, opt)
	if err != nil {
		t.Fatal(err)
	}
	b := message.TakeIn(message.Posted{Raw: []byte(body), Type: route, Batch: route == ""}).Body
	m := b.Message(0)
	in.At, in.RequestBytes, in.BatchMessages, in.SentAt = noon, len(body), b.BatchMessages(), b.SentAt
	return m, NewJudge(engine).With(c).Message(&m, in)
}

// engineOf returns an engine with default mappings.
func engineOf(t testing.TB, dest *destination.Destination) *destination.Engine {
	t.Helper()
	engine, err := destination.NewEngine(dest, destination.EngineOptions{})
	if err != nil {
		t.Fatal(err)
	}
	return engine
}

// trackWith is a Track call that nothing is wrong with, with members laid over
// it: each a name and a JSON value, which is left out when empty.
func trackWith(members ...string) string {
	return jsondoctest.Order("2026-08-18T11:59:59.000Z", members...)
}

// codeCase raises a code with one body, and does not with another that is close
// to it.
type codeCase struct {
	code          verdict.Code
	raises, close string
	pointer       string
	route         string // "track" unless given; "batch" for a batch
	mapping       string
	classic       bool
	arrival       message.Arrival // laid under what raises it; the close one has none of it
	catalogue     *catalogue.Catalogue
	fixed         string // what the quick fix makes of the place; empty for none
}

var codeCases = []codeCase{
	{code: verdict.InvalidJSON, raises: `{"userId":NaN}`, close: trackWith()},
	{code: verdict.InvalidJSON, raises: `[1]`, close: trackWith("properties", `{"l":[1]}`)},
	{code: verdict.InvalidUTF8, raises: trackWith("event", "\"\xff\""), close: trackWith("event", `"\ud83d\ude00é"`), pointer: "/event"},
	{code: verdict.InvalidUTF8, raises: trackWith("properties", `{"a":"\ud800"}`), close: trackWith("properties", `{"a":"\\ud800"}`), pointer: "/properties/a"},
	{code: verdict.DuplicateMember, raises: trackWith("properties", `{"a":1,"a":2}`), close: trackWith("properties", `{"a":1,"b":{"a":2}}`), pointer: "/properties/a"},
	{code: verdict.NumberPrecisionLost, raises: trackWith("properties", `{"id":9007199254740993}`), close: trackWith("properties", `{"id":9007199254740992}`), pointer: "/properties/id"},
	{code: verdict.NumberPrecisionLost, raises: trackWith("properties", `{"big":1e309}`), close: trackWith("properties", `{"big":1e308,"f":1.50}`), pointer: "/properties/big"},
	{code: verdict.MessageTooLarge, raises: trackWith("context", `{"a":"`+strings.Repeat("x", message.MaxMessageBytes)+`"}`), close: trackWith("context", `{"a":"`+strings.Repeat("x", message.MaxMessageBytes-400)+`"}`)},
	{
		code: verdict.BatchTooLarge, route: "batch", raises: `{"batch":[` + trackWith() + `],"pad":"` + strings.Repeat("x", message.MaxRequestBytes) + `"}`,
		close: `{"batch":[` + trackWith() + `],"pad":"` + strings.Repeat("x", message.MaxRequestBytes-400) + `"}`,
	},
	{
		code: verdict.BatchTooLong, route: "batch", raises: `{"batch":[` + strings.Repeat("{},", message.MaxBatchMessages) + `{}]}`,
		close: `{"batch":[` + strings.Repeat("{},", message.MaxBatchMessages-1) + `{}]}`,
	},
	{code: verdict.EmptyBatch, route: "batch", raises: `{"batch":[]}`, close: `{"batch":[{}]}`},
	{code: verdict.EmptyBatch, route: "batch", raises: `{}`, close: `{"batch":[{}]}`, pointer: "/batch"},
	{code: verdict.EmptyBatch, route: "batch", raises: `{"batch":{"a":1}}`, close: `{"batch":[{"a":1}]}`, pointer: "/batch"},
	{code: verdict.EmptyBatch, route: "batch", raises: `{"event":"E","userId":"u"}`, close: `{"batch":[{}]}`},
	{code: verdict.MessageIDTooLong, raises: trackWith("messageId", `"`+strings.Repeat("é", 101)+`"`), close: trackWith("messageId", `"`+strings.Repeat("é", 100)+`"`), pointer: "/messageId"},
	{code: verdict.BodyNotRecorded, raises: ``, close: trackWith(), arrival: message.Arrival{Problem: message.BodyNotRecorded}},
	{code: verdict.BodySpoilt, raises: "\x1f\ufffd\b", close: trackWith(), arrival: message.Arrival{Problem: message.BodySpoilt}},

	{code: verdict.NoUserAnonID, raises: trackWith("userId", "", "anonymousId", "null"), close: trackWith("userId", "null"), pointer: "/userId"},
	{code: verdict.IDNotString, raises: trackWith("userId", "42"), close: trackWith("userId", `"42"`), pointer: "/userId", fixed: `"42"`},
	{code: verdict.IDNotString, raises: trackWith("userId", `""`), close: trackWith("userId", `" "`), pointer: "/userId", fixed: "-"},
	{code: verdict.IDNotString, raises: trackWith("anonymousId", `{}`), close: trackWith("anonymousId", `null`), pointer: "/anonymousId"},
	{code: verdict.EventNotDefined, raises: trackWith("event", ""), close: trackWith("event", `" x"`), pointer: "/event"},
	{code: verdict.EventNotDefined, raises: trackWith("event", `""`), close: trackWith("type", `"page"`, "event", ``), pointer: "/event"},
	{code: verdict.EventNotString, raises: trackWith("event", "404"), close: trackWith("event", `"404"`), pointer: "/event", fixed: `"404"`},
	{code: verdict.PropertiesNotObject, raises: trackWith("properties", `[]`), close: trackWith("properties", ``), pointer: "/properties"},
	{code: verdict.TraitsNotObject, raises: trackWith("type", `"identify"`, "traits", `[]`), close: trackWith("traits", `[]`), pointer: "/traits"},
	{code: verdict.NameNotString, raises: trackWith("type", `"page"`, "name", `5`), close: trackWith("type", `"page"`, "name", `null`), pointer: "/name"},
	{code: verdict.CategoryNotString, raises: trackWith("type", `"screen"`, "category", `""`), close: trackWith("type", `"screen"`, "category", `"c"`), pointer: "/category"},

	{code: verdict.DuplicateMessageID, raises: trackWith("messageId", `"m1"`), close: trackWith("messageId", `"m1"`), pointer: "/messageId", arrival: message.Arrival{DuplicateOf: 7}},
	{code: verdict.SDKRetry, raises: trackWith("messageId", `"m1"`), close: trackWith("messageId", `"m1"`), pointer: "/messageId", arrival: message.Arrival{Retries: 2}},

	{code: verdict.TypeUnknown, raises: trackWith("type", `"Track"`), close: trackWith("type", `"page"`), pointer: "/type", fixed: `"track"`},
	{code: verdict.TypeUnknown, route: "batch", raises: `{"batch":[{"userId":"u"}]}`, close: `{"batch":[{"userId":"u","type":"alias"}]}`, pointer: "/type"},
	{code: verdict.NotTrack, raises: trackWith("type", `"Track"`), close: trackWith(), pointer: "/type"},
	{code: verdict.IntegrationDisabled, raises: trackWith("integrations", `{"LaunchDarkly (Actions)":false}`), close: trackWith("integrations", `{"All":false,"LaunchDarkly (Actions)":{}}`), pointer: "/integrations/LaunchDarkly (Actions)"},
	{code: verdict.IntegrationDisabled, raises: trackWith("integrations", `{"All":false}`), close: trackWith("integrations", `{"launchdarkly":false,"All":true}`), pointer: "/integrations/All"},
	{code: verdict.IntegrationUnclear, raises: trackWith("integrations", `{"all":false,"Mixpanel":true}`), close: trackWith("integrations", `{"all":false,"LaunchDarkly":true}`), pointer: "/integrations/all"},
	{code: verdict.IntegrationUnclear, raises: trackWith("integrations", `{"All":true,"ALL":false}`), close: trackWith("integrations", `{"all":true}`), pointer: "/integrations/ALL"},
	{code: verdict.IntegrationUnclear, raises: trackWith("integrations", `{"All":null}`), close: trackWith("integrations", `null`), pointer: "/integrations/All"},
	{code: verdict.IntegrationUnclear, raises: trackWith("integrations", `{"All":"false"}`), close: trackWith("integrations", `{"All":{}}`), pointer: "/integrations/All"},
	{code: verdict.IntegrationUnclear, raises: trackWith("integrations", `{"LaunchDarkly":"true"}`), close: trackWith("integrations", `{"Mixpanel":"true"}`), pointer: "/integrations/LaunchDarkly", fixed: "true"},
	{code: verdict.IntegrationUnclear, raises: trackWith("integrations", `false`), close: trackWith("integrations", `{}`), pointer: "/integrations"},
	{code: verdict.IntegrationNameNear, raises: trackWith("integrations", `{"All":false,"Actions Launchdarkly":true}`), close: trackWith("integrations", `{"LaunchDarkly Events":false}`), pointer: "/integrations/Actions Launchdarkly", fixed: "-"},
	{code: verdict.IntegrationNameNear, raises: trackWith("integrations", `{"Lauchdarkly":false}`), close: trackWith("integrations", `{"Launchpad":false}`), pointer: "/integrations/Lauchdarkly", fixed: "-"},
	{code: verdict.IntegrationNameNear, classic: true, raises: trackWith("integrations", `{"launchdarkly events":false}`), close: trackWith("integrations", `{"LaunchDarkly":false}`), pointer: "/integrations/launchdarkly events", fixed: "-"},
	{code: verdict.ConsentRefused, raises: trackWith("context", `{"consent":{"categoryPreferences":{"Advertising":false,"Analytics":true}}}`), close: trackWith("context", `{"consent":{"categoryPreferences":{"Analytics":true}}}`), pointer: "/context/consent/categoryPreferences"},
	{code: verdict.AliasUnsupported, raises: trackWith("type", `"identify"`), close: trackWith("type", `"page"`), pointer: "/type"},
	{code: verdict.FieldRejected, raises: trackWith("context", `null`), close: trackWith("context", `{}`), pointer: "/context", fixed: "-"},
	{code: verdict.FieldRejected, raises: trackWith("context", `{"personas":null}`), close: trackWith("context", `{"personas":{}}`), pointer: "/context/personas", fixed: "-"},
	{code: verdict.FieldRejected, raises: trackWith("userId", `{}`), close: trackWith("userId", `["u"]`), pointer: "/userId"},
	{code: verdict.TimestampInvalid, raises: trackWith("timestamp", `"yesterday"`), close: trackWith("timestamp", `"2026-08-18"`), pointer: "/timestamp"},
	{code: verdict.TimestampSeconds, raises: trackWith("timestamp", `1787054400`), close: trackWith("timestamp", `1787054400000`), pointer: "/timestamp", fixed: "1787054400000"},
	{code: verdict.TimestampSeconds, raises: trackWith("timestamp", `"1787054400000"`), close: trackWith("timestamp", `"20260818"`), pointer: "/timestamp", fixed: "1787054400000"},
	{code: verdict.TimestampUnit, raises: trackWith("timestamp", `1787054400000000`), close: trackWith("timestamp", `1787054400000`), pointer: "/timestamp", fixed: "1787054400000"},
	{code: verdict.TimestampUnit, raises: trackWith("timestamp", `"1787054400000000123"`), close: trackWith("timestamp", `"2026"`), pointer: "/timestamp", fixed: "1787054400000"},
	{code: verdict.TimestampImplausible, raises: trackWith("timestamp", `"0001-01-01T00:00:00Z"`), close: trackWith("timestamp", `"2000-01-01T00:00:00Z"`), pointer: "/timestamp"},
	{code: verdict.TimestampImplausible, raises: trackWith("timestamp", `0`), close: trackWith("timestamp", `null`), pointer: "/timestamp"},
	{code: verdict.TimestampImplausible, raises: trackWith("timestamp", `-62135596800000`), close: trackWith("timestamp", `946684800000`), pointer: "/timestamp"},
	{code: verdict.TimestampImplausible, raises: trackWith("timestamp", `"13"`), close: trackWith("timestamp", `""`), pointer: "/timestamp"},
	{code: verdict.OriginalTimestampOnly, fixed: `"2026-08-18T11:59:59.000Z"`, raises: trackWith("timestamp", "", "originalTimestamp", `"2026-08-18T11:59:59.000Z"`), close: trackWith("originalTimestamp", `"2026-08-18T11:59:59.000Z"`), pointer: "/originalTimestamp"},
	{code: verdict.TimestampFuture, raises: trackWith("timestamp", `"2026-08-19T12:00:01Z"`), close: trackWith("timestamp", `"2026-08-19T12:00:00Z"`), pointer: "/timestamp"},
	{code: verdict.TimestampUnusual, raises: trackWith("timestamp", `"Tue, 18 Aug 2026 12:00:00 GMT"`), close: trackWith("timestamp", `"2026-08-18 12:00:00Z"`), pointer: "/timestamp"},
	{code: verdict.ClockSkew, raises: trackWith("sentAt", `"2026-08-18T11:58:59.000Z"`), close: trackWith("sentAt", `"2026-08-18T11:59:01.000Z"`), pointer: "/sentAt"},

	{code: verdict.UserKeyMissing, raises: trackWith("userId", "", "anonymousId", ""), close: trackWith("userId", ""), pointer: "/userId"},
	{code: verdict.UserKeyEmpty, raises: trackWith("userId", `""`), close: trackWith("userId", "null"), pointer: "/userId", fixed: "-"},
	{code: verdict.UserKeyFromAnonymousID, raises: trackWith("userId", ""), close: trackWith("anonymousId", ""), pointer: "/anonymousId"},
	{code: verdict.UserKeyCoerced, raises: trackWith("userId", "12.50"), close: trackWith("userId", `"12.50"`), pointer: "/userId", fixed: `"12.50"`},
	{code: verdict.UserKeyNullText, raises: trackWith("anonymousId", "null"), close: trackWith("anonymousId", `"null"`), pointer: "/anonymousId", fixed: "-"},
	{code: verdict.UserKeyShared, raises: trackWith("userId", `"undefined"`), close: trackWith("userId", `"undefined-7"`), pointer: "/userId", fixed: "-"},
	{code: verdict.UserKeyShared, raises: trackWith("userId", `"{{user_id}}"`), close: trackWith("userId", `"{{u"`), pointer: "/userId", fixed: "-"},
	{code: verdict.UserKeyShared, raises: trackWith("userId", `"\"NULL\""`), close: trackWith("userId", `"nullify"`), pointer: "/userId", fixed: "-"},
	{code: verdict.UserKeyShared, raises: trackWith("anonymousId", `" Guest "`), close: trackWith("anonymousId", `"Guest 7"`), pointer: "/anonymousId", fixed: "-"},
	{code: verdict.UserKeyWrapped, raises: trackWith("userId", `"u_1 "`), close: trackWith("userId", `"u 1"`), pointer: "/userId", fixed: `"u_1"`},
	{code: verdict.UserKeyWrapped, raises: trackWith("anonymousId", `"\"an-1\""`), close: trackWith("anonymousId", `"an\"1"`), pointer: "/anonymousId", fixed: `"an-1"`},
	{code: verdict.UserKeyWrapped, raises: trackWith("userId", `"%22a%40example.com%22"`), close: trackWith("userId", `"100%"`), pointer: "/userId", fixed: `"a@example.com"`},
	{code: verdict.ContextKindInvalid, raises: trackWith(), close: trackWith("type", `"page"`), mapping: `{"context_kind":"a b"}`},

	{code: verdict.ValueMissing, raises: trackWith("properties", `{"revenue":null}`), close: trackWith("properties", `{"value":0}`), pointer: "/properties/revenue"},
	{code: verdict.ValueNotNumber, raises: trackWith("properties", `{"revenue":"$59.90"}`), close: trackWith("properties", `{"total":"$59.90","revenue":1}`), pointer: "/properties/revenue", fixed: "59.9"},
	{code: verdict.ValueNotNumber, raises: trackWith("properties", `{"value":"1,299.00"}`), close: trackWith("properties", `{"value":1299}`), pointer: "/properties/value", fixed: "1299"},
	{code: verdict.ValueNotNumber, raises: trackWith("properties", `{"revenue":{}}`), close: trackWith("properties", `{"revenue":[5]}`), pointer: "/properties/revenue"},
	{code: verdict.ValueNotNumber, classic: true, raises: trackWith("properties", `{"value":"abc"}`), close: trackWith("properties", `{"value":1,"revenue":"abc"}`), pointer: "/properties/value"},
	{code: verdict.ValueCoerced, raises: trackWith("properties", `{"revenue":"99.84"}`), close: trackWith("properties", `{"revenue":99.84}`), pointer: "/properties/revenue", fixed: "99.84"},
	{code: verdict.ValueCoerced, raises: trackWith("properties", `{"revenue":true}`), close: trackWith("properties", `{"revenue":0}`), pointer: "/properties/revenue"},
	{code: verdict.ValueOverflow, raises: trackWith("properties", `{"revenue":1e309}`), close: trackWith("properties", `{"revenue":1e308}`), pointer: "/properties/revenue"},
	{code: verdict.ValueOverflow, raises: trackWith("properties", `{"revenue":"Infinity"}`), close: trackWith("properties", `{"revenue":"1"}`), pointer: "/properties/revenue"},
	{code: verdict.ValueEmpty, raises: trackWith("properties", `{"revenue":""}`), close: trackWith("properties", `{"revenue":"0"}`), pointer: "/properties/revenue"},
	{code: verdict.ValueEmpty, raises: trackWith("properties", `{"revenue":" "}`), close: trackWith("properties", `{}`), pointer: "/properties/revenue"},
	{code: verdict.RevenueShadowsValue, raises: trackWith("properties", `{"revenue":1,"value":2}`), close: trackWith("properties", `{"revenue":null,"value":2}`), pointer: "/properties/revenue"},
}

func find(j Judgement, code verdict.Code) *verdict.Diagnostic {
	i := slices.IndexFunc(j.Diagnostics, func(d verdict.Diagnostic) bool { return d.Code == code })
	if i < 0 {
		return nil
	}
	return &j.Diagnostics[i]
}

func TestEveryCodeIsRaisedAndNotRaised(t *testing.T) {
	covered := make(map[verdict.Code]bool)
	for _, c := range slices.Concat(codeCases, catalogueCases) {
		covered[c.code] = true
		dest, route := destination.Actions(), "track"
		if c.classic {
			dest = destination.Classic()
		}
		if c.route == "batch" {
			route = ""
		}
		t.Run(c.code.String(), func(t *testing.T) {
			m, j := judgedWith(t, c.catalogue, dest, c.mapping, route, c.raises, c.arrival)
			d := find(j, c.code)
			if d == nil {
				t.Fatalf("%.200s does not raise it: %v", c.raises, j.Diagnostics)
			}
			if d.Pointer != c.pointer {
				t.Errorf("at %q, want %q", d.Pointer, c.pointer)
			}
			if d.Effect == "" || d.Fix == "" || d.Source() == "" {
				t.Errorf("says too little: %+v", d)
			}
			checkQuickFix(t, m, j, *d, c, dest)
			if _, j := judgedWith(t, c.catalogue, dest, c.mapping, route, c.close, message.Arrival{}); find(j, c.code) != nil {
				t.Errorf("%.200s raises it, too", c.close)
			}
		})
	}
	for _, info := range verdict.Codes() {
		if !covered[info.Code] && !info.Code.OfNames() {
			t.Errorf("no case raises %s", info.Name)
		}
	}
}

// checkQuickFix applies a quick fix and looks whether its diagnostic is gone
// and everything else is as it was.
func checkQuickFix(t *testing.T, m message.Message, j Judgement, d verdict.Diagnostic, c codeCase, dest *destination.Destination) {
	t.Helper()
	if (d.QuickFix != nil) != (c.fixed != "") {
		t.Fatalf("quick fix %v, want %q", d.QuickFix, c.fixed)
	}
	if c.fixed == "" {
		return
	}
	before := string(m.Text)
	fixed, err := d.QuickFix.Apply(m.Text)
	if err != nil {
		t.Fatal(err)
	}
	if string(m.Text) != before {
		t.Error("the fix has changed the message itself")
	}
	at := jsondoctest.Value(t, string(fixed)).Lookup(d.Pointer)
	if c.fixed == "-" && at.Kind() != jsondoc.Absent || c.fixed != "-" && string(at.Raw()) != c.fixed {
		t.Errorf("it makes %q of the place, want %q", at.Raw(), c.fixed)
	}
	if _, after := judgedWith(t, c.catalogue, dest, c.mapping, "track", string(fixed), c.arrival); find(after, c.code) != nil {
		t.Errorf("the diagnostic stays after its fix: %s", fixed)
	}
}

func TestTheMissionsExample(t *testing.T) {
	const msg = `{"anonymousId":"23adfd82-aa0f-45a7-a756-24f2a7a4c8955","type":"track","properties":{"value":99.84},"userId":"test-user-s6dndc","event":"Order Completed"}`
	_, j := judged(t, destination.Classic(), "", "track", msg, message.Arrival{})
	const want = `[{"kind":"custom","key":"Order Completed","userKey":"test-user-s6dndc","creationDate":1787054400000,"metricValue":99.84,"data":{"value":99.84}}]`
	if j.Event == nil || string(j.Event.Body()) != want {
		t.Errorf("sends %+v", j)
	}
	if j.Verdict.Errors+j.Verdict.Warnings > 0 {
		t.Errorf("finds %v", j.Diagnostics)
	}
}

// Nobody is to blame for what a file does not have.
func TestWhatTheFileDoesNotHaveIsUnknown(t *testing.T) {
	for _, problem := range []message.Problem{message.BodyNotRecorded, message.BodySpoilt} {
		in := message.TakeIn(message.Posted{Raw: []byte("\x1f\ufffd"), Type: "track", Problem: problem})
		m := in.Message(0)
		j := NewJudge(engineOf(t, destination.Actions())).Message(&m, in.Arrival(0))
		if v := j.Verdict; in.Refusal != "" || v.Headline != verdict.Unseen || v.Errors+v.Warnings > 0 || v.Gates.State(verdict.Received) != verdict.Unknown || j.Sent() || j.Cause() != 0 {
			t.Errorf("%s: %q, %+v, cause %d", problem, in.Refusal, v, j.Cause())
		}
	}
}

func TestVerdictsOfWholeMessages(t *testing.T) {
	for name, c := range map[string]struct{ body, gates, headline string }{
		"nothing wrong":    {trackWith(), "pass pass pass pass pass unknown unknown unknown unknown", "unknown"},
		"value no number":  {trackWith("properties", `{"revenue":"$1"}`), "pass pass pass pass fail unknown unknown unknown unknown", "dropped"},
		"value as text":    {trackWith("properties", `{"revenue":"1"}`), "pass pass pass pass warn unknown unknown unknown unknown", "unknown"},
		"no user":          {trackWith("userId", "", "anonymousId", ""), "pass fail pass fail pass unknown unknown unknown unknown", "dropped"},
		"a page":           {trackWith("type", `"page"`), "pass pass fail unknown unknown unknown unknown unknown unknown", "not_track"},
		"not JSON":         {`{`, "fail unknown unknown unknown unknown unknown unknown unknown unknown", "rejected"},
		"switched off":     {trackWith("integrations", `{"All":false}`), "pass pass fail pass pass unknown unknown unknown unknown", "dropped"},
		"no date":          {trackWith("timestamp", `"x"`), "pass pass fail pass pass unknown unknown unknown unknown", "dropped"},
		"value overflows":  {trackWith("properties", `{"revenue":"1e309"}`), "pass pass pass pass fail unknown unknown unknown unknown", "unknown"},
		"number as userId": {trackWith("userId", `5`), "pass fail pass warn pass unknown unknown unknown unknown", "dropped"},
		"duplicate member": {trackWith("properties", `{"a":1,"a":1}`), "warn pass pass pass pass unknown unknown unknown unknown", "unknown"},
	} {
		t.Run(name, func(t *testing.T) {
			_, j := judged(t, destination.Actions(), "", "track", c.body, message.Arrival{})
			var states []string
			for _, g := range verdict.AllGates() {
				states = append(states, j.Verdict.Gates.State(g).String())
			}
			if got := strings.Join(states, " "); got != c.gates || j.Verdict.Headline.Name() != c.headline {
				t.Errorf("%s, %s\nwant %s, %s", got, j.Verdict.Headline.Name(), c.gates, c.headline)
			}
			if j.Sent() != (c.headline == "unknown") {
				t.Errorf("sent: %v, headline %s", j.Sent(), c.headline)
			}
			if (j.Event == nil) != (j.Reason != "") {
				t.Errorf("event %v, reason %q", j.Event, j.Reason)
			}
		})
	}
}
