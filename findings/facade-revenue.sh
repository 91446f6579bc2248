#!/usr/bin/env bash
# Segment's facade reads a revenue of "1,299.00" as 1, and a revenue of 0 as the total
#
# Package:  @segment/facade 3.4.10 (npm), on 2026-11-29
# Expected: "1,299.00" is 1299 or nothing at all; 0 is 0; only the member
#           "revenue" is the revenue.
# Seen:     text is cut at the first thing that is no digit ("1,299.00" and
#           "$1,000" are 1, "99,84" is 99) but "€5" is nothing; 0 of an order is
#           replaced by its total; "Revenue" and "reVENUE" are taken for revenue.
#           The LaunchDarkly (Actions) destination keeps the 0, and refuses or does
#           not see the others.
# Meets it: who moves from a classic destination, which is built on facade, to an
#           Actions one, or has both: their sums differ for the same events.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --prefix . --silent --no-audit --no-fund --ignore-scripts --before=2026-11-29 @segment/facade@3.4.10

cat >run.cjs <<'JS'
const { Track } = require('@segment/facade')

for (const [event, properties] of [
  ['Plan Bought', { revenue: '1,299.00' }],
  ['Plan Bought', { revenue: '$1,000' }],
  ['Plan Bought', { revenue: '99,84' }],
  ['Plan Bought', { revenue: '€5' }],
  ['Plan Bought', { Revenue: 5 }],
  ['Plan Bought', { reVENUE: 5 }],
  ['Order Completed', { revenue: 0, total: 7 }],
  ['Plan Bought', { revenue: 0, total: 7 }],
])
  console.log(`${event} ${JSON.stringify(properties)}: ${new Track({ type: 'track', event, properties }).revenue()}`)
JS

cat >want <<'WANT'
Plan Bought {"revenue":"1,299.00"}: 1
Plan Bought {"revenue":"$1,000"}: 1
Plan Bought {"revenue":"99,84"}: 99
Plan Bought {"revenue":"€5"}: undefined
Plan Bought {"Revenue":5}: 5
Plan Bought {"reVENUE":5}: 5
Order Completed {"revenue":0,"total":7}: 7
Plan Bought {"revenue":0,"total":7}: undefined
WANT
timeout 40 node run.cjs | tee seen
diff want seen || { echo 'changed since it was written down'; exit 1; }
echo 'still so'
