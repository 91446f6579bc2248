#!/usr/bin/env bash
# dayjs reads half a second as 5 ms, and a timestamp in digits as a year
#
# Package:  dayjs 1.11.23 (npm), on 2026-11-29
# Expected: "…05.5" and "…05.5Z" are half a second past; "1704164645678" is a time
#           in 2024 or no date; month 13 is no date.
# Seen:     without a "Z" at the end a pattern of dayjs's own reads the text: its
#           fraction is an integer of milliseconds (.5 is 5 ms), a row of digits is
#           year, month, day (1705), month 13 is January, and the year 0050 is 1950.
# Meets it: whose SDK or script writes timestamps without a zone or as digits:
#           Segment's LaunchDarkly (Actions) destination makes creationDate with it.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --prefix . --silent --no-audit --no-fund --ignore-scripts --before=2026-11-29 dayjs@1.11.23

cat >run.cjs <<'JS'
const dayjs = require('dayjs')
dayjs.extend(require('dayjs/plugin/utc'))

for (const text of ['2024-01-02T03:04:05.5Z', '2024-01-02T03:04:05.5', '2024-01-02T03:04:05.50', '1704164645678', '1704164645', '2024-13-01', '0050-01-01'])
  console.log(`${text}: ${dayjs.utc(text).toISOString()}`)
JS

cat >want <<'WANT'
2024-01-02T03:04:05.5Z: 2024-01-02T03:04:05.500Z
2024-01-02T03:04:05.5: 2024-01-02T03:04:05.005Z
2024-01-02T03:04:05.50: 2024-01-02T03:04:05.050Z
1704164645678: 1705-05-17T22:07:08.000Z
1704164645: 1705-05-17T21:00:00.000Z
2024-13-01: 2025-01-01T00:00:00.000Z
0050-01-01: 1950-01-01T00:00:00.000Z
WANT
timeout 40 node run.cjs | tee seen
diff want seen || { echo 'changed since it was written down'; exit 1; }
echo 'still so'
