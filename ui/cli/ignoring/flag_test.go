package ignoring

import (
	"slices"
	"testing"
)

// Commas stand between codes, and within the names of events.
func TestFlag(t *testing.T) {
	for text, want := range map[string][]string{
		"metric_not_found":                        {"metric_not_found"},
		"metric_not_found,value_coerced":          {"metric_not_found", "value_coerced"},
		"metric_not_found:Hello, World":           {"metric_not_found:Hello, World"},
		"metric_not_found:Hi, You, value_coerced": {"metric_not_found:Hi, You", "value_coerced"},
		"metric_not_found:Hello, you":             {"metric_not_found:Hello, you"},
		"metric_not_found:A,value_coerced:B":      {"metric_not_found:A", "value_coerced:B"},
		"metric_not_found:A\nvalue_coerced:B, C":  {"metric_not_found:A", "value_coerced:B, C"},
		"metric_not_found:Say \"hi\", it's *":     {"metric_not_found:Say \"hi\", it's *"},
	} {
		var f Flag
		if err := f.Set(text); err != nil || !slices.Equal(f.GetSlice(), want) {
			t.Errorf("%q: %q, %v", text, f.GetSlice(), err)
		}
	}
	var f Flag
	for _, text := range []string{"metric_not_found,metric_not_fond", "zebra", ""} {
		if err := f.Set(text); err == nil {
			t.Errorf("%q is taken", text)
		}
	}
}
