#!/usr/bin/env bash
# Terraform's language composes the characters of every text, so that an event key of decomposed ones cannot be written in it
#
# Packages: github.com/hashicorp/hcl/v2 v2.25.0, github.com/zclconf/go-cty v1.20.0, which are what
#           Terraform reads its files and state with, on 2026-11-30
# Expected: a text in a .tf file is the text that stands there, byte by byte; and one way at
#           least, such as escapes or jsondecode, gives any text that JSON has.
# Seen:     "é" of two characters (e and U+0301) becomes the one character U+00E9, as written, as
#           an escape, in *.tf.json, from jsondecode, and when a provider's value is read from JSON.
# Meets it: who makes LaunchDarkly's metrics with Terraform for an event whose name an app has
#           decomposed, as file names of macOS are: LaunchDarkly compares event keys byte by
#           byte, so that the metric looks right everywhere and counts nothing.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
export GOFLAGS=-mod=mod
go mod init finding >/dev/null 2>&1
go get github.com/hashicorp/hcl/v2@v2.25.0 github.com/zclconf/go-cty@v1.20.0 >/dev/null 2>&1

cat >main.go <<'GO'
package main

import (
	"fmt"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	hcljson "github.com/hashicorp/hcl/v2/json"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
	"github.com/zclconf/go-cty/cty/function/stdlib"
	ctyjson "github.com/zclconf/go-cty/cty/json"
)

const name = "Cafe\u0301" // what the app sends

var context = &hcl.EvalContext{Functions: map[string]function.Function{"jsondecode": stdlib.JSONDecodeFunc}}

func show(what string, file *hcl.File, wrong hcl.Diagnostics) {
	if wrong.HasErrors() {
		panic(wrong)
	}
	attributes, _ := file.Body.JustAttributes()
	v, wrong := attributes["event_key"].Expr.Value(context)
	if wrong.HasErrors() {
		panic(wrong)
	}
	fmt.Printf("%-12s %+q\n", what, v.AsString())
}

func main() {
	fmt.Printf("%-12s %+q\n", "sent", name)
	for what, text := range map[string]string{
		"1 as written": `event_key = "` + name + `"`,
		"2 escaped":    `event_key = "Cafe\u0301"`,
		"3 jsondecode": `event_key = jsondecode("\"Cafe\\u0301\"")`,
	} {
		file, wrong := hclsyntax.ParseConfig([]byte(text), "main.tf", hcl.InitialPos)
		show(what, file, wrong)
	}
	file, wrong := hcljson.Parse([]byte(`{"event_key": "Cafe\u0301"}`), "main.tf.json")
	show("4 *.tf.json", file, wrong)
	v, err := ctyjson.Unmarshal([]byte(`"Cafe\u0301"`), cty.String)
	if err != nil {
		panic(err)
	}
	fmt.Printf("%-12s %+q\n", "5 a value", v.AsString())
}
GO

cat >want <<'WANT'
1 as written "Caf\u00e9"
2 escaped    "Caf\u00e9"
3 jsondecode "Caf\u00e9"
4 *.tf.json  "Caf\u00e9"
5 a value    "Caf\u00e9"
sent         "Cafe\u0301"
WANT
timeout 120 go run . | LC_ALL=C sort | tee seen
diff want seen || { echo 'changed since it was written down'; exit 1; }
echo 'still so'
