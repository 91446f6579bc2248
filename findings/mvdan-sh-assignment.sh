#!/usr/bin/env bash
# A Go shell keeps the backslashes of a variable's value, and the JSON that is sent is none
#
# Package:  mvdan.cc/sh/v3 v3.14.1 (Go), on 2026-11-29
# Expected: body=\{\"event\":\"E\"} gives body the value {"event":"E"}, as every shell does:
#           a backslash outside of quotes goes, in an assignment as in an argument.
# Seen:     the argument loses its backslashes, the assignment keeps them, in the
#           interpreter and in expand.Literal, which says that it does what an
#           assignment does. Quoted values are right.
# Meets it: who keeps curl calls with an escaped body in a variable, and has a Go program
#           run them: the same lines send JSON from a terminal.
#
# Needs Go 1.26.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
cat >lines.sh <<'LINES'
body=\{\"event\":\"E\"}
echo "assigned: $body"
echo argument: \{\"event\":\"E\"}
body='{"event":"E"}'
echo "quoted:   $body"
LINES
cat >main.go <<'GO'
package main

import (
	"context"
	"fmt"
	"os"
	"strings"

	"mvdan.cc/sh/v3/expand"
	"mvdan.cc/sh/v3/interp"
	"mvdan.cc/sh/v3/syntax"
)

func main() {
	text, err := os.ReadFile("lines.sh")
	if err != nil {
		panic(err)
	}
	file, err := syntax.NewParser().Parse(strings.NewReader(string(text)), "lines.sh")
	if err != nil {
		panic(err)
	}
	runner, err := interp.New(interp.StdIO(nil, os.Stdout, os.Stderr))
	if err != nil {
		panic(err)
	}
	if err := runner.Run(context.Background(), file); err != nil {
		panic(err)
	}
	value := file.Stmts[0].Cmd.(*syntax.CallExpr).Assigns[0].Value
	literal, err := expand.Literal(nil, value)
	fmt.Println("Literal: ", literal, err)
}
GO
{
	go mod init finding
	go get mvdan.cc/sh/v3@v3.14.1
	go mod tidy
} >/dev/null 2>&1

cat >want <<'WANT'
sh
assigned: {"event":"E"}
argument: {"event":"E"}
quoted:   {"event":"E"}
mvdan.cc/sh
assigned: \{\"event\":\"E\"}
argument: {"event":"E"}
quoted:   {"event":"E"}
Literal:  \{\"event\":\"E\"} <nil>
WANT
{
	echo sh
	sh lines.sh
	echo mvdan.cc/sh
	timeout 50 go run .
} | tee seen
diff want seen || { echo 'changed since it was written down'; exit 1; }
echo 'still so'
