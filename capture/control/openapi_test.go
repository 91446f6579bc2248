package control_test

import (
	"bytes"
	"io"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/go-json-experiment/json"

	"segtap/capture/control"
	"segtap/mapping/verdict"
)

// document is as much of the description as the table of routes says, too.
type document struct {
	OpenAPI string `json:"openapi"`
	Paths   map[string]map[string]struct {
		OperationID string `json:"operationId"`
		Summary     string `json:"summary"`
		Parameters  []struct {
			Ref string `json:"$ref"`
		} `json:"parameters"`
		Responses map[string]any `json:"responses"`
	} `json:"paths"`
	Components struct {
		Parameters map[string]struct{ Name, In string } `json:"parameters"`
		Schemas    map[string]struct {
			Enum       []string                           `json:"enum"`
			Properties map[string]struct{ Enum []string } `json:"properties"`
		} `json:"schemas"`
	} `json:"components"`
}

// The description as a whole is what OpenAPI 3.1 wants, as it is served.
func TestTheDescriptionIsOpenAPI(t *testing.T) {
	res, err := http.Get(inMemory(t).url + control.Prefix + "/openapi.json")
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	validate := func(text []byte) error {
		doc, err := openapi3.NewLoader().LoadFromData(text)
		if err != nil {
			return err
		}
		return doc.Validate(t.Context())
	}
	if err := validate(text); err != nil {
		t.Error(err)
	}
	for was, broken := range map[string]string{
		`"operationId"`:         `"operation_id"`,
		`"description"`:         `"descriptions"`,
		`"in": "query"`:         `"in": "body"`,
		`#/components/schemas/`: `#/components/schemes/`,
	} {
		if err := validate(bytes.ReplaceAll(text, []byte(was), []byte(broken))); err == nil {
			t.Errorf("with %s it is taken, too", broken)
		}
	}
}

func TestTheDescriptionHasEveryCall(t *testing.T) {
	p := inMemory(t)
	res, err := http.Get(p.url + control.Prefix + "/openapi.json")
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	var doc document
	if err := json.UnmarshalRead(res.Body, &doc, json.MatchCaseInsensitiveNames(true)); err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(doc.OpenAPI, "3.1.") || res.Header.Get("Content-Type") != "application/json" {
		t.Errorf("OpenAPI %s as %s", doc.OpenAPI, res.Header.Get("Content-Type"))
	}
	described := 0
	for _, operations := range doc.Paths {
		described += len(operations)
	}
	if routes := control.Routes(); described != len(routes) {
		t.Errorf("%d calls are described, and there are %d", described, len(routes))
	}
	ids := make(map[string]bool)
	for _, route := range control.Routes() {
		op, ok := doc.Paths[route.Path][strings.ToLower(route.Method)]
		if !ok {
			t.Errorf("%s %s is not described", route.Method, route.Path)
			continue
		}
		if op.OperationID == "" || op.Summary == "" || ids[op.OperationID] {
			t.Errorf("%s %s has the id %q, and says %q", route.Method, route.Path, op.OperationID, op.Summary)
		}
		ids[op.OperationID] = true
		var parameters []string
		for _, p := range op.Parameters {
			if of := doc.Components.Parameters[strings.TrimPrefix(p.Ref, "#/components/parameters/")]; of.In == "query" {
				parameters = append(parameters, of.Name)
			}
		}
		slices.Sort(parameters)
		taken := slices.Sorted(slices.Values(route.Parameters))
		if !slices.Equal(parameters, taken) {
			t.Errorf("%s %s takes %v, and %v are described", route.Method, route.Path, taken, parameters)
		}
	}
}

// What is one of a few words is described with all of them.
func TestTheDescriptionHasTheWordsOfVerdicts(t *testing.T) {
	text, err := os.ReadFile("openapi.json")
	if err != nil {
		t.Fatal(err)
	}
	var doc document
	if err := json.Unmarshal(text, &doc, json.MatchCaseInsensitiveNames(true)); err != nil {
		t.Fatal(err)
	}
	var headlines, gates []string
	for i := range verdict.Headlines {
		headlines = append(headlines, verdict.Headline(i).Name())
	}
	for _, g := range verdict.AllGates() {
		gates = append(gates, g.String())
	}
	schemas := doc.Components.Schemas
	for _, c := range []struct{ got, want []string }{
		{schemas["Event"].Properties["headline"].Enum, headlines},
		{schemas["Match"].Properties["headline"].Enum, headlines},
		{schemas["Diagnostic"].Properties["gate"].Enum, gates},
		{schemas["GateState"].Enum, []string{verdict.Pass.String(), verdict.Warn.String(), verdict.Fail.String(), verdict.Unknown.String()}},
		{schemas["Diagnostic"].Properties["severity"].Enum, []string{verdict.Info.String(), verdict.Warning.String(), verdict.Error.String()}},
	} {
		if !slices.Equal(c.got, c.want) {
			t.Errorf("described are %q, and there are %q", c.got, c.want)
		}
	}
}

// The page of the guide has every call, with its parameters.
func TestTheGuideHasEveryCall(t *testing.T) {
	page, err := os.ReadFile("../../docs/api.md")
	if err != nil {
		t.Fatal(err)
	}
	_, table, _ := strings.Cut(string(page), "<!-- calls: tried by a test -->")
	table, _, _ = strings.Cut(table, "<!-- /calls -->")
	var said []string
	for line := range strings.Lines(table) {
		if row, ok := strings.CutPrefix(line, "| `"); ok {
			call, _, _ := strings.Cut(row, "`")
			said = append(said, call)
		}
	}
	var there []string
	for _, route := range control.Routes() {
		call := route.Method + " " + route.Path
		if len(route.Parameters) > 0 {
			call += "?" + strings.Join(route.Parameters, "&")
		}
		there = append(there, call)
	}
	slices.Sort(said)
	slices.Sort(there)
	if !slices.Equal(said, there) {
		t.Errorf("the guide has\n%s\nand there are\n%s", strings.Join(said, "\n"), strings.Join(there, "\n"))
	}
}
