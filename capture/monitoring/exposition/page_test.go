package exposition_test

import (
	"bytes"
	"fmt"
	"math"
	"testing"

	"github.com/prometheus/common/expfmt"
	"github.com/prometheus/common/model"
	"pgregory.net/rapid"

	"segtap/capture/monitoring/exposition"
)

// Whatever stands on a page, Prometheus' own library reads it, and writes the same.
func TestAPageIsWhatPrometheusWrites(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{"", `\`, `"`, "\n", `a\nb`, "é\u2028"})).Filter(func(s string) bool { return model.LabelValue(s).IsValid() })
		number := rapid.Custom(func(t *rapid.T) float64 {
			v := rapid.OneOf(rapid.Float64(), rapid.SampledFrom([]float64{0, 1, 21, 1e6, 123456789, 1e-5, 0.1, -1, math.Inf(1)})).Draw(t, "number")
			return v + 0 // no -0: nothing comes to that
		})
		for i := range rapid.IntRange(1, 4).Draw(t, "families") {
			var page exposition.Page
			name := fmt.Sprint("segtap_family_", i)
			help := rapid.StringMatching(`[A-Z]`).Draw(t, "first") + text.Draw(t, "help")
			switch rapid.IntRange(0, 2).Draw(t, "kind") {
			case 0:
				page.Counter(name, help)
				page.Sample(number.Draw(t, "value"))
			case 1:
				page.Gauge(name, help)
				for n := range rapid.IntRange(1, 3).Draw(t, "samples") {
					page.Sample(number.Draw(t, "value"), "number", fmt.Sprint(n), "text", text.Draw(t, "label"))
				}
			case 2:
				counts := rapid.SliceOfN(rapid.Uint64Max(1e6), 3, 3).Draw(t, "counts")
				page.Histogram(name, help, []float64{1e-5, 1}, counts, number.Draw(t, "sum"))
			}
			checkPage(t, page.Bytes(), name)
		}
	})
}

func checkPage(t *rapid.T, page []byte, name string) {
	parser := expfmt.NewTextParser(model.UTF8Validation)
	families, err := parser.TextToMetricFamilies(bytes.NewReader(page))
	if err != nil || len(families) != 1 {
		t.Fatalf("%v, of\n%s", err, page)
	}
	var again bytes.Buffer
	if _, err := expfmt.MetricFamilyToText(&again, families[name]); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(again.Bytes(), page) {
		t.Fatalf("we write\n%s\nPrometheus writes\n%s", page, again.Bytes())
	}
}
