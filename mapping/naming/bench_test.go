package naming

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"segtap/mapping/catalogue"
	"segtap/mapping/origin"
)

// wordsOf are the parts of the names in the benchmark.
var wordsOf = [...][]string{
	{"Order", "Product", "Cart", "Coupon", "Checkout", "Account", "Invoice", "Payment", "Search", "Profile", "Message", "Report", "Session", "Video", "Article", "Ticket", "Project", "Team", "Plan", "Trial"},
	{"Item", "List", "Page", "Step", "Form", "Filter", "Banner", "Button", "Result", "Review", "Refund", "Export", "Import", "Comment", "Member", "Setting", "Invite", "Draft", "Summary", "Detail", "History", "Address", "Method", "Preview", "Template"},
	{"Completed", "Viewed", "Started", "Added", "Removed", "Updated", "Clicked", "Opened", "Closed", "Shared", "Submitted", "Failed", "Cancelled", "Archived", "Restored", "Requested", "Approved", "Rejected", "Downloaded", "Uploaded"},
}

// names returns n names as apps have them, all different.
func names(n int) []string {
	list := make([]string, n)
	for i := range list {
		a, b, c := wordsOf[0], wordsOf[1], wordsOf[2]
		list[i] = a[i%len(a)] + " " + b[i/len(a)%len(b)] + " " + c[i/len(a)/len(b)%len(c)]
	}
	return list
}

// slip returns a name with a letter missing.
func slip(name string, r *rand.Rand) string {
	at := r.IntN(len(name)-1) + 1
	return name[:at] + name[at+1:]
}

// BenchmarkTable joins 10,000 names of code with 10,000 metrics, and with as many planned
// names; one name in four is misspelt. The metrics are indexed each time.
func BenchmarkTable(b *testing.B) {
	const n = 10_000
	r := rand.New(rand.NewPCG(1, 2))
	c := &catalogue.Catalogue{Project: "p", Environment: "e", ExperimentsKnown: true}
	var plan, code []origin.Name
	for i, name := range names(n) {
		c.Metrics = append(c.Metrics, catalogue.Metric{Key: fmt.Sprintf("m-%d", i), Name: fmt.Sprintf("Metric %d", i), Kind: "custom", EventKey: name, Numeric: i%2 == 0, Units: []string{"user"}})
		plan = append(plan, origin.Name{Event: name, Properties: []origin.Property{
			{Pointer: "/properties/revenue", Types: []origin.Type{origin.Number}, Required: i%3 == 0}, {Pointer: "/properties/plan", Types: []origin.Type{origin.String}},
		}})
		if i%4 == 0 {
			name = slip(name, r)
		}
		code = append(code, origin.Name{Event: name, Closed: i%5 == 0, Properties: []origin.Property{{Pointer: "/properties/revenue", Value: `"59.90"`, Required: true}}})
	}
	judge := judgeOf(b, c, "")
	for name, from := range map[string]Sources{"code": {Code: coded(code...)}, "code-and-plan": {Plans: planned(plan...), Code: coded(code...)}} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				New(judge.With(c), from)
			}
		})
	}
}
