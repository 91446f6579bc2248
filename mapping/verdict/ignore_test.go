package verdict

import (
	"path"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// What is no matter is so of the names that it says, exactly.
func TestIgnored(t *testing.T) {
	for _, c := range []struct {
		ignore, event string
		want          bool
	}{
		{"metric_not_found", "Cart Viewed", true},
		{"metric_not_found:Cart Viewed", "Cart Viewed", true},
		{"metric_not_found:Cart Viewed", "cart viewed", false},
		{"metric_not_found:Cart Viewed", "Cart Viewed ", false},
		{"metric_not_found:Cart *", "Cart Viewed", true},
		{"metric_not_found:Cart *", "Signed Up", false},
		{"metric_not_found:* Viewed", "Cart Viewed", true},
		{"metric_not_found:*a*a*", "banana", true},
		{"metric_not_found:ab*ba", "aba", false},
		{"metric_not_found:checkout:step [1]?", "checkout:step [1]?", true},
		{"metric_near_miss:*", "Cart Viewed", false},
		{"metric_not_found:*", "", true},
	} {
		ignore, err := ParseIgnore(c.ignore)
		if err != nil {
			t.Fatal(err)
		}
		if got := (Ignored{ignore}).Has(MetricNotFound, c.event); got != c.want {
			t.Errorf("%s of %q: %v", c.ignore, c.event, got)
		}
		if ignore.String() != c.ignore {
			t.Errorf("%s is written %s", c.ignore, ignore)
		}
	}
	for text, want := range map[string]string{
		"metric_not_fond:Cart": "did you mean metric_not_found?", "zebra": "`segtap explain`", ":Cart": "such as metric_not_found:Cart Viewed",
		"metric_not_found:": "leave the colon out",
	} {
		if _, err := ParseIgnore(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", text, err)
		}
	}
}

// A pattern with stars fits what path.Match says, of names without slashes.
func TestFits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		of := rapid.StringOfN(rapid.SampledFrom([]rune("ab*")), 0, 8, -1)
		pattern, name := of.Draw(t, "pattern"), of.Draw(t, "name")
		if want, _ := path.Match(pattern, name); fits(pattern, name) != want {
			t.Errorf("%q fits %q: %v", pattern, name, !want)
		}
	})
}
