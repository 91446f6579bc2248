#!/usr/bin/env bash
# RudderStack's Node SDK calls its gzipped JSON a form, and its call time originalTimestamp
#
# Package:  @rudderstack/rudder-sdk-node 3.0.13 (npm), on 2026-11-29
# Expected: Content-Type application/json, and a timestamp in every message, as
#           Segment's SDK, whose API this one keeps, sends it.
# Seen:     with gzip, which is the default, the JSON is declared to be
#           application/x-www-form-urlencoded. A message has originalTimestamp for
#           the time of the call and no timestamp, unless the caller gave one: then
#           it has both, and they differ. The library is called "analytics-node".
# Meets it: who reads the body by its type (form parsers, HAR tools), takes the
#           time from timestamp, or tells SDKs apart by context.library.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --prefix . --silent --no-audit --no-fund --ignore-scripts --before=2026-11-29 \
	@rudderstack/rudder-sdk-node@3.0.13

cat >run.cjs <<'JS'
const http = require('node:http')
const { gunzipSync } = require('node:zlib')
const RudderAnalytics = require('@rudderstack/rudder-sdk-node')

const server = http.createServer((req, res) => {
  const parts = []
  req.on('data', (part) => parts.push(part))
  req.on('end', () => {
    const gzip = req.headers['content-encoding'] === 'gzip'
    const body = Buffer.concat(parts)
    const { batch } = JSON.parse(gzip ? gunzipSync(body) : body)
    for (const { event, timestamp, originalTimestamp, sentAt, context } of batch) {
      const now = originalTimestamp <= sentAt && new Date(sentAt) - new Date(originalTimestamp) < 20000
      console.log(`${event}: ${req.headers['content-type']}, timestamp ${timestamp}, originalTimestamp ${now ? 'now' : originalTimestamp}, library ${context.library.name}`)
    }
    res.end('OK')
  })
})
server.listen(0, '127.0.0.1', async () => {
  const dataPlaneUrl = `http://127.0.0.1:${server.address().port}`
  for (const options of [{}, { gzip: false }]) {
    const client = new RudderAnalytics('WK', { dataPlaneUrl, flushAt: 1, ...options })
    for (const [event, timestamp] of [['no time given'], ['time given', new Date('2020-01-01T00:00:00Z')]])
      await new Promise((done) => client.track({ userId: 'u_42', event, timestamp }, done))
  }
  process.exit()
})
JS

cat >want <<'WANT'
no time given: application/x-www-form-urlencoded, timestamp undefined, originalTimestamp now, library analytics-node
time given: application/x-www-form-urlencoded, timestamp 2020-01-01T00:00:00.000Z, originalTimestamp now, library analytics-node
no time given: application/json, timestamp undefined, originalTimestamp now, library analytics-node
time given: application/json, timestamp 2020-01-01T00:00:00.000Z, originalTimestamp now, library analytics-node
WANT
timeout 40 node run.cjs | tee seen
diff want seen || { echo 'changed since it was written down'; exit 1; }
echo 'still so'
