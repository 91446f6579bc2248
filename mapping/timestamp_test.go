package mapping

import (
	"math"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// msOf gives the ms of a UTC time that Go writes as 2006-01-02T15:04:05.000.
func msOf(t *testing.T, text string) int64 {
	t.Helper()
	m, err := time.Parse("2006-01-02T15:04:05.000", text)
	if err != nil {
		t.Fatal(err)
	}
	return m.UnixMilli()
}

func TestTimestampsThatDayjsTakesApart(t *testing.T) {
	for text, want := range map[string]string{
		"2024-01-02T03:04:05.678":    "2024-01-02T03:04:05.678",
		"2024-01-02T03:04:05":        "2024-01-02T03:04:05.000",
		"2024-01-02 03:04:05":        "2024-01-02T03:04:05.000",
		"2024-01-02\u00a0\t03:04":    "2024-01-02T03:04:00.000",
		"2024-01-02":                 "2024-01-02T00:00:00.000",
		"2024-1-2":                   "2024-01-02T00:00:00.000",
		"2024/01/02":                 "2024-01-02T00:00:00.000",
		"20240102":                   "2024-01-02T00:00:00.000",
		"20240102T030405":            "2024-01-02T03:04:05.000",
		"2024-01":                    "2024-01-01T00:00:00.000",
		"2024":                       "2024-01-01T00:00:00.000",
		"2024-01-02T03:04:05.1":      "2024-01-02T03:04:05.001",
		"2024-01-02T03:04:05.12":     "2024-01-02T03:04:05.012",
		"2024-01-02T03:04:05.123456": "2024-01-02T03:04:05.123",
		"2024-01-02T03:04:05:9":      "2024-01-02T03:04:05.009",
		"2024-13-01":                 "2025-01-01T00:00:00.000",
		"2024-00-01":                 "2023-12-01T00:00:00.000",
		"2024-01-00":                 "2023-12-31T00:00:00.000",
		"2024-02-30":                 "2024-03-01T00:00:00.000",
		"2024-01-02T25:00:00":        "2024-01-03T01:00:00.000",
		"2024-01-02T00:00:61":        "2024-01-02T00:01:01.000",
		"0000":                       "1900-01-01T00:00:00.000",
		"0099-12-31":                 "1999-12-31T00:00:00.000",
		"0100-01-01":                 "0100-01-01T00:00:00.000",
		"2024-01-02T":                "2024-01-02T00:00:00.000",
		"1704164645678":              "1705-05-17T22:07:08.000",
	} {
		if m := readTime(text); !m.ok || m.free || m.ms != msOf(t, want) {
			t.Errorf("%q is %v, want %s (%d)", text, m, want, msOf(t, want))
		}
	}
}

func TestTimestampsOfISO8601(t *testing.T) {
	for text, want := range map[string]string{
		"2024-01-02T03:04:05.678Z":       "2024-01-02T03:04:05.678",
		"2024-01-02T03:04:05Z":           "2024-01-02T03:04:05.000",
		"2024-01-02T03:04Z":              "2024-01-02T03:04:00.000",
		"2024-01-02T03:04:05.1Z":         "2024-01-02T03:04:05.100",
		"2024-01-02T03:04:05.12Z":        "2024-01-02T03:04:05.120",
		"2024-01-02T03:04:05.123999Z":    "2024-01-02T03:04:05.123",
		"2024-01-02T03:04:05.999999999Z": "2024-01-02T03:04:05.999",
		"2024-01-02T03:04:05+05:30":      "2024-01-01T21:34:05.000",
		"2024-01-02T03:04-23:59":         "2024-01-03T03:03:00.000",
		"2024-02-30T00:00:00Z":           "2024-03-01T00:00:00.000",
		"2023-02-31T00:00:00Z":           "2023-03-03T00:00:00.000",
		"2024-01-02T24:00:00Z":           "2024-01-03T00:00:00.000",
		"2024-01-02T24:00Z":              "2024-01-03T00:00:00.000",
		"1969-12-31T23:59:59.999Z":       "1969-12-31T23:59:59.999",
		"0050-01-01T00:00:00Z":           "0050-01-01T00:00:00.000",
		"+002024-01-02T03:04:05Z":        "2024-01-02T03:04:05.000",
		"2024-01-02t03:04:05z":           "2024-01-02T03:04:05.000",
		"2024-01-02 03:04:05Z":           "2024-01-02T03:04:05.000",
		"2024-01-02   03:04:05.5z":       "2024-01-02T03:04:05.500",
		"2024-01-02T03:04:05-0800":       "2024-01-02T11:04:05.000",
		"2024-01-02 03:04:05 +01:00":     "2024-01-02T02:04:05.000",
		"2024-01-02 03:04:05+0100":       "2024-01-02T02:04:05.000",
		"2024-01-02 03:04:05 UTC":        "2024-01-02T03:04:05.000",
		"2024-01-02 03:04:05 GMT":        "2024-01-02T03:04:05.000",
	} {
		if m := readTime(text); !m.ok || m.free || m.ms != msOf(t, want) {
			t.Errorf("%q is %v, want %s (%d)", text, m, want, msOf(t, want))
		}
	}
	for text, want := range map[string]int64{
		"+275760-09-13T00:00:00.000Z": maxTime, "-271821-04-20T00:00:00Z": -maxTime,
	} {
		if m := readTime(text); !m.ok || m.ms != want {
			t.Errorf("%q is %v, want %d", text, m, want)
		}
	}
}

func TestTimestampsInFreeForms(t *testing.T) {
	for text, want := range map[string]string{
		"Tue, 02 Jan 2024 03:04:05 GMT":           "2024-01-02T03:04:05.000",
		"Tue, 02 Jan 2024 03:04:05 +0100":         "2024-01-02T02:04:05.000",
		"Tue Jan 02 2024 03:04:05 GMT+0100 (CET)": "2024-01-02T02:04:05.000",
		"Jan 2, 2024":                      "2024-01-02T00:00:00.000",
		"2 January 2024 10:00":             "2024-01-02T10:00:00.000",
		"1/2/2024":                         "2024-01-02T00:00:00.000",
		"1/2/24 5:06 PM":                   "2024-01-02T17:06:00.000",
		"12:30 am, 5 Jan 2020":             "2020-01-05T00:30:00.000",
		"Jan 2 2024 03:04:05 PST":          "2024-01-02T11:04:05.000",
		"Jan 2 2024 03:04:05 EDT":          "2024-01-02T07:04:05.000",
		"abc 1":                            "2001-01-01T00:00:00.000",
		"1 Jan":                            "2001-01-01T00:00:00.000",
		"2024-1-2 3:04 Z":                  "2024-01-02T03:04:00.000",
		"(comment (nested)) 2 Jan 2024":    "2024-01-02T00:00:00.000",
		"2024-01-02T03:04:05.678Z\x00rest": "2024-01-02T03:04:05.678",
		"+02":                              "2001-02-01T00:00:00.000",
	} {
		m := readTime(text)
		if text == "2024-01-02T03:04:05.678Z\x00rest" {
			m.free = !m.free // as ISO 8601, up to the NUL
		}
		if !m.ok || !m.free || m.ms != msOf(t, want) {
			t.Errorf("%q is %v, want %s (%d)", text, m, want, msOf(t, want))
		}
	}
}

func TestWhatIsNoTimestamp(t *testing.T) {
	for _, text := range []string{
		"", " ", "not a date", "bad", "2024-13-01T00:00:00Z", "2024-00-01T00:00:00Z", "2024-01-32T00:00:00Z", "2024-01-00T00:00:00Z",
		"2024-01-02T24:00:01Z", "2024-01-02T25:00:00Z", "2024-01-02T23:60:00Z", "2024-01-02T23:59:60Z", "2024-01-02T03:04:05+24:00", "2024-01-02T03:04:05+00:60",
		"-000000-01-01T00:00:00Z", "2024-01-02T03Z", "20240102T030405Z", "2024-01-02T03:04:05 UTC", " 2024-01-02T03:04:05Z", "2024-01-02T03:04:05Z ",
		"2024-01-02T03:04:05,678Z", "2024-W01-1", "+275760-09-13T00:00:00.001Z", "2024-01-02T03:04:05.Z", "2024-01-02T3:04:05Z", "Feb 32 2024 foo",
	} {
		if m := readTime(text); m.ok {
			t.Errorf("%q is %v", text, m)
		}
	}
}

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
			msg := parseValue(t, trackMessage(map[string]string{"timestamp": tc.timestamp}))
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
		msg := parseValue(t, trackMessage(map[string]string{"timestamp": timestamp}))
		if out := engine.Run(engine.Select(msg), msg, testClock); out.Event == nil || out.Unusual != want {
			t.Errorf("%s: unusual %v, %s", timestamp, out.Unusual, out.Err)
		}
	}
}

func TestTheShortcutReadsWhatTheLongWayReads(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ms := rapid.Int64Range(-62167219200000, 253402300799999).Draw(t, "ms") // the years 0 to 9999
		text := time.UnixMilli(ms).UTC().Format("2006-01-02T15:04:05.000Z")
		short := readCanonical(text)
		long, legacy := parseDate(text)
		if !short.ok || short.ms != ms || long.ms != ms || !long.ok || legacy {
			t.Fatalf("%s: %v and %v, want %d", text, short, long, ms)
		}
	})
}

func TestClippedTimesStayInRange(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := rapid.Float64().Draw(t, "ms")
		ms, ok := clipTime(f)
		if ok != (math.Abs(f) <= maxTime) || ok && math.Trunc(f) != float64(ms) {
			t.Fatalf("%g is %d, %v", f, ms, ok)
		}
	})
}

func FuzzTimestamp(f *testing.F) {
	for _, seed := range []string{
		"2024-01-02T03:04:05.678Z", "2024/1/2 3:4", "Tue, 02 Jan 2024 03:04:05 GMT+0100 (CET)", "abc 1", "1704164645678", "+002024-01-02", "12:30 pm (x", "1::2", "\ufeff9",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		m := readTime(text)
		if m != readTime(text) {
			t.Fatal("the second time it reads another time")
		}
		if math.Abs(float64(m.ms)) > maxTime || !m.ok && m.ms != 0 {
			t.Fatalf("%q is %v", text, m)
		}
		if isDateLike(text) != m.ok {
			if _, numeric := numericText(text); !numeric {
				t.Fatalf("%q is a date or not", text)
			}
		}
	})
}
