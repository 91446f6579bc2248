package spelling

import (
	"strings"
	"testing"
)

func TestTheNearestName(t *testing.T) {
	names := []string{"port", "listen", "events-host", "metric_not_found", "metric_near_miss"}
	for given, want := range map[string]string{
		"prt": "port", "PORT": "port", "listn": "listen", "Lisetn": "listen", "evnts-hst": "events-host",
		"metricnotfond": "metric_not_found", "metric-near-mis": "metric_near_miss",
		"pt": "", "po": "", "evn-hst": "", "listener": "listen", "something else": "", "": "",
		strings.Repeat("x", 1<<20): "",
	} {
		if got := Nearest(given, names); got != want {
			t.Errorf("%.40s means %q, want %q", given, got, want)
		}
	}
	if got := Nearest("bit", []string{"bits", "bite"}); got != "bits" {
		t.Errorf("of several the first is meant, not %s", got)
	}
}
