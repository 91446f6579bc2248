#!/usr/bin/env bash
# analytics.js: the userId of one call is ignored, the anonymousId of one call stays
#
# Package:  @segment/analytics-next 1.84.3 (npm; run in jsdom 29.1.1), on 2026-11-29
# Expected: { userId } and { anonymousId } in the options of a Track call hold for
#           that call, and for that call only.
# Seen:     userId holds for its call while nobody is identified, and is ignored
#           without a word once somebody is. anonymousId holds for its call and
#           for all that follow.
# Meets it: who sends an event for somebody else (a gift, a seat that was invited):
#           LaunchDarkly counts it for the visitor; and an anonymousId given once
#           moves the visitor to another unit of the experiment.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --prefix . --silent --no-audit --no-fund --ignore-scripts --before=2026-11-29 \
	@segment/analytics-next@1.84.3 jsdom@29.1.1

cat >run.cjs <<'JS'
const { JSDOM } = require('jsdom')

const { window } = new JSDOM('<!doctype html>', { url: 'http://shop.example.org/' })
const fetch = async (_, { body }) => {
  const { type, event = '', userId, anonymousId } = JSON.parse(body)
  console.log([type, event, userId ?? '-', anonymousId].join(' | '))
  return new Response('{}')
}
Object.assign(window, { fetch })
for (const name of ['document', 'location', 'localStorage', 'navigator'])
  Object.defineProperty(globalThis, name, { value: window[name], configurable: true })
Object.assign(globalThis, { window, fetch })
const { AnalyticsBrowser } = require('@segment/analytics-next')

async function main() {
  const [analytics] = await AnalyticsBrowser.load({
    writeKey: 'WK',
    cdnSettings: { integrations: { 'Segment.io': { apiKey: 'WK' } } },
  })
  analytics.setAnonymousId('anon-1')
  await analytics.track('userId given', {}, { userId: 'u_other' })
  await analytics.identify('u_42')
  await analytics.track('userId given', {}, { userId: 'u_other' })
  await analytics.track('anonymousId given', {}, { anonymousId: 'cart-7' })
  await analytics.track('nothing given')
  process.exit()
}
main()
JS

cat >want <<'WANT'
track | userId given | u_other | anon-1
identify |  | u_42 | anon-1
track | userId given | u_42 | anon-1
track | anonymousId given | u_42 | cart-7
track | nothing given | u_42 | cart-7
WANT
timeout 40 node run.cjs | tee seen
diff want seen || { echo 'changed since it was written down'; exit 1; }
echo 'still so'
