package naming

import (
	"testing"

	"segtap/mapping"
	"segtap/mapping/catalogue"
	"segtap/mapping/catalogue/cataloguetest"
	"segtap/mapping/destination"
	"segtap/mapping/jsondoc/jsondoctest"
	"segtap/mapping/origin"
)

// judgeOf returns a judge of a catalogue, by a mapping.
func judgeOf(t testing.TB, c *catalogue.Catalogue, mappings string) *mapping.Judge {
	t.Helper()
	var opt destination.EngineOptions
	if mappings != "" {
		opt.Mappings = jsondoctest.Value(t, mappings)
	}
	engine, err := destination.NewEngine(destination.Actions(), opt)
	if err != nil {
		t.Fatal(err)
	}
	return mapping.NewJudge(engine).With(c)
}

// planned and coded are names of a plan and of code, a line each.
func planned(names ...origin.Name) *origin.Found { return found(origin.Plan, "plan.json", names) }

func coded(names ...origin.Name) *origin.Found { return found(origin.Code, "src/shop.js", names) }

func found(kind origin.Kind, file string, names []origin.Name) *origin.Found {
	for i := range names {
		names[i].Kind, names[i].Place = kind, origin.Place{File: file, Line: i + 1}
	}
	return &origin.Found{Names: names}
}

// The code misses a name that plan and metric agree on: that is found before any event
// has come, and is gone when it is mended.
func TestANameInTheCodeThatPlanAndMetricHaveOtherwise(t *testing.T) {
	judge := judgeOf(t, cataloguetest.Storefront(), "")
	table := New(judge, Sources{Plans: planned(origin.Name{Event: "Order Completed"}), Code: coded(origin.Name{Event: "Order Complete"})})
	row := table.Of("Order Complete")
	if row == nil || row != &table.Rows[0] || len(row.Findings) != 1 {
		t.Fatalf("%+v", table.Rows)
	}
	f := row.Findings[0]
	if f.Code.String() != "metric_near_miss" || f.Place.String() != "src/shop.js:1" || f.Nearest != "Order Completed" {
		t.Errorf("%+v", f)
	}
	mended := New(judge, Sources{Plans: planned(origin.Name{Event: "Order Completed"}), Code: coded(origin.Name{Event: "Order Completed"})})
	if row := mended.Of("Order Completed"); len(row.Findings) > 0 || row.Status != Well || len(row.Planned) != 1 || len(row.Code) != 1 {
		t.Errorf("%+v", row)
	}
}
