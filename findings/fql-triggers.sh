#!/usr/bin/env bash
# A destination's trigger takes the last of "and" and "or" for all, and drops !( )
#
# Package:  @segment/destination-subscriptions 3.37.0 (npm), on 2026-11-29
# Expected: "and" binds before "or", !( ) negates, 1e3 is 1000, and \" is a quote
#           in a text; or the parser says that it does not take them.
# Seen:     no error, and another condition: in one level without brackets every
#           operator becomes the last one written; !( ) and "not" vanish; 1e3 is
#           1; a text ends at \". The trees are shown as the package writes them
#           back.
# Meets it: who writes the trigger of the LaunchDarkly (Actions) mapping by hand:
#           the destination runs for the events that were to be left out, or for none.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --prefix . --silent --no-audit --no-fund --ignore-scripts --before=2026-11-29 \
	@segment/destination-subscriptions@3.37.0

cat >run.cjs <<'JS'
const { parseFql, generateFql, validate } = require('@segment/destination-subscriptions')

const order = { type: 'track', event: 'Order Completed', properties: { total: 10 } }
for (const trigger of [
  'type = "track" or type = "page" and event = "Home"',
  'type = "track" and event = "Home" or type = "page"',
  'type = "track" and !(event = "Order Completed")',
  'type = "track" and not event = "Order Completed"',
  'type = "track" and properties.total > 1e3',
  'event = "Say \\"hi\\""',
]) {
  const tree = parseFql(trigger)
  console.log(`${trigger}\n  read as ${tree.error ?? generateFql(tree)}; an order of 10 ${validate(tree, order) ? 'passes' : 'is left out'}`)
}
JS

cat >want <<'WANT'
type = "track" or type = "page" and event = "Home"
  read as type = "track" and type = "page" and event = "Home"; an order of 10 is left out
type = "track" and event = "Home" or type = "page"
  read as type = "track" or event = "Home" or type = "page"; an order of 10 passes
type = "track" and !(event = "Order Completed")
  read as type = "track" and event = "Order Completed"; an order of 10 passes
type = "track" and not event = "Order Completed"
  read as type = "track" and event = "Order Completed"; an order of 10 passes
type = "track" and properties.total > 1e3
  read as type = "track" and properties.total > 1; an order of 10 passes
event = "Say \"hi\""
  read as event = "Say \"; an order of 10 is left out
WANT
timeout 40 node run.cjs | tee seen
diff want seen || { echo 'changed since it was written down'; exit 1; }
echo 'still so'
