package process_test

import (
	"bytes"
	"maps"
	"runtime"
	"slices"
	"testing"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	dto "github.com/prometheus/client_model/go"
	"github.com/prometheus/common/expfmt"
	"github.com/prometheus/common/model"

	"segtap/capture/monitoring/exposition"
	"segtap/capture/monitoring/process"
)

// Dashboards that were made for Prometheus' own collectors show segtap: what is written has their
// names, types and labels, and numbers of the same size.
func TestTheNamesAreThoseOfPrometheus(t *testing.T) {
	registry := prometheus.NewRegistry()
	registry.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	list, err := registry.Gather()
	if err != nil {
		t.Fatal(err)
	}
	theirs := make(map[string]*dto.MetricFamily)
	for _, f := range list {
		theirs[f.GetName()] = f
	}
	var page exposition.Page
	process.Write(&page)
	parser := expfmt.NewTextParser(model.LegacyValidation)
	ours, err := parser.TextToMetricFamilies(bytes.NewReader(page.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	for name, f := range ours {
		want := theirs[name]
		if want == nil || f.GetType() != want.GetType() || f.Metric[0].String() == "" || len(f.Metric[0].Label) != len(want.Metric[0].Label) {
			t.Errorf("%s is %v, of Prometheus %v", name, f, want)
			continue
		}
		const times = 10 // between the two looks it may have become another number
		if got, want := value(f), value(want); name != "process_cpu_seconds_total" && (got < want/times || got > want*times) {
			t.Errorf("%s is %v, of Prometheus %v", name, got, want)
		}
	}
	names := slices.Sorted(maps.Keys(ours))
	if runtime.GOOS == "linux" && len(names) != 16 {
		t.Errorf("%d families: %v", len(names), names)
	}
}

func value(f *dto.MetricFamily) float64 {
	return f.Metric[0].GetGauge().GetValue() + f.Metric[0].GetCounter().GetValue()
}
