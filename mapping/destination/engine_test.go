package destination

import (
	"strings"
	"testing"

	"segtap/mapping/jsondoc"
	"segtap/mapping/jsondoc/jsondoctest"
)

// trackMessage gives a Track call that is in order but for some members, which are
// replaced: "userId" → its JSON text, "" to leave it out.
func trackMessage(members map[string]string) string {
	all := []struct{ name, value string }{
		{"type", `"track"`},
		{"userId", `"u1"`},
		{"anonymousId", `"a1"`},
		{"event", `"Order Completed"`},
		{"timestamp", `"2024-01-02T03:04:05.678Z"`},
		{"properties", ""},
		{"context", ""},
		{"previousId", ""},
	}
	var parts []string
	for _, m := range all {
		value, ok := members[m.name]
		if !ok {
			value = m.value
		}
		if value != "" {
			parts = append(parts, `"`+m.name+`":`+value)
		}
	}
	return "{" + strings.Join(parts, ",") + "}"
}

// runTrack runs trackEvent of a destination on a message. It gives the event as
// JSON, or the error.
func runTrack(t testing.TB, dest *Destination, members map[string]string) string {
	t.Helper()
	engine := newEngine(t, dest)
	out := engine.Run(engine.Destination().Action(TrackEvent), jsondoctest.Value(t, trackMessage(members)), testClock)
	if out.Event == nil {
		return out.Err
	}
	return string(out.Event.AppendJSON(nil))
}

// eventMember gives the JSON text of a member of the event, or the error. A member
// that is missing is "none".
func eventMember(t testing.TB, result, pointer string) string {
	t.Helper()
	if !strings.HasPrefix(result, "{") {
		return result
	}
	v := jsondoctest.Value(t, result).Lookup(pointer)
	if v.Kind() == jsondoc.Absent {
		return "none"
	}
	return string(v.Raw())
}

func TestTheContextKey(t *testing.T) {
	const missing = "The root value is missing the required field 'user_key'."
	for _, tc := range []struct{ name, userID, want string }{
		{"a string", `"u_42"`, `"u_42"`},
		{"missing", "", `"a1"`},
		{"null", "null", `"a1"`},
		{"empty", `""`, missing},
		{"a space", `" "`, `" "`},
		{"a tab", `"\t"`, `"\t"`},
		{"zero", "0", `"0"`},
		{"minus zero", "-0", `"0"`},
		{"a number", "1.50", `"1.5"`},
		{"a large number", "1e21", `"1e+21"`},
		{"a small number", "0.0000001", `"1e-7"`},
		{"above 2^53", "9007199254740993", `"9007199254740992"`},
		{"too large for a double", "1e400", `"Infinity"`},
		{"true", "true", `"true"`},
		{"false", "false", `"false"`},
		{"an object", "{}", "Context Key must be a string but it was an object."},
		{"an empty list", "[]", "Context Key must be a string but it was an array."},
		{"two elements", `["a","b"]`, "Context Key must be a string but it was an array."},
		{"a list in a list", `[["a"]]`, "Context Key must be a string but it was an array."},
		{"an object in a list", "[{}]", "Context Key must be a string but it was an object."},
		{"one element", `["x"]`, `"x"`},
		{"one number", "[1]", `"1"`},
		{"one boolean", "[true]", `"true"`},
		{"one null", "[null]", `""`},
		{"one empty string", `[""]`, `""`},
		{"half a surrogate pair", `"x\ud83d"`, `"x\ud83d"`},
		{"markup", `"<b>&\u2028"`, "\"<b>&\u2028\""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got := eventMember(t, runTrack(t, Actions(), map[string]string{"userId": tc.userID}), "/contextKeys/user"); got != tc.want {
				t.Errorf("got %s, want %s", got, tc.want)
			}
			want := strings.Replace(tc.want, "Context Key", "Event Name", 1)
			if tc.userID == "" || tc.userID == "null" || tc.want == missing {
				want = "The root value is missing the required field 'event_name'."
			}
			if got := eventMember(t, runTrack(t, Actions(), map[string]string{"event": tc.userID}), "/key"); got != want {
				t.Errorf("as the event name: got %s, want %s", got, want)
			}
		})
	}
}

func TestTheMetricValue(t *testing.T) {
	reject := func(what string) string { return "Metric Value must be a number but it was " + what + "." }
	for _, tc := range []struct{ name, properties, want string }{
		{"a number", `{"revenue":99.84}`, "99.84"},
		{"value where there is no revenue", `{"value":7}`, "7"},
		{"revenue before value", `{"revenue":1,"value":2}`, "1"},
		{"null revenue is none", `{"revenue":null,"value":2}`, "2"},
		{"empty revenue hides value", `{"revenue":"","value":2}`, "none"},
		{"false revenue hides value", `{"revenue":false,"value":2}`, "0"},
		{"bad revenue is not rescued", `{"revenue":{},"value":2}`, reject("an object")},
		{"neither", `{"total":1,"Revenue":1,"VALUE":2}`, "none"},
		{"both null", `{"revenue":null,"value":null}`, "none"},
		{"minus zero", `{"revenue":-0}`, "0"},
		{"underflow", `{"revenue":1e-400}`, "0"},
		{"overflow of a number", `{"revenue":1e309}`, reject("a number")},
		{"overflow of a string", `{"revenue":"1e309"}`, "null"},
		{"Infinity", `{"revenue":"-Infinity"}`, "null"},
		{"booleans", `{"revenue":true}`, "1"},
		{"a string", `{"revenue":" 99.84\n"}`, "99.84"},
		{"a hexadecimal string", `{"revenue":"0x1F"}`, "31"},
		{"white space", `{"revenue":" "}`, "0"},
		{"no number", `{"revenue":"$5"}`, reject("a string")},
		{"an object", `{"revenue":{"amount":5}}`, reject("an object")},
		{"an empty list", `{"revenue":[]}`, reject("an array")},
		{"two elements", `{"revenue":[5,6]}`, reject("an array")},
		{"a list in a list", `{"revenue":[[5]]}`, reject("an array")},
		{"one number", `{"revenue":[5]}`, "5"},
		{"one string", `{"revenue":["5"]}`, "5"},
		{"one boolean", `{"revenue":[true]}`, "1"},
		{"one null", `{"revenue":[null]}`, "0"},
		{"one space", `{"revenue":[" "]}`, "0"},
		{"one empty string", `{"revenue":[""]}`, reject("a string")},
		{"one overflowing number", `{"revenue":[1e309]}`, reject("a number")},
		{"one overflowing string", `{"revenue":["1e309"]}`, "null"},
		{"the last of two", `{"revenue":1,"revenue":2}`, "2"},
		{"null properties", `null`, "none"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got := eventMember(t, runTrack(t, Actions(), map[string]string{"properties": tc.properties}), "/metricValue"); got != tc.want {
				t.Errorf("got %s, want %s", got, tc.want)
			}
		})
	}
}

func TestTheData(t *testing.T) {
	reject := func(what string) string { return "Event Properties must be an object but it was " + what + "." }
	for _, tc := range []struct{ name, properties, want string }{
		{"missing", "", "{}"},
		{"null", "null", "{}"},
		{"empty string", `""`, "{}"},
		{"empty", "{}", "{}"},
		{"a string", `" "`, reject("a string")},
		{"a list", `[{}]`, reject("an array")},
		{"zero", "0", reject("a number")},
		{"a boolean", "false", reject("a boolean")},
		{"everything is kept", `{"a":null,"b":[{"c":null}],"d":"","revenue":"5","@path":"$.x"}`, `{"a":null,"b":[{"c":null}],"d":"","revenue":"5","@path":"$.x"}`},
		{"as JavaScript writes it", `{ "b":1.0,"1":-0,"b":"\ud800","__proto__":1,"o":1e309 }`, `{"1":0,"b":"\ud800","o":null}`},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got := eventMember(t, runTrack(t, Actions(), map[string]string{"properties": tc.properties}), "/data"); got != tc.want {
				t.Errorf("got %s, want %s", got, tc.want)
			}
		})
	}
}

func TestTheAnonymousContextKey(t *testing.T) {
	for _, tc := range []struct{ name, anonymousID, want string }{
		{"missing", "", `{"user":"u1"}`},
		{"null", "null", `{"unauthenticatedUser":"null","user":"u1"}`},
		{"empty", `""`, `{"unauthenticatedUser":"","user":"u1"}`},
		{"the same", `"u1"`, `{"unauthenticatedUser":"u1","user":"u1"}`},
		{"a number", "1.50", `{"unauthenticatedUser":"1.5","user":"u1"}`},
		{"an object", "{}", `{"unauthenticatedUser":"[object Object]","user":"u1"}`},
		{"a list", "[1,[2,null],{}]", `{"unauthenticatedUser":"1,2,,[object Object]","user":"u1"}`},
		{"an object with a toString", `{"toString":1}`, "Cannot convert object to primitive value"},
		{"an object without a prototype", `{"__proto__":null}`, "Cannot convert object to primitive value"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got := eventMember(t, runTrack(t, Actions(), map[string]string{"anonymousId": tc.anonymousID}), "/contextKeys"); got != tc.want {
				t.Errorf("got %s, want %s", got, tc.want)
			}
		})
	}
}

func TestAllErrorsOfAStepAreReportedTogether(t *testing.T) {
	for _, tc := range []struct {
		name    string
		members map[string]string
		want    string
	}{
		{
			"what is missing comes first",
			map[string]string{"userId": "", "anonymousId": "", "event": "null", "properties": `{"revenue":"x"}`},
			"The root value is missing the required field 'user_key'. The root value is missing the required field 'event_name'. Metric Value must be a number but it was a string.",
		},
		{
			"then the types, in the order of the schema",
			map[string]string{"userId": "{}", "event": "[]", "properties": "[]", "timestamp": `["x"]`},
			"Context Key must be a string but it was an object. Event Name must be a string but it was an array. Event Properties must be an object but it was an array. " +
				"Event timestamp must be a string or number but it was a string. Event timestamp must be a valid date-like string but it was not.",
		},
		{"context null", map[string]string{"context": "null"}, "Cannot destructure property 'personas' of '{}' as it is null."},
		{"personas null", map[string]string{"context": `{"personas":null}`}, "Cannot read properties of null (reading 'computation_class')"},
		{"the fields come before the context", map[string]string{"context": "null", "event": "{}"}, "Event Name must be a string but it was an object."},
		{"the context comes before the keys", map[string]string{"context": "null", "anonymousId": `{"toString":1}`}, "Cannot destructure property 'personas' of '{}' as it is null."},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got := runTrack(t, Actions(), tc.members); got != tc.want {
				t.Errorf("got  %s\nwant %s", got, tc.want)
			}
		})
	}
}

func TestFieldErrorsNameThePlacesInTheMessage(t *testing.T) {
	engine := newEngine(t, Actions())
	msg := jsondoctest.Value(t, trackMessage(map[string]string{"userId": "", "anonymousId": `""`, "properties": `{"value":"5 €"}`, "timestamp": `["2024-01-02"]`}))
	out := engine.Run(engine.Select(msg), msg, testClock)
	want := []struct {
		field    string
		kind     FieldErrorKind
		pointers string
	}{
		{"user_key", FieldMissing, "/anonymousId"},
		{"metric_value", FieldWrongType, "/properties/value"},
		{"timestamp", FieldWrongType, "/timestamp"},
	}
	if len(out.FieldErrors) != len(want) {
		t.Fatalf("%d errors: %v", len(out.FieldErrors), out.FieldErrors)
	}
	for i, w := range want {
		got := out.FieldErrors[i]
		if got.Field.Name != w.field || got.Kind != w.kind || strings.Join(out.Pointers(got.Field.Name), " ") != w.pointers || !strings.Contains(out.Err, got.Message) {
			t.Errorf("got %s %d %v %q, want %v", got.Field.Name, got.Kind, out.Pointers(got.Field.Name), got.Message, w)
		}
	}
}

func TestOnlySubscribedTypesAreTaken(t *testing.T) {
	engine := newEngine(t, Actions())
	for typ, want := range map[string]string{
		`"track"`: "trackEvent", `"identify"`: "aliasUser", `"alias"`: "aliasUser",
		`"page"`: "", `"screen"`: "", `"group"`: "", `"Track"`: "", `"track "`: "", `""`: "", "null": "", `["track"]`: "", "1": "", "": "",
	} {
		got := ""
		if action := engine.Select(jsondoctest.Value(t, trackMessage(map[string]string{"type": typ}))); action != nil {
			got = action.Name
		}
		if got != want {
			t.Errorf("%s is taken by %q, want %q", typ, got, want)
		}
	}
	if newEngine(t, Classic()).Select(jsondoctest.Value(t, `{"type":"identify"}`)) != nil {
		t.Error("the classic destination takes identify")
	}
}

func TestWhatIsNoMessage(t *testing.T) {
	engine := newEngine(t, Actions())
	for text, want := range map[string]string{
		"[1]": "data must be an object, got array", `"x"`: "data must be an object, got string", "5": "data must be an object, got number",
		"true": "data must be an object, got boolean", "null": "Cannot read properties of null (reading 'context')",
	} {
		msg := jsondoctest.Value(t, text)
		if out := engine.Run(&engine.Destination().Actions[0], msg, testClock); out.Err != want || out.Event != nil {
			t.Errorf("%s: %q", text, out.Err)
		}
		if engine.Select(msg) != nil {
			t.Errorf("%s is subscribed to", text)
		}
	}
	if out := engine.Run(&engine.Destination().Actions[0], jsondoc.Value{}, testClock); out.Err != "data must be an object, got undefined" {
		t.Errorf("nothing: %q", out.Err)
	}
	if out := engine.Run(&Classic().Actions[0], jsondoctest.Value(t, "{}"), testClock); out.Err == "" || out.Event != nil {
		t.Error("an action of another destination is run")
	}
}

func TestTheClassicDestination(t *testing.T) {
	for _, tc := range []struct {
		name    string
		members map[string]string
		want    string
	}{
		{
			"value is the metric value",
			map[string]string{"properties": `{"value":99.84,"revenue":5}`},
			`{"kind":"custom","key":"Order Completed","userKey":"u1","creationDate":1704164645678,"metricValue":99.84,"data":{"value":99.84,"revenue":5}}`,
		},
		{
			"revenue is never consulted",
			map[string]string{"properties": `{"revenue":5}`},
			`{"kind":"custom","key":"Order Completed","userKey":"u1","creationDate":1704164645678,"data":{"revenue":5}}`,
		},
		{
			"anonymousId where there is no userId",
			map[string]string{"userId": "null"},
			`{"kind":"custom","key":"Order Completed","userKey":"a1","creationDate":1704164645678,"data":{}}`,
		},
		{"neither", map[string]string{"userId": "", "anonymousId": ""}, "The root value is missing the required field 'user_key'."},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got := runTrack(t, Classic(), tc.members); got != tc.want {
				t.Errorf("got  %s\nwant %s", got, tc.want)
			}
		})
	}
}

func TestTheClassicDestinationReportsAValueThatIsNoNumber(t *testing.T) {
	engine := newEngine(t, Classic())
	for _, value := range []string{`"99.84"`, `"x"`, "true", "[5]", "{}", "1e309", "[]"} {
		msg := jsondoctest.Value(t, trackMessage(map[string]string{"properties": `{"value":` + value + `}`}))
		out := engine.Run(engine.Select(msg), msg, testClock)
		if out.Event == nil || out.Event.MetricValue.State != ValueAbsent || len(out.FieldErrors) != 1 {
			t.Errorf("%s: %q, %v", value, out.Err, out.FieldErrors)
			continue
		}
		if e := out.FieldErrors[0]; e.Kind != FieldNotNumber || e.Field.Name != "metric_value" || out.Pointers("metric_value")[0] != "/properties/value" {
			t.Errorf("%s: %v", value, e)
		}
	}
	for _, value := range []string{"null", `""`, "5"} {
		msg := jsondoctest.Value(t, trackMessage(map[string]string{"properties": `{"value":` + value + `}`}))
		if out := engine.Run(engine.Select(msg), msg, testClock); out.Event == nil || len(out.FieldErrors) != 0 {
			t.Errorf("%s: %q, %v", value, out.Err, out.FieldErrors)
		}
	}
}
