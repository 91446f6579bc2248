#!/usr/bin/env bash
# Two t-digests give the 90th percentile of ten order values as 50 and as 250
#
# Package:  github.com/caio/go-tdigest/v4 v4.1.0 and github.com/influxdata/tdigest v0.0.1
#           (Go), on 2026-11-29
# Expected: with fewer values than centroids nothing has to be summed up, so that both
#           give what the values say, or the same interpolation of it: of nine orders of 0
#           and one of 500 the 90th percentile is 0, by the nearest rank, or 50, linearly.
# Seen:     each interpolates in its own way between the two values about the rank, and
#           they are five times apart: 50 and 250. Of 10, 20, 30, 40, 50, 60 and 1000 the
#           90th percentile is 436 and 812, no value that ever came. The ends are exact.
# Meets it: who checks a percentile metric by hand on the few events of a test run, and
#           compares it with what an analysis of the same events says.
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

	caio "github.com/caio/go-tdigest/v4"
	influxdata "github.com/influxdata/tdigest"
)

func main() {
	for _, values := range [][]float64{{0, 0, 0, 0, 0, 0, 0, 0, 0, 500}, {10, 20, 30, 40, 50, 60, 1000}} {
		a, err := caio.New()
		if err != nil {
			panic(err)
		}
		b := influxdata.NewWithCompression(1000)
		for _, v := range values {
			if err := a.Add(v); err != nil {
				panic(err)
			}
			b.Add(v, 1)
		}
		for _, q := range []float64{0.5, 0.9, 1} {
			fmt.Printf("%v of %d: caio %.4g, influxdata %.4g\n", q, len(values), a.Quantile(q), b.Quantile(q))
		}
	}
}
GO
{
	go mod init finding
	go get github.com/caio/go-tdigest/v4@v4.1.0 github.com/influxdata/tdigest@v0.0.1
	go mod tidy
} >/dev/null 2>&1

cat >want <<'WANT'
0.5 of 10: caio 0, influxdata 0
0.9 of 10: caio 50, influxdata 250
1 of 10: caio 500, influxdata 500
0.5 of 7: caio 40, influxdata 40
0.9 of 7: caio 436, influxdata 812
1 of 7: caio 1000, influxdata 1000
WANT
timeout 50 go run . | tee seen
diff want seen || { echo 'changed since it was written down'; exit 1; }
echo 'still so'
