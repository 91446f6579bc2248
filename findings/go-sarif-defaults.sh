#!/usr/bin/env bash
# A valid SARIF log that go-sarif has read is invalid to its own validation
#
# Package:  github.com/owenrumney/go-sarif/v3 v3.3.1 and
#           github.com/santhosh-tekuri/jsonschema/v6 v6.0.3 (Go), on 2026-11-29
# Expected: a minimal log is valid by the schema that go-sarif carries, so that reading it
#           and validating what was read finds nothing.
# Seen:     validation is of the structure written anew, not of the text. Members that were
#           left out have become "" and [], which the schema forbids: $schema, language (of run
#           and driver) and newlineSequences. With them written out it is valid. A member that the schema forbids is dropped in reading, and
#           nothing is said of it: the schema itself refuses that log.
# Meets it: who has a test validate the SARIF that a tool writes for GitHub's code scanning,
#           segtap's `check --format sarif` being one such tool.
#
# Needs Go 1.26.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
cat >main.go <<'GO'
package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"sort"
	"strconv"
	"strings"

	"github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif"
	"github.com/santhosh-tekuri/jsonschema/v6"
)

func main() {
	schema := compile(os.Args[1])
	for _, log := range []struct{ name, text string }{
		{"minimal", `{"version":"2.1.0","runs":[{"tool":{"driver":{"name":"t"}},"results":[]}]}`},
		{"with the optional members", `{"$schema":"https://json.schemastore.org/sarif-2.1.0.json","version":"2.1.0","runs":[{"language":"en-US","newlineSequences":["\r\n","\n"],"tool":{"driver":{"name":"t","language":"en-US"}},"results":[]}]}`},
		{"with a member that is none", `{"$schema":"https://json.schemastore.org/sarif-2.1.0.json","version":"2.1.0","runs":[{"language":"en-US","newlineSequences":["\r\n","\n"],"tool":{"driver":{"name":"t","language":"en-US"}},"result":[],"results":[]}]}`},
	} {
		value, err := jsonschema.UnmarshalJSON(strings.NewReader(log.text))
		if err != nil {
			panic(err)
		}
		read, err := sarif.FromBytes([]byte(log.text))
		if err != nil {
			panic(err)
		}
		fmt.Printf("%s: by the schema valid %t, by go-sarif valid %t\n", log.name, schema.Validate(value) == nil, read.Validate() == nil)
		if err := read.Validate(); err != nil {
			var places []string
			for _, line := range strings.Split(strings.TrimPrefix(err.Error(), "validation failed: ["), "\n") {
				if place, _, ok := strings.Cut(strings.TrimSpace(line), ": "); ok {
					places = append(places, place)
				}
			}
			sort.Strings(places)
			fmt.Println("  " + strings.Join(places, ", "))
		}
	}
}

// compile reads the schema out of the package's source, which does not export it.
func compile(path string) *jsonschema.Schema {
	file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
	if err != nil {
		panic(err)
	}
	var text string
	ast.Inspect(file, func(n ast.Node) bool {
		if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
			text, _ = strconv.Unquote(lit.Value)
		}
		return true
	})
	value, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
	if err != nil {
		panic(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("sarif.json", value); err != nil {
		panic(err)
	}
	return c.MustCompile("sarif.json")
}
GO
{
	go mod init finding
	go get github.com/owenrumney/go-sarif/v3@v3.3.1 github.com/santhosh-tekuri/jsonschema/v6@v6.0.3
	go mod tidy
} >/dev/null 2>&1
module=$(go list -m -f '{{.Dir}}' github.com/owenrumney/go-sarif/v3)

cat >want <<'WANT'
minimal: by the schema valid true, by go-sarif valid false
  $schema, runs.0.language, runs.0.newlineSequences, runs.0.tool.driver.language
with the optional members: by the schema valid true, by go-sarif valid true
with a member that is none: by the schema valid false, by go-sarif valid true
WANT
timeout 50 go run . "$module/pkg/report/v210/sarif/schema.go" | tee seen
diff want seen || { echo 'changed since it was written down'; exit 1; }
echo 'still so'
