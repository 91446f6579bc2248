#!/usr/bin/env bash
# goccy/go-yaml writes the number 1000000 as something that it reads back as a string
#
# Package:  github.com/goccy/go-yaml v1.19.2, on 2026-11-29
# Expected: a float64 that was marshalled is a float64 when unmarshalled; 1e6 and
#           1e-3 are numbers, as YAML 1.2 has it.
# Seen:     999999 is written "999999.0", 1000000 as "1e+06"; and a number that has
#           an exponent and no point is read as a string, its own output included. yaml.v3 v3.0.1
#           reads all of them as numbers.
# Meets it: who keeps payloads, amounts or plans in YAML and goes through Go maps:
#           a revenue of 1000000 becomes "1e+06", and LaunchDarkly wants a number.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
export GOFLAGS=-mod=mod
go mod init finding >/dev/null 2>&1
go get github.com/goccy/go-yaml@v1.19.2 gopkg.in/yaml.v3@v3.0.1 >/dev/null 2>&1

cat >main.go <<'GO'
package main

import (
	"encoding/json"
	"fmt"

	goccy "github.com/goccy/go-yaml"
	v3 "gopkg.in/yaml.v3"
)

func read(text []byte) string {
	var a, b struct{ Revenue any }
	if err := goccy.Unmarshal(text, &a); err != nil {
		panic(err)
	}
	if err := v3.Unmarshal(text, &b); err != nil {
		panic(err)
	}
	return fmt.Sprintf("goccy %T, yaml.v3 %T", a.Revenue, b.Revenue)
}

func main() {
	for _, amount := range []string{"999999", "1000000", "1234567", "0.00001"} {
		var event struct{ Revenue any }
		if err := json.Unmarshal([]byte(`{"Revenue":`+amount+`}`), &event); err != nil {
			panic(err)
		}
		text, err := goccy.Marshal(event)
		if err != nil {
			panic(err)
		}
		fmt.Printf("%s is written %q and read as %s\n", amount, text, read(text))
	}
	for _, number := range []string{"1e6", "1e-3", "1.0e6"} {
		fmt.Printf("%s is read as %s\n", number, read([]byte("revenue: "+number)))
	}
}
GO

cat >want <<'WANT'
999999 is written "revenue: 999999.0\n" and read as goccy float64, yaml.v3 float64
1000000 is written "revenue: 1e+06\n" and read as goccy string, yaml.v3 float64
1234567 is written "revenue: 1.234567e+06\n" and read as goccy float64, yaml.v3 float64
0.00001 is written "revenue: 1e-05\n" and read as goccy string, yaml.v3 float64
1e6 is read as goccy string, yaml.v3 float64
1e-3 is read as goccy string, yaml.v3 float64
1.0e6 is read as goccy float64, yaml.v3 float64
WANT
timeout 120 go run . | tee seen
diff want seen || { echo 'changed since it was written down'; exit 1; }
echo 'still so'
