package naming

import (
	"strings"
	"testing"

	"segtap/mapping/catalogue"
	"segtap/mapping/catalogue/cataloguetest"
	"segtap/mapping/origin"
)

// differenceOf are the differences of two tables: rows that are others, what is mended, and what has gone.
func differenceOf(d *Difference) string {
	var parts []string
	for _, row := range d.Rows {
		parts = append(parts, "row "+row.Name())
	}
	for _, f := range d.Mended {
		parts = append(parts, "mended "+f.Name()+" "+f.Event)
	}
	for _, row := range d.Gone {
		parts = append(parts, "gone "+row.Name())
	}
	return strings.Join(parts, ", ")
}

// What is told of a change is what has changed: nothing is mended that is wrong as before, and nothing goes unsaid.
func TestInWhatATableIsAnotherOne(t *testing.T) {
	order := origin.Name{Event: "Order Completed"}
	names := func(events ...string) *origin.Found {
		all := []origin.Name{order}
		for _, event := range events {
			all = append(all, origin.Name{Event: event})
		}
		return coded(all...)
	}
	for _, test := range []struct {
		name        string
		before, now *origin.Found
		want        string
	}{
		{"nothing", names("Zebra"), names("Zebra"), ""},
		{"a row that goes", names("Product Viewed"), names(), "row Product Viewed"}, // its metric stays
		{"a name that goes", names("Zebra"), names(), "gone Zebra"},
		{"a name that comes", names(), names("Zebra"), "row Zebra"},
		{"a name that is mended", names("Product Viewd"), names("Product Viewed"), "row Product Viewed, mended metric_near_miss Product Viewd, mended metric_not_fed Product Viewed, gone Product Viewd"},
		{"one that has the same mistake", names("Product Viewd"), names("Product Vewed"), "row Product Vewed, row Product Viewed, gone Product Viewd"},
		{"a call that goes with its mistake", names("Product Viewd"), names(), "row Product Viewed, gone Product Viewd"}, // its metric is near to nothing any more,
		{"one that moves", names("Product Viewd"), names("Zebra", "Product Viewd"), "row Product Viewd, row Zebra, row Product Viewed"},
	} {
		judge := judgeOf(t, cataloguetest.Storefront(), "")
		d := Compare(New(judge, Sources{Code: test.before}), New(judge, Sources{Code: test.now}))
		if got := differenceOf(d); got != test.want {
			t.Errorf("%s: %q, want %q", test.name, got, test.want)
		}
	}
}

// A metric that goes is told too, and counted.
func TestAMetricThatGoesIsADifference(t *testing.T) {
	code := coded(origin.Name{Event: "Order Completed"})
	known, none := cataloguetest.Storefront(), new(catalogue.Catalogue)
	before, now := New(judgeOf(t, known, ""), Sources{Code: code}), New(judgeOf(t, none, ""), Sources{Code: code})
	d := Compare(before, now)
	if len(d.Metrics.Went) != len(known.Metrics) || len(d.Metrics.Came) > 0 || len(d.Names.Went)+len(d.Names.Came) > 0 || len(d.Gone) == 0 {
		t.Errorf("%+v", d)
	}
}
