#!/usr/bin/env bash
# Compose gives a container its dates and numbers as a Go program would print them
#
# Package:  github.com/compose-spec/compose-go/v2 v2.16.2, which Docker Compose reads its files with, on 2026-11-30
# Expected: what stands under environment without quotes arrives as it is written, or is refused
#           if it is no string, as Kubernetes does.
# Seen:     a date gets a time and its zone twice, 1250000.50 is 1.2500005e+06, 1.10 is 1.1, 00417 is
#           271 and 1_000 is 1000. Only whole numbers below 2^64 and "yes" stay as they are.
# Meets it: who gives an app its version, a start date or an account by its environment, and finds
#           another one in the events' context, or a program that cannot parse it. With quotes, or
#           as - NAME=value, they stay as they are.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
export GOFLAGS=-mod=mod
go mod init finding >/dev/null 2>&1
go get github.com/compose-spec/compose-go/v2@v2.16.2 >/dev/null 2>&1

cat >main.go <<'GO'
package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/compose-spec/compose-go/v2/loader"
	"github.com/compose-spec/compose-go/v2/types"
)

func main() {
	values := []string{
		"2026-11-30", "2026-11-30T10:15:00Z", "1250000.50", "1.10", "00417", "1_000", "5e3",
		"1000000", "9007199254740993", "yes", `"2026-11-30"`, `"1.10"`,
	}
	var file strings.Builder
	file.WriteString("services:\n  app:\n    image: app\n    environment:\n")
	for i, value := range values {
		fmt.Fprintf(&file, "      V%d: %s\n", i, value)
	}
	file.WriteString("  list:\n    image: app\n    environment:\n      - DAY=2026-11-30\n")
	project, err := loader.LoadWithContext(context.Background(), types.ConfigDetails{
		WorkingDir:  ".",
		ConfigFiles: []types.ConfigFile{{Filename: "compose.yaml", Content: []byte(file.String())}},
	}, func(o *loader.Options) { o.SetProjectName("finding", true) })
	if err != nil {
		panic(err)
	}
	for i, value := range values {
		fmt.Printf("%s: %s\n", value, *project.Services["app"].Environment[fmt.Sprintf("V%d", i)])
	}
	fmt.Printf("- DAY=2026-11-30: %s\n", *project.Services["list"].Environment["DAY"])
}
GO

cat >want <<'WANT'
2026-11-30: 2026-11-30 00:00:00 +0000 UTC
2026-11-30T10:15:00Z: 2026-11-30 10:15:00 +0000 UTC
1250000.50: 1.2500005e+06
1.10: 1.1
00417: 271
1_000: 1000
5e3: 5000
1000000: 1000000
9007199254740993: 9007199254740993
yes: yes
"2026-11-30": 2026-11-30
"1.10": 1.10
- DAY=2026-11-30: 2026-11-30
WANT
timeout 300 go run . | tee seen
diff want seen || { echo 'changed since it was written down'; exit 1; }
echo 'still so'
