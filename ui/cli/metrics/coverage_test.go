package metrics

import (
	"bufio"
	"bytes"
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif"
	"pgregory.net/rapid"

	"segtap/mapping"
	"segtap/mapping/catalogue"
	"segtap/mapping/catalogue/cataloguetest"
	"segtap/mapping/destination"
	"segtap/mapping/naming"
	"segtap/mapping/origin"
	"segtap/mapping/verdict"
	"segtap/ui/cli/console"
	"segtap/ui/cli/report"
	"segtap/ui/metrics/names"
)

// tableOf makes a table of names that are drawn, with what others may have written in them.
func tableOf(t *rapid.T) *naming.Table {
	engine, err := destination.NewEngine(destination.Actions(), destination.EngineOptions{})
	if err != nil {
		t.Fatal(err)
	}
	known := cataloguetest.Shop(func(c *catalogue.Catalogue, m *catalogue.Metric, _ *catalogue.Experiment) {
		m.Place, c.MetricsPartial = origin.Place{File: "shop.tf", Line: 4}, rapid.Bool().Draw(t, "partial")
	})
	event := rapid.SampledFrom([]string{"Order Completed", "Order Complete", "order completed", "Product Viewed", "Zebra", "", "::error::x", "\x1b[31mred", "a\nb", "##[error]"})
	drawn := func(kind origin.Kind, file string) *origin.Found {
		if !rapid.Bool().Draw(t, "given") {
			return nil
		}
		found := new(origin.Found)
		for range rapid.IntRange(0, 5).Draw(t, "names") {
			n := origin.Name{Event: event.Draw(t, "event"), Kind: kind, Place: origin.Place{File: file, Line: rapid.IntRange(1, 9).Draw(t, "line"), Column: 2}}
			if rapid.Bool().Draw(t, "valued") {
				n.Properties = []origin.Property{{Pointer: "/properties/revenue", Types: []origin.Type{origin.String}, Place: n.Place}}
			}
			n.Closed = rapid.Bool().Draw(t, "closed")
			found.Names = append(found.Names, n)
		}
		if kind == origin.Code && rapid.Bool().Draw(t, "unread") {
			found.Unread = []origin.Unread{{Place: origin.Place{File: file, Line: 1}, Why: "its name is made"}}
		}
		return found
	}
	return naming.New(mapping.NewJudge(engine).With(known), naming.Sources{
		Plans: drawn(origin.Plan, "plan.json"), Code: drawn(origin.Code, "src/\x1b[2Jshop.js"),
		Seen: &naming.Seen{Events: map[string]naming.Times{event.Draw(t, "seen"): {Sent: 1}}},
	})
}

// Text, JSON, SARIF, annotations, the report and the screen tell the same problems of the same
// names, and nothing that others wrote commands a terminal or a CI.
func TestAllFormatsCountTheSame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		table := tableOf(t)
		c := &covering{opt: &coverageOptions{failOn: rapid.SampledFrom([]string{"error", "warning", "never"}).Draw(t, "fail on")}}
		r := c.report(table)
		counts := table.Counts()
		errors, warnings, infos := counts.Errors, counts.Warnings, counts.Infos
		all := errors + warnings + infos
		screen, _ := names.Summary(table)
		for text, want := range map[string]string{screen: console.Count(counts.Names, "name") + " in ", r.Summary: console.Count(counts.Names+counts.Seen, "name")} {
			if !strings.HasPrefix(text, want) {
				t.Fatalf("%q does not begin with %q", text, want)
			}
			if unread := console.Count(counts.Unread, "call"); table.Catalogue != nil && strings.Contains(text, unread) != (counts.Unread > 0) {
				t.Fatalf("%q does not say of %s", text, unread)
			}
		}
		written := func(format string) []byte {
			var out bytes.Buffer
			f, _ := report.Named(format)
			if err := f.Write(&out, r); err != nil {
				t.Fatal(err)
			}
			return out.Bytes()
		}
		var doc document
		text := new(bytes.Buffer)
		if err := report.WriteJSON(text, newDocument(table, c.opt.failOn)); err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(text.Bytes(), &doc); err != nil {
			t.Fatal(err)
		}
		inDocument := 0
		for i := range doc.Names {
			inDocument += len(doc.Names[i].Problems)
		}
		if doc.Errors != errors || doc.Warnings != warnings || doc.Infos != infos || inDocument != all {
			t.Errorf("JSON has %d, %d, %d and %d; the table %d, %d, %d", doc.Errors, doc.Warnings, doc.Infos, inDocument, errors, warnings, infos)
		}
		log, err := sarif.FromBytes(written("sarif"))
		if err != nil || len(log.Runs[0].Results) != all+len(table.Unread) {
			t.Errorf("SARIF has %d results of %d: %v", len(log.Runs[0].Results), all, err)
		}
		if n := bytes.Count(written("github"), []byte("\n")); n != all+len(table.Unread) {
			t.Errorf("GitHub gets %d annotations of %d", n, all)
		}
		for i := range table.Unread {
			if place := table.Unread[i].Place.File[len("src/\x1b[2J"):] + "&#58;1"; !bytes.Contains(written("markdown"), []byte(strings.ReplaceAll(place, ".", "&#46;"))) {
				t.Errorf("Markdown does not have %s:\n%s", place, written("markdown"))
			}
		}
		if failing, _ := r.Failing(); (failing == 0) != doc.OK {
			t.Errorf("%d fail, and the document says %v", failing, doc.OK)
		}
		checkText(t, table, all)
	})
}

// stated is a row of the table in text, by its state.
var stated = regexp.MustCompile(`(?m)^(error|warning|ok|\?|-) `)

// placed is what is wrong at some places, in text.
var placed = regexp.MustCompile(`(?m)^        (?:error|warning|info) [a-z_]+(.*)$`)

// checkText holds what is written for a person, and what the screen says, against the table.
func checkText(t *rapid.T, table *naming.Table, all int) {
	var out bytes.Buffer
	p := page{out: bufio.NewWriter(&out), failOn: "error", width: rapid.SampledFrom([]int{0, 40, 80, 120}).Draw(t, "width")}
	p.table(table)
	if err := p.out.Flush(); err != nil {
		t.Fatal(err)
	}
	text := out.String()
	for _, r := range text {
		if r != '\n' && unicode.IsControl(r) {
			t.Fatalf("it has %U: %q", r, text)
		}
	}
	if strings.Contains(text, "\n::") || strings.Contains(text, "##[") {
		t.Errorf("it commands a CI: %q", text)
	}
	loud := 0
	for i := range table.Rows {
		worst, wrong := table.Rows[i].Worst()
		facts := names.FactsOf(&table.Rows[i])
		if marked := facts.Short() != ""; marked != (wrong && worst > verdict.Info) {
			t.Errorf("the screen marks %q: %v", table.Rows[i].Name(), marked)
		} else if marked {
			loud++
		}
	}
	marked := 0
	for _, m := range stated.FindAllStringSubmatch(text, -1) {
		if m[1] == "error" || m[1] == "warning" {
			marked++
		}
	}
	if rows := len(stated.FindAllString(text, -1)); rows != len(table.Rows) || marked != loud {
		t.Errorf("text has %d rows of %d, and %d that are wrong of %d:\n%s", rows, len(table.Rows), marked, loud, text)
	}
	if p.width != 0 {
		return // where places go over several lines
	}
	told := 0
	for _, m := range placed.FindAllStringSubmatch(text, -1) {
		told += max(strings.Count(m[1], ".js:")+strings.Count(m[1], ".json:")+strings.Count(m[1], ".tf:"), 1)
	}
	if told != all {
		t.Errorf("text tells %d of %d:\n%s", told, all, text)
	}
}

func TestTheFormatsAreThoseOfReports(t *testing.T) {
	for _, format := range coverageFormats {
		if _, ok := report.Named(format); !ok {
			t.Errorf("a report has no format %s", format)
		}
	}
	if slices.Contains(coverageFormats, "junit") {
		t.Error("JUnit is for tests")
	}
}
