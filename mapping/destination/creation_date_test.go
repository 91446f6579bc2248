package destination

import (
	"testing"

	"segtap/mapping/destination/date"
	"segtap/mapping/jsondoc/jsondoctest"
)

func TestTheCreationDate(t *testing.T) {
	const now, notDate = "now", "Event timestamp must be a valid date-like string but it was not."
	wrongType := func(what string) string { return "Event timestamp must be a string or number but it was " + what + "." }
	for _, tc := range []struct{ name, timestamp, want string }{
		{"missing", "", now},
		{"null", "null", now},
		{"empty", `""`, now},
		{"milliseconds", "1704164645678", "1704164645678"},
		{"seconds are not noticed", "1704164645", "1704164645"},
		{"truncated", "1704164645678.9", "1704164645678"},
		{"truncated toward zero", "-0.5", "0"},
		{"negative", "-1", "-1"},
		{"the largest", "8.64e15", "8640000000000000"},
		{"past the largest", "-8640000000000001", now},
		{"too large for a double", "1e309", notDate},
		{"a boolean", "true", notDate},
		{"a boolean in a list", "[true]", notDate},
		{"null in a list", "[null]", notDate},
		{"no date", `"not a date"`, notDate},
		{"an object", "{}", wrongType("an object")},
		{"an empty list", "[]", wrongType("an array")},
		{"two elements", "[1,2]", wrongType("an array")},
		{"an object in a list", "[{}]", wrongType("an object")},
		{"a list in a list", "[[1]]", wrongType("an array")},
		{"a date in a list", `["2024-01-02T03:04:05Z"]`, wrongType("a string")},
		{"no date in a list", `["x"]`, wrongType("a string") + " " + notDate},
		{"the empty string in a list", `[""]`, wrongType("a string") + " " + notDate},
		{"a number in a list is a string", "[1704164645678]", "-8350739572000"},
		{"a numeric string in a list is a number", `["1704164645678"]`, "1704164645678"},
		{"white space in a list is zero", `[" "]`, "0"},
		{"an overflowing string in a list", `["1e309"]`, now},
		{"a numeric string", `"1704164645678"`, "-8350739572000"},
		{"a numeric string that is too far as seconds", `"1704164645678901"`, notDate},
		{"a numeric string that is no date", `"13"`, now},
		{"another", `"31"`, now},
		{"a numeric string that is a free date", `"1"`, "978307200000"},
		{"a string that is no spelling of a number", `"013"`, notDate},
		{"NaN", `"NaN"`, notDate},
		{"Infinity", `"Infinity"`, notDate},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got := eventMember(t, runTrack(t, Actions(), map[string]string{"timestamp": tc.timestamp}), "/creationDate")
			want := tc.want
			if want == now {
				want = "1700000000000"
			}
			if got != want {
				t.Errorf("got  %s\nwant %s", got, want)
			}
			engine := newEngine(t, Actions())
			msg := jsondoctest.Value(t, trackMessage(map[string]string{"timestamp": tc.timestamp}))
			if out := engine.Run(engine.Select(msg), msg, testClock); out.NowUsed != (tc.want == now) {
				t.Errorf("NowUsed is %v", out.NowUsed)
			}
		})
	}
}

func TestUnusualTimestampsAreMarked(t *testing.T) {
	engine := newEngine(t, Actions())
	for timestamp, want := range map[string]bool{
		`"2024-01-02T03:04:05Z"`: false, `"2024-01-02 03:04:05 UTC"`: false, `"2024-01-02"`: false, "0": false, "": false,
		`"Jan 2, 2024"`: true, `"abc 1"`: true, `"1"`: true,
	} {
		msg := jsondoctest.Value(t, trackMessage(map[string]string{"timestamp": timestamp}))
		if out := engine.Run(engine.Select(msg), msg, testClock); out.Event == nil || out.Unusual != want {
			t.Errorf("%s: unusual %v, %s", timestamp, out.Unusual, out.Err)
		}
	}
}

func FuzzDateLike(f *testing.F) {
	for _, seed := range []string{"2024-01-02T03:04:05.678Z", "Tue, 02 Jan 2024 03:04:05 GMT", "1704164645678", "1e3", "NaN", "12:30 pm (x"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if isDateLike(text) != date.Read(text).OK {
			if _, numeric := numericText(text); !numeric {
				t.Fatalf("%q is a date or not", text)
			}
		}
	})
}
