package cli

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"segtap/capture/launchdarkly/files"
	"segtap/mapping"
	"segtap/mapping/catalogue"
	"segtap/mapping/destination"
	"segtap/mapping/jsondoc/jsondoctest"
	"segtap/mapping/message"
	"segtap/mapping/naming"
	"segtap/mapping/origin"
	"segtap/mapping/verdict"
	"segtap/ui/cli/codes"
	"segtap/ui/screentest"
)

// exampleOf is a message that raises a code, as its page shows it.
type exampleOf struct {
	body    string
	metrics string          // by hand, as YAML; those of docs/examples where it is empty
	mapping string          // of the destination, as JSON
	batch   bool            // the body is one of a batch
	arrival message.Arrival // what is known of the message beside its text
	words   string          // stands in the place of the body, where that says nothing or is too long
	// planned and coded are names of a tracking plan and of source code, for a code of names.
	planned, coded []origin.Name
}

// order is the order of a shop, with members laid over it: each a name and a JSON value, which is left out when empty.
func order(members ...string) string {
	return jsondoctest.Order("2026-08-18T12:00:00.000Z", members...)
}

// ofMetric is a metric of the order, and an experiment that uses it, each with members laid over it.
func ofMetric(metric, experiment string) string {
	return "metrics:\n  order-revenue: {event: Order Completed, numeric: true, units: [user]" + metric + "}\n" +
		"experiments:\n  checkout-redesign: {unit: user, metrics: [order-revenue]" + experiment + "}\n"
}

// examples has one of each code.
func examples() map[verdict.Code]exampleOf {
	return map[verdict.Code]exampleOf{
		verdict.InvalidJSON:         {body: `{"type":"track","userId":"u_42","event":"Order Completed","properties":{"revenue":NaN}}`},
		verdict.InvalidUTF8:         {body: `{"type":"track","userId":"u_42","event":"Order Completed","properties":{"note":"\ud83d"}}`},
		verdict.DuplicateMember:     {body: `{"type":"track","userId":"u_42","event":"Order Completed","properties":{"revenue":59.9,"revenue":1}}`},
		verdict.NumberPrecisionLost: {body: order("properties", `{"revenue":59.9,"order_id":9007199254740993}`)},
		verdict.MessageTooLarge:     {body: order("properties", `{"cart":"`+strings.Repeat("x", message.MaxMessageBytes)+`"}`), words: "A message whose `properties` carry a whole cart, 40 KB of it."},
		verdict.BatchTooLarge:       {batch: true, body: `{"batch":[` + order() + `],"pad":"` + strings.Repeat("x", message.MaxRequestBytes) + `"}`, words: "A batch of 510 KB."},
		verdict.BatchTooLong:        {batch: true, body: `{"batch":[` + strings.Repeat("{},", message.MaxBatchMessages) + `{}]}`, words: "A batch with 2,501 messages."},
		verdict.EmptyBatch:          {batch: true, body: `{"batch":[]}`},
		verdict.MessageIDTooLong:    {body: order("messageId", `"`+strings.Repeat("0123456789", 11)+`"`)},
		verdict.BodyNotRecorded:     {arrival: message.Arrival{Problem: message.BodyNotRecorded}, words: "A HAR file of a page that sends with `navigator.sendBeacon`."},
		verdict.BodySpoilt:          {body: "\x1f\ufffd", arrival: message.Arrival{Problem: message.BodySpoilt}, words: "A HAR file of a page whose SDK sends its batches packed with gzip."},

		verdict.NoUserAnonID:        {body: order("userId", "", "anonymousId", "")},
		verdict.IDNotString:         {body: order("userId", "42")},
		verdict.EventNotDefined:     {body: order("event", "", "name", `"Order Completed"`)},
		verdict.EventNotString:      {body: order("event", "404")},
		verdict.PropertiesNotObject: {body: order("properties", `["revenue",59.9]`)},
		verdict.TraitsNotObject:     {body: `{"type":"identify","userId":"u_42","traits":["pro"]}`},
		verdict.NameNotString:       {body: `{"type":"page","userId":"u_42","name":404}`},
		verdict.CategoryNotString:   {body: `{"type":"screen","userId":"u_42","name":"Cart","category":""}`},
		verdict.DuplicateMessageID:  {body: order("messageId", `"order-1"`), arrival: message.Arrival{DuplicateOf: 7}, words: "Two calls with the `messageId` `order-1`: one for an order, one for the next."},
		verdict.SDKRetry:            {body: order("messageId", `"order-1"`), arrival: message.Arrival{Retries: 2}, words: "An SDK that was answered 503, and sent the same call again, twice."},
		verdict.TypeUnknown:         {body: order("type", `"Track"`)},

		verdict.NotTrack:              {body: `{"type":"page","userId":"u_42","name":"Checkout"}`},
		verdict.IntegrationDisabled:   {body: order("integrations", `{"All":false,"Mixpanel":true}`)},
		verdict.IntegrationUnclear:    {body: order("integrations", `{"All":"false"}`)},
		verdict.IntegrationNameNear:   {body: order("integrations", `{"All":false,"Launchdarkly (actions)":true}`)},
		verdict.ConsentRefused:        {body: order("context", `{"consent":{"categoryPreferences":{"Advertising":false,"Analytics":true}}}`)},
		verdict.AliasUnsupported:      {body: `{"type":"identify","userId":"u_42","anonymousId":"anon-7f3"}`},
		verdict.FieldRejected:         {body: order("context", `null`)},
		verdict.TimestampInvalid:      {body: order("timestamp", `"yesterday"`)},
		verdict.TimestampSeconds:      {body: order("timestamp", `1787054400`)},
		verdict.TimestampUnit:         {body: order("timestamp", `1787054400000000`)},
		verdict.TimestampImplausible:  {body: order("timestamp", `"0001-01-01T00:00:00Z"`)},
		verdict.OriginalTimestampOnly: {body: order("timestamp", "", "originalTimestamp", `"2026-08-18T12:00:00.000Z"`)},
		verdict.TimestampFuture:       {body: order("timestamp", `"2027-08-18T12:00:00.000Z"`)},
		verdict.TimestampUnusual:      {body: order("timestamp", `"Tue, 18 Aug 2026 12:00:00 GMT"`)},
		verdict.ClockSkew:             {body: order("sentAt", `"2026-08-18T10:00:00.000Z"`)},

		verdict.UserKeyMissing:         {body: order("userId", "", "anonymousId", "")},
		verdict.UserKeyEmpty:           {body: order("userId", `""`)},
		verdict.UserKeyFromAnonymousID: {body: order("userId", "")},
		verdict.UserKeyCoerced:         {body: order("userId", "42")},
		verdict.UserKeyNullText:        {body: order("anonymousId", "null")},
		verdict.UserKeyShared:          {body: order("userId", `"undefined"`)},
		verdict.UserKeyWrapped:         {body: order("userId", `"%22u_42%22"`)},
		verdict.ContextKindInvalid:     {body: order(), mapping: `{"context_kind":"my kind"}`},

		verdict.ValueMissing:        {body: order("properties", `{"total":59.9}`)},
		verdict.ValueNotNumber:      {body: order("properties", `{"revenue":"$59.90"}`)},
		verdict.ValueCoerced:        {body: order("properties", `{"revenue":"59.90"}`)},
		verdict.ValueOverflow:       {body: order("properties", `{"revenue":1e309}`)},
		verdict.ValueEmpty:          {body: order("properties", `{"revenue":""}`)},
		verdict.RevenueShadowsValue: {body: order("properties", `{"revenue":0,"value":59.9}`)},

		verdict.MetricNotFound:               {body: order("event", `"Signed Out"`)},
		verdict.MetricNearMiss:               {body: order("event", `"Order Complted"`)},
		verdict.MetricMatchesNameNotEventKey: {body: order("event", `"order-revenue"`)},
		verdict.MetricCaseDiffers:            {body: order("event", `"order completed"`)},
		verdict.MetricNotFed: {
			words:   "A tracking plan that has no event but `Order Completed`.",
			planned: []origin.Name{{Event: "Order Completed"}},
		},
		verdict.NameNotPlanned: {
			words:   "A tracking plan that has no event but `Order Completed`, and code that sends `Product Viewed`.",
			planned: []origin.Name{{Event: "Order Completed"}}, coded: []origin.Name{{Event: "Product Viewed"}},
		},
		verdict.PlannedNameNearMiss: {
			words:   "A tracking plan with the event `Coupon Applied`, and code that sends `Coupon Aplied`.",
			planned: []origin.Name{{Event: "Coupon Applied"}}, coded: []origin.Name{{Event: "Coupon Aplied"}},
		},
		verdict.ValueNotRequired: {
			words:   "A tracking plan whose event `Order Completed` has the property `revenue`, a number, and does not require it.",
			planned: []origin.Name{{Event: "Order Completed", Properties: []origin.Property{{Pointer: "/properties/revenue", Types: []origin.Type{origin.Number}}}}},
		},
		verdict.MetricNotCustom:           {body: order("event", `"Buy now"`), metrics: "metrics:\n  buy-now: {name: Buy now, kind: click}\n"},
		verdict.MetricWarehouseNative:     {body: order(), metrics: ofMetric(", dataSource: snowflake", "")},
		verdict.MetricArchived:            {body: order(), metrics: ofMetric(", archived: true", "")},
		verdict.MetricValueRequired:       {body: order("properties", `{"total":59.9}`)},
		verdict.MetricFilterExcludes:      {body: order("properties", `{"revenue":59.9,"currency":"USD"}`), metrics: ofMetric(",\n    filter: {type: eventProperty, attribute: currency, op: in, values: [EUR]}", "")},
		verdict.MetricFilterUnseen:        {body: order(), metrics: ofMetric(",\n    filter: {type: contextAttribute, contextKind: user, attribute: country, op: in, values: [JP]}", "")},
		verdict.MetricNotAttached:         {body: order("event", `"Product Viewed"`, "properties", `{"sku":"s-17"}`)},
		verdict.ExperimentNotRunning:      {body: order(), metrics: ofMetric("", ", status: stopped")},
		verdict.IterationUsesOtherVersion: {body: order(), metrics: "metrics:\n  order-revenue: {event: Order Completed, numeric: true, units: [user]}\nexperiments:\n  checkout-redesign:\n    unit: user\n    metrics: [{key: order-revenue, event: Order Paid}]\n"},
		verdict.UnitMissing:               {body: order(), metrics: "metrics:\n  order-revenue: {event: Order Completed, numeric: true, units: [user, account]}\nexperiments:\n  checkout-redesign: {unit: account, metrics: [order-revenue]}\n"},
		verdict.UnitNotInMetric:           {body: order(), metrics: "metrics:\n  order-revenue: {event: Order Completed, numeric: true, units: [user]}\nexperiments:\n  checkout-redesign: {unit: unauthenticatedUser, metrics: [order-revenue]}\n"},
	}
}

// TestTheREADMEsDiagnostics holds the pages of docs/diagnostics against the table of codes and against what is said of an
// example of each; -update writes them.
func TestTheREADMEsDiagnostics(t *testing.T) {
	all := examples()
	for _, info := range verdict.Codes() {
		t.Run(info.Name, func(t *testing.T) {
			example, ok := all[info.Code]
			if !ok {
				t.Fatal("there is no example of it")
			}
			screentest.GoldenFile(t, filepath.Join("..", "..", info.Page()), page(t, info, example))
		})
	}
	pages, err := filepath.Glob("../../docs/diagnostics/*.md")
	if err != nil || len(pages) != len(verdict.Codes())+1 {
		t.Errorf("docs/diagnostics has %d pages for %d codes and their list: %v", len(pages), len(verdict.Codes()), err)
	}
}

// page is the page of a code.
func page(t *testing.T, info verdict.CodeInfo, example exampleOf) string {
	t.Helper()
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n\n**%s**\n\n", info.Name, info.What)
	fmt.Fprintf(&b, "| | |\n| --- | --- |\n| severity | %s%s |\n| gate | [%s](../verdict.md): %s |\n", info.Severity, codes.ToCheck(info), info.Gate, info.Gate.Question())
	fmt.Fprintf(&b, "| what comes of it | %s |\n| how to repair it | %s |\n| the rule | <%s> |\n\n", cell(info.Why), cell(info.Fix), info.Source)
	b.WriteString("## An example\n\n")
	if example.words != "" {
		b.WriteString(example.words + "\n\n")
	} else {
		fmt.Fprintf(&b, "```json\n%s\n```\n\n", laidOut(example.body))
	}
	if example.metrics != "" {
		fmt.Fprintf(&b, "with these metrics:\n\n```yaml\n%s```\n\n", example.metrics)
	} else if info.Gate >= verdict.Named || info.Code.OfNames() {
		b.WriteString("with the metrics of [metrics.yaml](../examples/metrics.yaml).\n\n")
	}
	if example.mapping != "" {
		fmt.Fprintf(&b, "with this in the mapping of the destination:\n\n```json\n%s\n```\n\n", laidOut(example.mapping))
	}
	if info.Code.OfNames() {
		f := example.table(t, info.Code)
		fmt.Fprintf(&b, "`segtap metrics coverage` says:\n\n```\n%s\n  %s\n  %s\n```\n", strings.TrimSpace(f.Name()+"  "+f.Place.String()), f.Effect, f.Fix)
		b.WriteString("\n[All diagnostics](README.md)\n")
		return b.String()
	}
	text, d, summary := example.judge(t, info.Code)
	place := d.Pointer
	if d.Value != "" && len(d.Value) < 60 {
		place += "  " + d.Value
	}
	fmt.Fprintf(&b, "segtap says:\n\n```\n%s\n\n%s\n```\n", strings.TrimSpace(d.Name()+"  "+strings.TrimSpace(place))+"\n  "+d.Effect+"\n  "+d.Fix, "Verdict: "+summary+".")
	if d.QuickFix != nil {
		repaired, err := d.QuickFix.Apply(text)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&b, "\n`f` repairs a copy:\n\n```json\n%s\n```\n", laidOut(string(repaired)))
	}
	b.WriteString("\n[All diagnostics](README.md)\n")
	return b.String()
}

// table returns what is said of the names of an example by the code.
func (e exampleOf) table(t *testing.T, code verdict.Code) naming.Finding {
	t.Helper()
	engine, err := destination.NewEngine(destination.Actions(), destination.EngineOptions{})
	if err != nil {
		t.Fatal(err)
	}
	for i := range e.planned {
		e.planned[i].Kind, e.planned[i].Place = origin.Plan, origin.Place{File: "plan.json", Line: 12}
	}
	for i := range e.coded {
		e.coded[i].Kind, e.coded[i].Place = origin.Code, origin.Place{File: "src/shop.js", Line: 34}
	}
	from := naming.Sources{Plans: &origin.Found{Names: e.planned}}
	if e.coded != nil {
		from.Code = &origin.Found{Names: e.coded}
	}
	table := naming.New(mapping.NewJudge(engine).With(e.catalogue(t)), from)
	for i := range table.Rows {
		for _, f := range table.Rows[i].Findings {
			if f.Code == code {
				return f
			}
		}
	}
	t.Fatalf("its example does not raise it: %+v", table.Rows)
	return naming.Finding{}
}

// judge returns the message of an example, what is said of it by the code, and its verdict.
func (e exampleOf) judge(t *testing.T, code verdict.Code) ([]byte, verdict.Diagnostic, string) {
	t.Helper()
	opt := destination.EngineOptions{}
	if e.mapping != "" {
		opt.Mappings = jsondoctest.Value(t, e.mapping)
	}
	engine, err := destination.NewEngine(destination.Actions(), opt)
	if err != nil {
		t.Fatal(err)
	}
	route := "track"
	if e.batch {
		route = ""
	}
	in := message.TakeIn(message.Posted{Raw: []byte(e.body), Type: route, Batch: e.batch, Problem: e.arrival.Problem})
	m, arrival := in.Message(0), in.Arrival(0)
	arrival.At, arrival.DuplicateOf, arrival.Retries = example.UnixMilli(), e.arrival.DuplicateOf, e.arrival.Retries
	judge := mapping.NewJudge(engine)
	if code.Info().Gate >= verdict.Named {
		judge = judge.With(e.catalogue(t))
	}
	j := judge.Message(&m, arrival)
	i := slices.IndexFunc(j.Diagnostics, func(d verdict.Diagnostic) bool { return d.Code == code })
	if i < 0 {
		t.Fatalf("its example does not raise it: %.300s\n%v", e.body, j.Diagnostics)
	}
	return m.Text, j.Diagnostics[i], j.Summary()
}

func (e exampleOf) catalogue(t *testing.T) *catalogue.Catalogue {
	t.Helper()
	text := []byte(e.metrics)
	if e.metrics == "" {
		var err error
		if text, err = os.ReadFile("../../docs/examples/metrics.yaml"); err != nil {
			t.Fatal(err)
		}
	}
	set, err := files.ReadText("metrics.yaml", text)
	if err != nil {
		t.Fatal(err)
	}
	known, _ := set.Join(nil)
	return known
}

// laidOut indents JSON; what is none stays as it is.
func laidOut(text string) string {
	var b bytes.Buffer
	if json.Indent(&b, []byte(text), "", "  ") != nil {
		return text
	}
	return b.String()
}

// cell is a text as it stands in a table.
func cell(text string) string { return strings.ReplaceAll(text, "|", "\\|") }
